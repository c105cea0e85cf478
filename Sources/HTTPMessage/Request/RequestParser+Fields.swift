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
        while index < count, ByteClass.isToken(input[index]) {
            digest = FieldName.digest(digest, adding: ByteClass.lowercased(input[index]))
            index += 1
        }
        if index == count { return .needsMore }
        guard index > nameStart, input[index] == UInt8(ascii: ":") else { return .malformed }
        let name = nameStart..<index
        index += 1

        while index < count, Self.isSpace(input[index]) { index += 1 }
        let valueStart = index
        while index < count, ByteClass.isFieldValue(input[index]) { index += 1 }
        var valueEnd = index
        cursor.index = index
        if let stop = Self.lineEnd(input, &cursor) { return stop }
        while valueEnd > valueStart, Self.isSpace(input[valueEnd - 1]) { valueEnd -= 1 }

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

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
