import Access
import COpenSSL
import Synchronization

/// A public key as OpenSSL holds it, and which signatures it has lately found to be good.
///
/// A client sends one token many times, and a signature of a curve takes longer to verify than a claim takes to judge. So
/// the digest of what was good is remembered; what the token says is looked at each time all the same.
///
/// Unchecked Sendable: the pointer is set once and the key behind it is only read after that. Every verification has a
/// context of its own, and OpenSSL counts the key's references in a way that is safe from several threads.
final class KeyHandle: SignatureVerifier, @unchecked Sendable {
    /// How many good signatures are remembered for a key. When there are more, all are forgotten and verified anew.
    static let rememberedSignatures = 1024

    private let key: OpaquePointer
    private let good = Mutex<Set<Digest>>([])

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

    /// How many good signatures are remembered now.
    var rememberedCount: Int { good.withLock { $0.count } }

    func verifies(_ signature: [UInt8], of message: [UInt8], _ algorithm: SignatureAlgorithm) -> Bool {
        // The signature's length first, so that nothing can be taken for a part of the other.
        let length = withUnsafeBytes(of: UInt64(signature.count).littleEndian) { Array($0) }
        let whole = LibCryptography().sha256(Array(algorithm.rawValue.utf8) + length + signature + message)
        if good.withLock({ $0.contains(whole) }) { return true }
        let digest =
            switch algorithm {
            case .rs256, .es256: "SHA256"
            case .rs384, .es384: "SHA384"
            }
        guard copenssl_verifies(key, digest, signature, signature.count, message, message.count) == 1 else {
            return false
        }
        good.withLock { good in
            if good.count >= Self.rememberedSignatures { good.removeAll(keepingCapacity: true) }
            good.insert(whole)
        }
        return true
    }
}
