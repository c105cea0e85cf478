public import Access
import COpenSSL

/// OpenSSL's libcrypto as the access rules use it.
public struct LibCryptography: Cryptography {
    public init() {}

    public func sha256(_ bytes: [UInt8]) -> Digest {
        var digest = [UInt8](repeating: 0, count: Digest.length)
        let done = SHA256(bytes, bytes.count, &digest)
        guard done != nil, let digest = Digest(digest) else { preconditionFailure("SHA-256 always gives 32 bytes") }
        return digest
    }

    public func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> Digest {
        var code = [UInt8](repeating: 0, count: Digest.length)
        let done = copenssl_hmac_sha256(key, key.count, bytes, bytes.count, &code)
        guard done == 1, let code = Digest(code) else { preconditionFailure("HMAC with SHA-256 always gives 32 bytes") }
        return code
    }

    public func verifier(_ key: PublicKey) -> (any SignatureVerifier)? { KeyHandle(key) }
}
