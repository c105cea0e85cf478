import Testing

@testable import HTTPMessage

/// Every byte in every place where it could make two readers disagree about a body's framing.
struct TransferEncodingTests {
    static let clean = Array("GET /clean HTTP/1.1\r\nHost: a\r\n\r\n".utf8)

    /// One refusal, the connection closed, the clean request after it not taken for one.
    private func isRefused(_ field: [UInt8], before: String = "") -> Bool {
        var wire = Wire()
        wire.feed(
            Array("POST /echo HTTP/1.1\r\nHost: a\r\n\(before)".utf8) + field + Array("\r\n\r\n0\r\n\r\n".utf8)
                + Self.clean
        )
        return [[400], [501], [431]].contains(wire.statuses) && !wire.seen.contains("GET /clean")
            && wire.connection.phase == .closing
    }

    /// Read as chunked, and the clean request answered.
    private func isChunked(_ field: [UInt8]) -> Bool {
        var wire = Wire()
        wire.feed(
            Array("POST /echo HTTP/1.1\r\nHost: a\r\n".utf8) + field + Array("\r\n\r\n1\r\nx\r\n0\r\n\r\n".utf8)
                + Self.clean
        )
        return wire.statuses == [200, 200] && wire.answers.map(\.body) == ["x", "/clean"]
    }

    @Test("A byte before, in or after `chunked` makes it another coding, unless it is white space around it")
    func bytesInValue() {
        let name = Array("Transfer-Encoding: ".utf8)
        let word = Array("chunked".utf8)
        for byte in UInt8.min...UInt8.max {
            for place in 0...word.count {
                let value = word[..<place] + [byte] + word[place...]
                let isSpace = byte == 0x20 || byte == 0x09
                if isSpace, place == 0 || place == word.count {
                    #expect(isChunked(name + value))
                } else {
                    #expect(isRefused(name + value), "byte \(byte) at \(place)")
                }
            }
        }
    }

    @Test("A byte in the field's name makes it no field at all, or another one that frames nothing")
    func bytesInName() {
        let name = Array("Transfer-Encoding".utf8)
        for byte in UInt8.min...UInt8.max where byte != UInt8(ascii: ":") {
            for place in [0, 8, name.count] {
                let field = Array(name[..<place] + [byte] + name[place...]) + Array(": chunked".utf8)
                if ByteClass.isToken(byte) {
                    // No body then: what should have been chunks is no request.
                    var wire = Wire()
                    wire.feed(
                        Array("POST /echo HTTP/1.1\r\nHost: a\r\n".utf8) + field + Array("\r\n\r\n0\r\n\r\n".utf8)
                            + Self.clean
                    )
                    #expect(wire.statuses == [200, 400] && !wire.seen.contains("GET /clean"))
                } else {
                    #expect(isRefused(field), "byte \(byte) at \(place)")
                }
            }
        }
    }

    @Test("Letter case does not matter")
    func letterCase() {
        for mask in 0..<128 {
            let value = "chunked".utf8.enumerated().map { mask >> $0 & 1 == 1 ? $1 & 0xDF : $1 }
            #expect(isChunked(Array("tRANSFER-eNCODING:".utf8) + value))
        }
    }

    @Test("Beside a Content-Length no spelling is taken, whatever the order of the two")
    func besideLength() {
        let spellings = [
            "chunked", "Chunked", " chunked", "chunked ", "\tchunked", "chunked\t", "identity", "gzip, chunked", "x",
            "",
            "chunked, identity", "\"chunked\"", "chunked;q=0",
        ]
        for length in ["0", "5", "6", "00"] {
            for value in spellings {
                let transfer = "Transfer-Encoding:\(value)"
                #expect(isRefused(Array(transfer.utf8), before: "Content-Length: \(length)\r\n"))
                #expect(isRefused(Array("Content-Length: \(length)".utf8), before: "\(transfer)\r\n"))
            }
        }
    }
}
