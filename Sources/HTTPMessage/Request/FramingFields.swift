/// Gathers the fields that say where a message ends and what becomes of its connection.
struct FramingFields {
    private enum Transfer {
        case absent
        case chunked
        case unknownThenChunked
        case invalid
    }

    private enum Length {
        case absent
        case bytes(Int)
        case invalid
    }

    private var hostCount = 0
    private var isHostValid = true
    private var length = Length.absent
    private var transfer = Transfer.absent
    private var closes = false
    private var keepsAlive = false
    private var expectsContinue = false
    private var expectsOther = false

    init() {}

    /// Takes notice of one field line, if it is one of those that matter here.
    @inline(__always)
    mutating func read(name: Span<UInt8>, value: Span<UInt8>) {
        switch name.count {
        case 4 where name.isToken("host"):
            hostCount += 1
            isHostValid = isHostValid && HostSyntax.isValid(value)
        case 6 where name.isToken("expect"):
            readExpect(value)
        case 10 where name.isToken("connection"):
            readConnection(value)
        case 14 where name.isToken("content-length"):
            readLength(value)
        case 17 where name.isToken("transfer-encoding"):
            readTransfer(value)
        default:
            break
        }
    }

    /// Sets framing and persistence in the head, or says why the request cannot be taken.
    ///
    /// Anything about framing that two recipients could read differently is refused (RFC 9112, sections 6.3 and 11.2).
    func apply(to head: inout RequestHead) -> Refusal? {
        if hostCount > 1 || !isHostValid || (hostCount == 0 && head.version == .http11) { return .invalidHost }
        switch (transfer, length) {
        case (.absent, .absent), (.absent, .bytes(0)):
            head.framing = .none
        case (.absent, .bytes(let count)):
            head.framing = .length(count)
        case (.chunked, .absent) where head.version == .http11:
            head.framing = .chunked
        case (.unknownThenChunked, .absent) where head.version == .http11:
            return .transferCodingNotImplemented
        default:
            return .ambiguousFraming
        }
        head.wantsKeepAlive = !closes && (head.version == .http11 || keepsAlive)
        // HTTP/1.0 knows no expectations; a server must ignore them there (RFC 9110, section 10.1.1).
        if expectsOther, head.version == .http11 { return .expectationFailed }
        head.expectsContinue = expectsContinue && head.version == .http11 && head.framing != .none
        return nil
    }

    private mutating func readExpect(_ value: Span<UInt8>) {
        Self.forEachMember(value) { member in
            if member.equalsLowercased("100-continue") {
                expectsContinue = true
            } else {
                expectsOther = true
            }
        }
    }

    private mutating func readConnection(_ value: Span<UInt8>) {
        // What nearly every client says that says anything.
        if value.equalsLowercased("keep-alive") {
            keepsAlive = true
            return
        }
        Self.forEachMember(value) { member in
            if member.equalsLowercased("close") {
                closes = true
            } else if member.equalsLowercased("keep-alive") {
                keepsAlive = true
            }
        }
    }

    /// One field line, digits only, and no number that does not fit (RFC 9110, section 8.6).
    private mutating func readLength(_ value: Span<UInt8>) {
        guard case .absent = length, value.count > 0 else {
            length = .invalid
            return
        }
        var total = 0
        for index in 0..<value.count {
            let digit = value[index] &- 0x30
            let (product, overflow) = total.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(digit))
            guard digit < 10, !overflow, !carry else {
                length = .invalid
                return
            }
            total = sum
        }
        length = .bytes(total)
    }

    /// One field line. `chunked` alone is read; other codings before a last `chunked` are known of but not read;
    /// everything else leaves the length unknown (RFC 9112, sections 6.1 and 6.3).
    private mutating func readTransfer(_ value: Span<UInt8>) {
        guard case .absent = transfer else {
            transfer = .invalid
            return
        }
        if value.equalsLowercased("chunked") {
            transfer = .chunked
            return
        }
        var sawChunked = false
        var isValid = true
        var start = 0
        while isValid, start <= value.count {
            var end = start
            while end < value.count, value[end] != UInt8(ascii: ",") { end += 1 }
            let member = value.extracting(Self.trimmed(value, start..<end))
            isValid = !sawChunked && Self.isToken(member)
            sawChunked = member.equalsLowercased("chunked")
            start = end + 1
        }
        transfer = isValid && sawChunked ? .unknownThenChunked : .invalid
    }

    private static func isToken(_ text: Span<UInt8>) -> Bool {
        for index in 0..<text.count where !ByteClass.isToken(text[index]) { return false }
        return text.count > 0
    }

    private static func trimmed(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, text[start] == UInt8(ascii: " ") || text[start] == UInt8(ascii: "\t") { start += 1 }
        while end > start, text[end - 1] == UInt8(ascii: " ") || text[end - 1] == UInt8(ascii: "\t") { end -= 1 }
        return start..<end
    }

    private static func forEachMember(_ value: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
        var start = 0
        while start <= value.count {
            var end = start
            while end < value.count, value[end] != UInt8(ascii: ",") { end += 1 }
            let member = value.extracting(trimmed(value, start..<end))
            if member.count > 0 { body(member) }
            start = end + 1
        }
    }
}
