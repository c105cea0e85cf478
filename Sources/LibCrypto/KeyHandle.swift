import Access
import COpenSSL

/// A public key as OpenSSL holds it.
///
/// Unchecked Sendable: the pointer is set once and the key behind it is only read after that. Every verification has a
/// context of its own, and OpenSSL counts the key's references in a way that is safe from several threads.
final class KeyHandle: SignatureVerifier, @unchecked Sendable {
    private let key: OpaquePointer

    /// Nil when it is no key that OpenSSL takes, for instance no point of its curve.
    init?(_ key: PublicKey) {
        let handle: OpaquePointer?
        switch key {
        case .rsa(let modulus, let exponent):
            handle = copenssl_rsa_key(modulus, Int32(modulus.count), exponent, Int32(exponent.count))
        case .elliptic(let curve, let x, let y):
            let point = [0x04] + x + y
            handle = copenssl_ec_key(curve.rawValue, point, point.count)
        }
        ERR_clear_error()
        guard let handle else { return nil }
        self.key = handle
    }

    deinit { EVP_PKEY_free(key) }

    func verifies(_ signature: [UInt8], of message: [UInt8], _ algorithm: SignatureAlgorithm) -> Bool {
        let digest =
            switch algorithm {
            case .rs256, .es256: "SHA256"
            case .rs384, .es384: "SHA384"
            }
        return copenssl_verifies(key, digest, signature, signature.count, message, message.count) == 1
    }
}
