extension RequestParser {
    /// Field lines up to the empty line, then what they say together about framing (RFC 9112, sections 5 and 6).
    func parseFields(_ input: Span<UInt8>, _ cursor: inout Cursor, _ head: inout RequestHead) -> Stop? {
        var framing = FramingFields()
        while true {
            if cursor.index >= input.count { return .needsMore }
            if input[cursor.index] == UInt8(ascii: "\r") {
                if let stop = Self.lineEnd(input, &cursor) { return stop }
                return framing.apply(to: &head).map(Stop.refusal)
            }
            if head.fields.count >= limits.fieldCount { return .refusal(.fieldsTooLarge) }
            if let stop = parseField(input, &cursor, &head, &framing) { return stop }
        }
    }

    /// `field-name ":" OWS field-value OWS CRLF` (RFC 9112, section 5): no space before the colon, no folded lines.
    @inline(__always)
    private func parseField(
        _ input: Span<UInt8>,
        _ cursor: inout Cursor,
        _ head: inout RequestHead,
        _ framing: inout FramingFields
    ) -> Stop? {
        let count = input.count
        let nameStart = cursor.index
        var index = nameStart
        var digest = FieldName.digestSeed
        while index < count {
            let lowercased = ByteClass.lowercasedToken(input[unchecked: index])
            guard lowercased != 0 else { break }
            digest = FieldName.digest(digest, adding: lowercased)
            index += 1
        }
        if index == count { return .needsMore }
        guard index > nameStart, input[unchecked: index] == UInt8(ascii: ":") else { return .malformed }
        let name = nameStart..<index
        index += 1

        while index < count, Self.isSpace(input[unchecked: index]) { index += 1 }
        let valueStart = index
        index = Self.endOfValue(input, from: index)
        var valueEnd = index
        cursor.index = index
        if let stop = Self.lineEnd(input, &cursor) { return stop }
        while valueEnd > valueStart, Self.isSpace(input[unchecked: valueEnd - 1]) { valueEnd -= 1 }

        head.names |= FieldName.bit(digest)
        head.fields.append(
            RequestHead.Field(
                digest: digest,
                name: Int32(truncatingIfNeeded: nameStart),
                value: Int32(truncatingIfNeeded: valueStart),
                nameLength: Int32(truncatingIfNeeded: name.count),
                valueLength: Int32(truncatingIfNeeded: valueEnd - valueStart)
            )
        )
        framing.read(name: input.extracting(name), value: input.extracting(valueStart..<valueEnd))
        return nil
    }

    /// The first byte from `start` on that a field value cannot hold: eight bytes at a time while there are eight that it
    /// can, since values are most of a head.
    @inline(__always)
    private static func endOfValue(_ input: Span<UInt8>, from start: Int) -> Int {
        var index = start
        let bytes = input.bytes
        while index + 8 <= input.count {
            let word = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
            // Bytes below 0x20, and bytes that are 0x7F, leave their highest bit set. So may bytes after the first such
            // byte, of which nothing is asked.
            let controls = (word &- 0x2020_2020_2020_2020) & ~word
            let deletes = word ^ 0x7F7F_7F7F_7F7F_7F7F
            let deleted = (deletes &- 0x0101_0101_0101_0101) & ~deletes
            let ends = UInt64(littleEndian: controls | deleted) & 0x8080_8080_8080_8080
            if ends != 0 {
                index += ends.trailingZeroBitCount >> 3
                break
            }
            index += 8
        }
        while index < input.count, ByteClass.isFieldValue(input[unchecked: index]) { index += 1 }
        return index
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
