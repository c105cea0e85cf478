/// Puts responses into the bytes that go on the wire: head and body in one buffer, so that one send takes both.
enum ResponseWriter {
    /// How the end of a response's body is told (RFC 9112, section 6).
    enum BodyFraming {
        case length(Int)
        case chunked
        case untilClose
    }

    enum Persistence {
        /// What the client's version takes for granted.
        case implied
        case keepAlive
        case close
    }

    /// Status line, fields and the empty line.
    ///
    /// - Parameter stamp: the lines of `Date` and `Server`, made once a second.
    static func appendHead(
        _ response: Response,
        framing: BodyFraming,
        persistence: Persistence,
        stamp: [UInt8],
        to output: inout [UInt8]
    ) {
        append("HTTP/1.1 ", to: &output)
        appendDecimal(response.status.code, to: &output)
        output.append(UInt8(ascii: " "))
        output.append(contentsOf: response.status.reason.utf8)
        append("\r\n", to: &output)
        output.append(contentsOf: stamp)
        switch framing {
        case .length(let count):
            // No length with 204 (RFC 9110, section 8.6); with 304 it would have to be the length of the 200.
            if !response.status.forbidsBody {
                append("Content-Length: ", to: &output)
                appendDecimal(count, to: &output)
                append("\r\n", to: &output)
            }
        case .chunked:
            append("Transfer-Encoding: chunked\r\n", to: &output)
        case .untilClose:
            break
        }
        switch persistence {
        case .implied: break
        case .keepAlive: append("Connection: keep-alive\r\n", to: &output)
        case .close: append("Connection: close\r\n", to: &output)
        }
        output.append(contentsOf: response.fields.bytes)
        append("\r\n", to: &output)
    }

    /// One chunk; no bytes make no chunk, because an empty one would end the body.
    static func appendChunk(_ bytes: [UInt8], to output: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        output.append(contentsOf: String(bytes.count, radix: 16).utf8)
        append("\r\n", to: &output)
        output.append(contentsOf: bytes)
        append("\r\n", to: &output)
    }

    @inline(__always)
    static func append(_ text: StaticString, to output: inout [UInt8]) {
        output.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    static func appendDecimal(_ number: Int, to output: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = UInt(bitPattern: number)
            var start = 20
            repeat {
                start -= 1
                digits[start] = UInt8(truncatingIfNeeded: rest % 10) &+ 0x30
                rest /= 10
            } while rest > 0
            output.append(contentsOf: digits[start...])
        }
    }
}
