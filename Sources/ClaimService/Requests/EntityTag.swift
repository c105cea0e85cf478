/// Entity tags (RFC 9110 section 8.8.3).
enum EntityTag {
    /// A strong tag of these bytes: their FNV-1a digest, 64 bits, which tells versions of a document apart.
    static func of(_ bytes: [UInt8]) -> String {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { digest = (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let hexadecimal = String(digest, radix: 16)
        return "\"" + String(repeating: "0", count: 16 - hexadecimal.count) + hexadecimal + "\""
    }

    /// Whether an `If-None-Match` field names the tag, compared weakly (RFC 9110 section 13.1.2).
    static func matches(_ field: String, _ etag: String) -> Bool {
        let members = ASCIIText.split(field[...], at: ",")
        return members == ["*"] || members.contains { $0 == etag || $0 == "W/" + etag }
    }
}
