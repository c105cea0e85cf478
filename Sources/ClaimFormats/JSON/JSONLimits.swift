/// What the reader accepts of one document. Each bound is checked as the document is read, before anything is kept of it.
public struct JSONLimits: Sendable, Equatable {
    /// Largest document, in bytes. Default 1 MiB: a month with a thousand time entries takes about 250 KB.
    public var bytes: Int
    /// Deepest nesting, in containers. Default 32: a care month needs 4, a FHIR bundle about 12.
    public var depth: Int
    /// Most elements of one array, and most members of one object. Default 100,000.
    public var items: Int
    /// Most members that are listed as not read; the rest are passed over in silence. Default 100.
    public var unreadMembers: Int

    public init(bytes: Int = 1 << 20, depth: Int = 32, items: Int = 100_000, unreadMembers: Int = 100) {
        self.bytes = bytes
        self.depth = depth
        self.items = items
        self.unreadMembers = unreadMembers
    }
}
