import ClaimFormats

/// A document that is the same until the service is replaced, with its entity tag.
struct StaticDocument: Sendable {
    let media: MediaType
    let bytes: [UInt8]
    let etag: String

    init(_ media: MediaType, _ bytes: [UInt8]) {
        self.media = media
        self.bytes = bytes
        etag = EntityTag.of(bytes)
    }

    /// A JSON document on one line.
    init(json write: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        write(&writer)
        writer.endLine()
        self.init(.json, writer.bytes)
    }

    init(text: String) { self.init(.text, Array(text.utf8)) }

    var reply: Reply { Reply(media: media, body: bytes, caching: .revalidate(etag: etag)) }
}
