extension RequestHead {
    /// Makes a head without a client, for tests of handlers and routers.
    ///
    /// The target is origin-form (`/path?query`) or `*`; it and the values are taken as they are.
    public init(
        method: RequestMethod = .get,
        target text: String = "/",
        fields list: [(FieldName, String)] = [],
        framing: Framing = .none,
        version: HTTPVersion = .http11
    ) {
        self.init()
        self.method = method
        self.version = version
        self.framing = framing
        wantsKeepAlive = version == .http11
        bytes = Array(text.utf8)
        target = bytes.indices
        let mark = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
        pathRange = bytes.startIndex..<mark
        queryRange = mark < bytes.endIndex ? mark + 1..<bytes.endIndex : nil
        for (name, value) in list {
            let start = bytes.count
            names |= name.bit
            bytes += name.name.utf8
            let middle = bytes.count
            bytes += value.utf8
            fields.append(
                Field(
                    digest: name.digest,
                    name: Int32(start),
                    value: Int32(middle),
                    nameLength: Int32(middle - start),
                    valueLength: Int32(bytes.count - middle)
                )
            )
        }
    }
}
