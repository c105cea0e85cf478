/// A request's place in a trace that goes through several services (W3C Trace Context, level 1).
///
/// Numbers and not a text, so that it can carry nothing else into a log line or a header.
public struct TraceContext: Hashable, Sendable, CustomStringConvertible {
    /// The length of the one form that version 00 has.
    static let length = 55

    private let trace: RequestID
    private let span: UInt64
    /// Whether the trace is the client's and not a new one.
    public let goesOn: Bool
    /// Whether whoever calls records the trace.
    public let isSampled: Bool

    /// The place of an answer in the trace that `traceparent` names, or in a new one where the value cannot be taken.
    ///
    /// - Parameters:
    ///   - value: the only value of the field; nil where there were several.
    ///   - id: a new trace's number, whose low half is the number of what is done here.
    public init(answering value: (some Collection<UInt8>)?, as id: RequestID) {
        // A number of zeros alone is none.
        span = max(1, id.low)
        if let (trace, isSampled) = value.flatMap({ Self.read(Array($0.prefix(Self.length + 1))) }) {
            self.trace = trace
            self.isSampled = isSampled
            goesOn = true
        } else {
            trace = id
            isSampled = false
            goesOn = false
        }
    }

    /// Section 3.2: lower-case digits alone, no number of zeros only, and no version ff; one to come may say more after a
    /// hyphen.
    private static func read(_ bytes: [UInt8]) -> (RequestID, Bool)? {
        let hyphen = UInt8(ascii: "-")
        guard bytes.count >= length, bytes[2] == hyphen, bytes[35] == hyphen, bytes[52] == hyphen,
            let version = Hexadecimal.read(bytes[0..<2]), version != 0xff,
            let high = Hexadecimal.read(bytes[3..<19]), let low = Hexadecimal.read(bytes[19..<35]),
            let parent = Hexadecimal.read(bytes[36..<52]), let flags = Hexadecimal.read(bytes[53..<55]),
            high != 0 || low != 0, parent != 0
        else { return nil }
        guard bytes.count == length || (version > 0 && bytes[length] == hyphen) else { return nil }
        return (RequestID(high: high, low: low), flags & 1 == 1)
    }

    /// As the field `traceparent` has it.
    public var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.length)
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    func write(to output: inout [UInt8]) {
        output += "00-".utf8
        writeTrace(to: &output)
        output.append(UInt8(ascii: "-"))
        writeSpan(to: &output)
        output += (isSampled ? "-01" : "-00").utf8
    }

    /// `TraceId`: 32 digits.
    func writeTrace(to output: inout [UInt8]) { trace.write(to: &output) }

    /// `SpanId`: 16 digits.
    func writeSpan(to output: inout [UInt8]) {
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            LineText.writeHex(UInt8(truncatingIfNeeded: span >> shift), to: &output)
        }
    }
}

extension RequestID {
    /// From 32 hexadecimal digits, or from a UUID, in either letter case; nil for anything else and for nought.
    public init?(written value: some Collection<UInt8>) {
        guard value.count == Self.digits || value.count == Self.digits + 4 else { return nil }
        var digits = value.map { $0 | ((0x41...0x46).contains($0) ? 0x20 : 0) }
        if digits.count > Self.digits {
            for place in [23, 18, 13, 8] {
                guard digits[place] == UInt8(ascii: "-") else { return nil }
                digits.remove(at: place)
            }
        }
        guard let high = Hexadecimal.read(digits[..<16]), let low = Hexadecimal.read(digits[16...]),
            high != 0 || low != 0
        else { return nil }
        self.init(high: high, low: low)
    }
}

private enum Hexadecimal {
    /// The number of at most 16 lower-case digits; nil for any other byte.
    static func read(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var number: UInt64 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: number = number << 4 | UInt64(digit - 0x30)
            case 0x61...0x66: number = number << 4 | UInt64(digit - 0x57)
            default: return nil
            }
        }
        return number
    }
}
