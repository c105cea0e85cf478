import COpenSSL
import Synchronization

/// The keys that seal session tickets: the newest seals, and older ones open what they sealed until that is over.
///
/// A key seals for half of a ticket's lifetime and opens for one lifetime more, so there are three at a time and none
/// is older than one and a half lifetimes; then it is wiped, and what it sealed is beyond recovery.
final class TicketKeys: Sendable {
    static let generations = 3

    private struct State {
        /// Newest first.
        var keys: [TicketKey]
        var renewAt: UInt64
    }

    private let period: UInt64
    /// Fetched once: OpenSSL looks an algorithm up anew each time it is named.
    let algorithms = TicketAlgorithms()
    private let state: Mutex<State>

    init(_ configuration: TLSConfiguration, now: UInt64) {
        period = UInt64(max(1, configuration.ticketLifetime / .nanoseconds(2)))
        state = Mutex(State(keys: TicketKey().map { [$0] } ?? [], renewAt: now + period))
    }

    /// Begins to seal with a new key when the newest has had its time.
    func renewIfDue(_ now: UInt64) {
        state.withLock { state in
            guard now >= state.renewAt else { return }
            let missed = (now - state.renewAt) / period
            // After a long pause no key is young enough to keep.
            if missed >= Self.generations { state.keys = [] }
            state.renewAt = now + period
            guard let key = TicketKey() else { return }
            state.keys = [key] + state.keys.prefix(Self.generations - 1)
        }
    }

    /// Makes every ticket so far worthless.
    func replaceAll(_ now: UInt64) {
        state.withLock { state in
            state.keys = TicketKey().map { [$0] } ?? []
            state.renewAt = now + period
        }
    }

    var newest: TicketKey? { state.withLock { $0.keys.first } }

    /// The key of this name, and whether it is the newest.
    func key(named name: UnsafePointer<UInt8>) -> (key: TicketKey, isNewest: Bool)? {
        state.withLock { state in
            state.keys.firstIndex { $0.hasName(name) }.map { (state.keys[$0], $0 == 0) }
        }
    }
}

/// One key of tickets: a name, a key for AES-256-CBC and one for HMAC with SHA-256, which are what OpenSSL's form of a
/// ticket asks for (RFC 5077, section 4).
///
/// The bytes behind the pointer are written by the initialiser and only read until they are wiped.
final class TicketKey: Sendable {
    static let nameCount = 16
    private static let cipherCount = 32
    private static let macCount = 32
    private static let count = nameCount + cipherCount + macCount

    private let memory = CPointer<UnsafeMutablePointer<UInt8>>(.allocate(capacity: count))
    private var bytes: UnsafeMutablePointer<UInt8> { memory.pointer }

    /// Nil when there is no randomness to be had.
    init?() {
        guard RAND_priv_bytes(bytes, Int32(Self.count)) == 1 else { return nil }
    }

    deinit {
        OPENSSL_cleanse(bytes, Self.count)
        bytes.deallocate()
    }

    func hasName(_ name: UnsafePointer<UInt8>) -> Bool {
        UnsafeBufferPointer(start: bytes, count: Self.nameCount)
            .elementsEqual(UnsafeBufferPointer(start: name, count: Self.nameCount))
    }

    func copyName(to name: UnsafeMutablePointer<UInt8>) { name.update(from: bytes, count: Self.nameCount) }

    /// Sets OpenSSL's contexts up to seal or to open; false when it refuses.
    func prepare(
        _ cipher: OpaquePointer,
        _ mac: OpaquePointer,
        _ iv: UnsafeMutablePointer<UInt8>,
        _ algorithms: TicketAlgorithms,
        toSeal: Bool
    ) -> Bool {
        let cipherKey = bytes + Self.nameCount
        return EVP_CipherInit_ex2(cipher, algorithms.cipher, cipherKey, iv, toSeal ? 1 : 0, nil) == 1
            && copenssl_key_sha256_mac(mac, cipherKey + Self.cipherCount, Self.macCount) == 1
    }
}

/// The cipher of tickets as OpenSSL holds it: a pointer that is never changed, to what OpenSSL counts references of.
final class TicketAlgorithms: Sendable {
    private let handle = CPointer(EVP_CIPHER_fetch(nil, "AES-256-CBC", nil))
    var cipher: OpaquePointer? { handle.pointer }

    deinit { EVP_CIPHER_free(cipher) }
}

extension TicketKeys {
    static let ivCount = 16

    /// What OpenSSL calls to seal or to open a ticket: 1 done, 2 done and a new ticket is due, 0 unknown key, -1 failed.
    static let callback: copenssl_ticket_callback = { ssl, name, iv, cipher, mac, toSeal in
        guard let ssl, let this = copenssl_ticket_argument(ssl), let name, let iv, let cipher, let mac else {
            return -1
        }
        let keys = Unmanaged<TicketKeys>.fromOpaque(this).takeUnretainedValue()
        if toSeal == 1 {
            guard let key = keys.newest, RAND_bytes(iv, Int32(ivCount)) == 1 else { return -1 }
            key.copyName(to: name)
            return key.prepare(cipher, mac, iv, keys.algorithms, toSeal: true) ? 1 : -1
        }
        guard let (key, isNewest) = keys.key(named: name) else { return 0 }
        guard key.prepare(cipher, mac, iv, keys.algorithms, toSeal: false) else { return -1 }
        // With TLS 1.3 a ticket is for one use, so that two connections cannot be told to be of one client (RFC 8446,
        // appendix C.4).
        return !isNewest || SSL_version(ssl) == TLS1_3_VERSION ? 2 : 1
    }
}
