/// The name of a header field: a token (RFC 9110, section 5.1), compared without regard to letter case.
public struct FieldName: Sendable {
    /// The name in the letter case it was made with, which is the case it is sent in.
    public let name: String

    /// A digest of the lower-cased name, so that most unequal names differ in one comparison.
    let digest: UInt32

    /// Makes a name, or nil when the text is empty or is not a token.
    public init?(_ name: String) {
        guard !name.isEmpty, name.utf8.allSatisfy({ ByteClass.isToken($0) }) else { return nil }
        self.init(checked: name)
    }

    init(checked name: String) {
        self.name = name
        var digest = Self.digestSeed
        for byte in name.utf8 { digest = Self.digest(digest, adding: ByteClass.lowercased(byte)) }
        self.digest = digest
    }

    /// One bit for each digest: where it is not set among those of some names, this name is not one of them.
    @inline(__always)
    var bit: UInt64 { Self.bit(digest) }

    @inline(__always)
    static func bit(_ digest: UInt32) -> UInt64 { 1 &<< UInt64(digest & 63) }

    static let digestSeed: UInt32 = 2_166_136_261

    @inline(__always)
    static func digest(_ digest: UInt32, adding lowercased: UInt8) -> UInt32 {
        (digest ^ UInt32(lowercased)) &* 16_777_619
    }
}

extension FieldName: Hashable {
    public static func == (left: FieldName, right: FieldName) -> Bool {
        left.digest == right.digest && left.name.utf8.count == right.name.utf8.count
            && zip(left.name.utf8, right.name.utf8).allSatisfy {
                ByteClass.lowercased($0) == ByteClass.lowercased($1)
            }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(digest)
    }
}

/// Some names of header fields, to ask of a request in one look whether it has any of them.
public struct FieldNameBits: Sendable {
    let bits: UInt64

    public init(_ names: [FieldName]) {
        bits = names.reduce(0) { $0 | $1.bit }
    }
}

extension FieldName: CustomStringConvertible {
    public var description: String { name }
}

extension FieldName {
    public static let accept = FieldName(checked: "Accept")
    public static let acceptEncoding = FieldName(checked: "Accept-Encoding")
    public static let allow = FieldName(checked: "Allow")
    public static let authorization = FieldName(checked: "Authorization")
    public static let cacheControl = FieldName(checked: "Cache-Control")
    public static let connection = FieldName(checked: "Connection")
    public static let contentEncoding = FieldName(checked: "Content-Encoding")
    public static let contentLength = FieldName(checked: "Content-Length")
    public static let contentType = FieldName(checked: "Content-Type")
    public static let date = FieldName(checked: "Date")
    public static let etag = FieldName(checked: "ETag")
    public static let expect = FieldName(checked: "Expect")
    public static let host = FieldName(checked: "Host")
    public static let ifMatch = FieldName(checked: "If-Match")
    public static let ifNoneMatch = FieldName(checked: "If-None-Match")
    public static let link = FieldName(checked: "Link")
    public static let location = FieldName(checked: "Location")
    public static let retryAfter = FieldName(checked: "Retry-After")
    public static let server = FieldName(checked: "Server")
    public static let trailer = FieldName(checked: "Trailer")
    public static let transferEncoding = FieldName(checked: "Transfer-Encoding")
    public static let upgrade = FieldName(checked: "Upgrade")
    public static let userAgent = FieldName(checked: "User-Agent")
    public static let vary = FieldName(checked: "Vary")
    public static let xContentTypeOptions = FieldName(checked: "X-Content-Type-Options")
    public static let xRequestID = FieldName(checked: "X-Request-ID")
    public static let traceparent = FieldName(checked: "traceparent")
}
