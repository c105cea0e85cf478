import HTTPMessage

/// Reads a `Content-Type` field (RFC 9110 section 8.3).
enum ContentTypeField {
    /// What a field names.
    enum Reading: Equatable {
        case media(MediaType)
        /// One that is taken, in a character set that is not.
        case otherCharset
        /// FHIR of another version.
        case otherFHIRVersion
        /// None, or one that is not taken.
        case none

        var media: MediaType? { if case .media(let media) = self { media } else { nil } }
    }

    /// The type that the field of a head names.
    static func media(_ head: RequestHead, among taken: [MediaType]) -> MediaType? {
        // Nearly every client sends the bare name; it is compared where it stands.
        guard let value = head.valueBytes(.contentType) else { return nil }
        return taken.first { $0.isWritten(value) } ?? media(head[.contentType], among: taken)
    }

    /// The type among those taken, or nil when the field is missing, or names another type, character set or version.
    static func media(_ value: String?, among taken: [MediaType]) -> MediaType? { read(value, among: taken).media }

    /// What the field names among those taken. All are read as UTF-8, of which US-ASCII is a part; of FHIR R4 is read.
    static func read(_ value: String?, among taken: [MediaType]) -> Reading {
        guard let value else { return .none }
        let parts = ASCIIText.split(value[...], at: ";")
        guard let media = taken.first(where: { $0.isNamed(by: parts[0]) }) else { return .none }
        for parameter in parts.dropFirst() {
            if let charset = self.value(of: "charset", parameter), !["utf-8", "us-ascii"].contains(charset) {
                return .otherCharset
            }
            if media == .fhir, let version = self.value(of: "fhirversion", parameter), !isR4(version) {
                return .otherFHIRVersion
            }
        }
        return .media(media)
    }

    /// Whether a `fhirVersion` parameter names R4 (R4 section 3.1.0.1.12).
    static func isR4(_ version: String) -> Bool { ["4.0", "4.0.0", "4.0.1"].contains(version) }

    /// The value of a parameter, in small letters and without quotation marks; nil for a parameter of another name.
    static func value(of name: String, _ parameter: Substring) -> String? {
        let lowercased = ASCIIText.lowercased(parameter)
        guard lowercased.hasPrefix(name + "=") else { return nil }
        let value = lowercased.dropFirst(name.utf8.count + 1)
        guard value.count >= 2, value.first == "\"", value.last == "\"" else { return String(value) }
        return String(value.dropFirst().dropLast())
    }
}
