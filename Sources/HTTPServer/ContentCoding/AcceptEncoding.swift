/// What a client says about codings it takes (RFC 9110, section 12.5.3).
///
/// Read from bytes without making text, because nearly every client sends the field with every request.
enum AcceptEncoding {
    /// Whether gzip is accepted, and not less than sending the body as it is.
    static func prefersGzip(_ field: ArraySlice<UInt8>) -> Bool {
        var gzip: Int?
        var identity: Int?
        var any: Int?
        var rest = field
        while !rest.isEmpty {
            let member = rest.prefix { $0 != UInt8(ascii: ",") }
            rest = rest[member.endIndex...].dropFirst()
            let name = trimmed(member.prefix { $0 != UInt8(ascii: ";") })
            let weight = quality(trimmed(member.drop { $0 != UInt8(ascii: ";") }.dropFirst()))
            if equals(name, "gzip") || equals(name, "x-gzip") {
                gzip = weight
            } else if equals(name, "identity") {
                identity = weight
            } else if equals(name, "*") {
                any = weight
            }
        }
        let weight = gzip ?? any ?? 0
        return weight > 0 && weight >= identity ?? 0
    }

    /// A weight, `q=0.5`, in thousandths: 1000 where there is none, 0 for anything that is not one.
    private static func quality(_ text: ArraySlice<UInt8>) -> Int {
        if text.isEmpty { return 1000 }
        let bytes = Array(text)
        guard (3...7).contains(bytes.count), bytes[0] | 0x20 == UInt8(ascii: "q"), bytes[1] == UInt8(ascii: "="),
            bytes[2] == UInt8(ascii: "0") || bytes[2] == UInt8(ascii: "1"),
            bytes.count == 3 || bytes[3] == UInt8(ascii: ".")
        else { return 0 }
        var weight = Int(bytes[2] - 0x30) * 1000
        for (digit, unit) in zip(bytes.dropFirst(4), [100, 10, 1]) {
            guard digit &- 0x30 < 10 else { return 0 }
            weight += Int(digit - 0x30) * unit
        }
        return min(1000, weight)
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let first = text.first, first == 0x20 || first == 0x09 { text.removeFirst() }
        while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
        return text
    }

    private static func equals(_ text: ArraySlice<UInt8>, _ lowercase: StaticString) -> Bool {
        guard text.count == lowercase.utf8CodeUnitCount else { return false }
        for (offset, byte) in text.enumerated() {
            let lowered = byte &- 0x41 < 26 ? byte | 0x20 : byte
            if lowered != lowercase.utf8Start[offset] { return false }
        }
        return true
    }
}
