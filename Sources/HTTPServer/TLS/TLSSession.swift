import COpenSSL

/// One connection's TLS. It belongs to the loop of its connection.
final class TLSSession {
    enum Handshake: Equatable {
        case done
        case notNow
        case failed(TLSFailure)
    }

    private let ssl: OpaquePointer
    /// The session as OpenSSL holds it, for what is read of it on this queue.
    var handle: OpaquePointer { ssl }
    /// Kept for the callbacks, which find it by an unretained pointer.
    private let context: TLSContext
    /// When an unfinished handshake ends.
    let deadline: UInt64

    private(set) var isEstablished = false
    /// Whether the session must write before it can go on.
    private(set) var wantsWrite = false
    private var isBroken = false

    init(_ ssl: OpaquePointer, _ context: TLSContext, deadline: UInt64) {
        self.ssl = ssl
        self.context = context
        self.deadline = deadline
    }

    deinit { SSL_free(ssl) }

    /// Whether input has been taken from the socket that `receive` has not given yet; the socket will not tell of it.
    var hasPending: Bool { isEstablished && !isBroken && SSL_has_pending(ssl) == 1 }

    func handshake() -> Handshake {
        ERR_clear_error()
        wantsWrite = false
        let result = SSL_do_handshake(ssl)
        if result == 1 {
            isEstablished = true
            return .done
        }
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ:
            return .notNow
        case SSL_ERROR_WANT_WRITE:
            wantsWrite = true
            return .notNow
        default:
            isBroken = true
            return .failed(TLSFailure(openSSL: ERR_peek_error()))
        }
    }

    /// Bytes of the client; none when it has said that it will send nothing more.
    func receive(_ buffer: UnsafeMutableRawBufferPointer) -> System.Transfer {
        ERR_clear_error()
        wantsWrite = false
        let result = SSL_read(ssl, buffer.baseAddress, Int32(buffer.count))
        return result > 0 ? .bytes(Int(result)) : transfer(result)
    }

    func send(_ bytes: UnsafeRawBufferPointer) -> System.Transfer {
        ERR_clear_error()
        wantsWrite = false
        let result = SSL_write(ssl, bytes.baseAddress, Int32(clamping: bytes.count))
        return result > 0 ? .bytes(Int(result)) : transfer(result)
    }

    private func transfer(_ result: Int32) -> System.Transfer {
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_ZERO_RETURN:
            return .bytes(0)
        case SSL_ERROR_WANT_READ:
            return .notNow
        case SSL_ERROR_WANT_WRITE:
            wantsWrite = true
            return .notNow
        default:
            // Broken records, or an end without close_notify: nothing can be trusted any more.
            isBroken = true
            return .failed(0)
        }
    }

    /// Tells the client that nothing more will come (RFC 8446, section 6.1), as far as that goes without waiting.
    func sayGoodbye() {
        guard isEstablished, !isBroken else { return }
        ERR_clear_error()
        _ = SSL_shutdown(ssl)
    }
}

/// Why a handshake failed, in a closed set that tells nothing about keys or certificates.
public enum TLSFailure: String, CaseIterable, Sendable {
    /// The client spoke something other than TLS.
    case notTLS = "not-tls"
    /// The client offers no version, suite or application protocol that the server takes.
    case nothingInCommon = "nothing-in-common"
    /// The client showed no certificate, or one that is not trusted.
    case clientCertificate = "client-certificate"
    /// The client ended the handshake, for instance because it does not trust the server's certificate.
    case endedByClient = "ended-by-client"
    /// It took too long.
    case tooSlow = "too-slow"
    case other

    init(openSSL error: UInt) {
        switch Int32(truncatingIfNeeded: error & 0x7F_FFFF) {
        case _ where error == 0: self = .endedByClient
        case SSL_R_HTTP_REQUEST, SSL_R_WRONG_VERSION_NUMBER, SSL_R_HTTPS_PROXY_REQUEST: self = .notTLS
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_NO_SHARED_CIPHER, SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM,
            SSL_R_NO_APPLICATION_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_NO_SUITABLE_KEY_SHARE:
            self = .nothingInCommon
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE, SSL_R_CERTIFICATE_VERIFY_FAILED: self = .clientCertificate
        case SSL_R_UNEXPECTED_EOF_WHILE_READING, 1000...1255: self = .endedByClient
        default: self = .other
        }
    }
}
