import HTTPMessage

/// Reads a `Content-Type` field (RFC 9110 section 8.3).
enum ContentTypeField {
    /// The type that the field of a head names.
    static func media(_ head: RequestHead, among taken: [MediaType]) -> MediaType? {
        // Nearly every client sends the bare name; it is compared where it stands.
        guard let value = head.valueBytes(.contentType) else { return nil }
        return taken.first { $0.isWritten(value) } ?? media(head[.contentType], among: taken)
    }

    /// The type among those taken, or nil when the field is missing, names another type, or names a character set other
    /// than UTF-8.
    static func media(_ value: String?, among taken: [MediaType]) -> MediaType? {
        guard let value else { return nil }
        if let media = taken.first(where: { $0.rawValue == value }) { return media }
        let parts = ASCIIText.split(value[...], at: ";")
        guard let media = taken.first(where: { $0.isNamed(by: parts[0]) }) else { return nil }
        for parameter in parts.dropFirst() {
            let lowercased = ASCIIText.lowercased(parameter)
            guard lowercased.hasPrefix("charset=") else { continue }
            let charset = lowercased.dropFirst("charset=".count)
            guard charset == "utf-8" || charset == "\"utf-8\"" else { return nil }
        }
        return media
    }
}
