import COpenSSL

/// Certificates, keys and ticket keys as OpenSSL holds them. A reload makes a new one; connections keep theirs.
///
/// Unchecked Sendable around OpenSSL's contexts: they are set up here and afterwards only read, by calls that OpenSSL
/// declares safe from several threads.
final class TLSContext: @unchecked Sendable {
    /// One context for each identity, in the order of the configuration.
    private var contexts: [OpaquePointer] = []
    private let method: OpaquePointer

    init(_ configuration: TLSConfiguration) throws(ServerError) {
        guard let method = copenssl_make_method() else { throw ServerError(.certificate, "setting up TLS") }
        self.method = method
        guard !configuration.identities.isEmpty else { throw ServerError(.certificate, "no certificate was given") }
        for identity in configuration.identities {
            ERR_clear_error()
            guard let context = SSL_CTX_new(TLS_server_method()) else {
                throw ServerError(.certificate, "setting up TLS: \(Self.reason)")
            }
            contexts.append(context)
            guard copenssl_harden(context) == 1 else {
                throw ServerError(.certificate, "setting up TLS: \(Self.reason)")
            }
            try Self.load(identity, into: context)
            try Self.setUp(configuration.clientCertificates, context)
            SSL_CTX_set_alpn_select_cb(context, Self.selectProtocol, nil)
        }
        if contexts.count > 1 {
            // Unretained: every session keeps its context alive.
            let this = Unmanaged.passUnretained(self).toOpaque()
            for context in contexts { copenssl_on_server_name(context, Self.selectIdentity, this) }
        }
    }

    deinit {
        for context in contexts { SSL_CTX_free(context) }
        BIO_meth_free(method)
    }

    /// A session for an accepted socket, which it uses and does not own; nil when there is no memory.
    func makeSession(_ descriptor: Int32, deadline: UInt64) -> TLSSession? {
        guard let ssl = SSL_new(contexts[0]) else { return nil }
        guard copenssl_attach(ssl, method, descriptor) == 1 else {
            SSL_free(ssl)
            return nil
        }
        SSL_set_accept_state(ssl)
        return TLSSession(ssl, self, deadline: deadline)
    }

    private static func load(_ identity: TLSConfiguration.Identity, into context: OpaquePointer) throws(ServerError) {
        guard SSL_CTX_use_certificate_chain_file(context, identity.certificateFile) == 1 else {
            throw ServerError(.certificate, "the certificate in \(identity.certificateFile): \(reason)")
        }
        guard SSL_CTX_use_PrivateKey_file(context, identity.keyFile, SSL_FILETYPE_PEM) == 1 else {
            throw ServerError(.certificate, "the key in \(identity.keyFile): \(reason)")
        }
        guard SSL_CTX_check_private_key(context) == 1 else {
            throw ServerError(.certificate, "the key in \(identity.keyFile) is not of its certificate")
        }
    }

    private static func setUp(
        _ clients: TLSConfiguration.ClientCertificates,
        _ context: OpaquePointer
    ) throws(ServerError) {
        let file: String
        var mode = SSL_VERIFY_PEER
        switch clients {
        case .off: return
        case .optional(let authorities): file = authorities
        case .required(let authorities):
            file = authorities
            mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT
        }
        guard SSL_CTX_load_verify_file(context, file) == 1, let names = SSL_load_client_CA_file(file) else {
            throw ServerError(.certificate, "the authorities in \(file): \(reason)")
        }
        SSL_CTX_set_client_CA_list(context, names)
        SSL_CTX_set_verify(context, mode, nil)
        // A session that began with a certificate may only be resumed by this server.
        let name: [UInt8] = Array("http".utf8)
        SSL_CTX_set_session_id_context(context, name, UInt32(name.count))
    }

    private static var reason: String {
        ERR_reason_error_string(ERR_peek_last_error()).map { String(cString: $0) } ?? "not usable"
    }

    /// Takes `http/1.1` when the client offers protocols at all, and ends the handshake when it offers others only
    /// (RFC 7301, section 3.2).
    private static let selectProtocol:
        @convention(c) (
            OpaquePointer?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?, UnsafeMutablePointer<UInt8>?,
            UnsafePointer<UInt8>?, UInt32, UnsafeMutableRawPointer?
        ) -> Int32 = { _, chosen, length, offered, count, _ in
            guard let offered else { return SSL_TLSEXT_ERR_ALERT_FATAL }
            let wanted: StaticString = "http/1.1"
            var index = 0
            while index < Int(count) {
                let size = Int(offered[index])
                guard index + 1 + size <= Int(count) else { break }
                let name = UnsafeBufferPointer(start: offered + index + 1, count: size)
                if size == wanted.utf8CodeUnitCount,
                    name.elementsEqual(UnsafeBufferPointer(start: wanted.utf8Start, count: size))
                {
                    chosen?.pointee = offered + index + 1
                    length?.pointee = UInt8(size)
                    return SSL_TLSEXT_ERR_OK
                }
                index += 1 + size
            }
            return SSL_TLSEXT_ERR_ALERT_FATAL
        }

    /// Chooses the first identity whose certificate fits the name.
    private static let selectIdentity:
        @convention(c) (OpaquePointer?, UnsafeMutablePointer<Int32>?, UnsafeMutableRawPointer?) -> Int32 = {
            ssl,
            _,
            this in
            guard let ssl, let this, let name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) else {
                return SSL_TLSEXT_ERR_NOACK
            }
            let context = Unmanaged<TLSContext>.fromOpaque(this).takeUnretainedValue()
            for candidate in context.contexts {
                guard let certificate = SSL_CTX_get0_certificate(candidate) else { continue }
                if X509_check_host(certificate, name, 0, 0, nil) == 1 {
                    SSL_set_SSL_CTX(ssl, candidate)
                    return SSL_TLSEXT_ERR_OK
                }
            }
            return SSL_TLSEXT_ERR_NOACK
        }
}
