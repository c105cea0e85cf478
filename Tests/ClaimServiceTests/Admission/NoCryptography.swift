import Access

/// Not what a library of cryptography does: the digest is the beginning of the text. Who the caller is, is all that counts here.
struct NoCryptography: Cryptography {
    func sha256(_ bytes: [UInt8]) -> Digest {
        Digest(Array((bytes + [UInt8](repeating: 0, count: Digest.length)).prefix(Digest.length)))!
    }

    func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> Digest { sha256(key + bytes) }

    func verifier(_ key: PublicKey) -> (any SignatureVerifier)? { nil }
}
