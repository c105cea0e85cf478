/// An answer that is the same every time but for its date and one number: made once, then copied whole.
///
/// It goes out exactly as the response that it was made of would, with a last field that tells the number. It is for what is
/// asked very often and takes nothing to answer, such as whether the process lives.
public final class PreparedAnswer: Sendable {
    /// Called once for each answer, with its number, when that has been handed to the connection.
    ///
    /// It runs on the connection's queue and must not block.
    public typealias Finish = @Sendable (FinishedExchange, UInt128) -> Void

    /// A number as its field tells it, in 32 bytes.
    public typealias Digits = SIMD32<UInt8>

    let status: Status
    public let body: [UInt8]
    /// The fields, the last of them up to its value.
    private let fields: ResponseFields
    private let numberField: FieldName
    let digits: @Sendable (UInt128) -> Digits
    let onFinish: Finish

    /// - Parameters:
    ///   - response: of a status that has a body; what it does when it has finished, and whether it closes, is not looked at.
    ///   - numberField: the field that tells the number.
    ///   - digits: how it tells it, in bytes that a field value can hold.
    public init(
        _ response: Response,
        numberField: FieldName,
        digits: @escaping @Sendable (UInt128) -> Digits,
        onFinish: @escaping Finish
    ) {
        precondition(!response.status.forbidsBody, "an answer without a body is not prepared")
        status = response.status
        body = response.body
        fields = response.fields
        self.numberField = numberField
        self.digits = digits
        self.onFinish = onFinish
    }

    /// The same answer as a response, where it cannot go out as it is.
    public func response(_ number: UInt128) -> Response {
        var response = Response(status, fields: fields, body: body) { [onFinish] in onFinish($0, number) }
        response.fields.append(numberField, reserving: Digits.scalarCount) { [digits] bytes in
            withUnsafeBytes(of: digits(number)) { bytes.append(contentsOf: $0) }
        }
        return response
    }

    /// All bytes of the answer on a kept connection, and where its number goes.
    func image(stamp: [UInt8]) -> (bytes: [UInt8], place: Int) {
        var bytes: [UInt8] = []
        let response = response(0)
        ResponseWriter.appendHead(
            response,
            framing: .length(body.count),
            persistence: .implied,
            stamp: stamp,
            to: &bytes
        )
        // The number is followed by its line's end and by that of the head.
        let place = bytes.count - Digits.scalarCount - 4
        return (bytes + body, place)
    }
}
