import COpenSSL

/// Certificates, keys and ticket keys as OpenSSL holds them. A reload makes a new one; connections keep theirs.
///
/// OpenSSL's contexts are set up here and afterwards only read, by calls that OpenSSL declares safe from several threads.
final class TLSContext: Sendable {
    /// What OpenSSL has allocated, given back with the last reference.
    private final class Handles: Sendable {
        /// One context for each identity, in the order of the configuration.
        let contexts: [CPointer<OpaquePointer>]
        let method: CPointer<OpaquePointer>

        /// Nil without memory.
        init?(count: Int) {
            guard let method = copenssl_make_method() else { return nil }
            self.method = CPointer(method)
            contexts = (0..<count).compactMap { _ in SSL_CTX_new(TLS_server_method()).map { CPointer($0) } }
            if contexts.count < count { return nil }
        }

        deinit {
            for context in contexts { SSL_CTX_free(context.pointer) }
            BIO_meth_free(method.pointer)
        }
    }

    private let handles: Handles
    private let ticketKeys: TicketKeys
    /// What is to be said about the certificates and the revocations.
    let notes: [TLSNote]

    private var contexts: [CPointer<OpaquePointer>] { handles.contexts }

    init(_ configuration: TLSConfiguration, ticketKeys: TicketKeys) throws(ServerError) {
        guard !configuration.identities.isEmpty else { throw ServerError(.missing, "no certificate was given") }
        ERR_clear_error()
        guard let handles = Handles(count: configuration.identities.count) else {
            throw ServerError(.library, "setting up TLS", reason: Self.reason)
        }
        var notes: [TLSNote] = []
        for (index, identity) in configuration.identities.enumerated() {
            ERR_clear_error()
            let context = handles.contexts[index].pointer
            let minimum = configuration.minimumVersion == .tls13 ? TLS1_3_VERSION : TLS1_2_VERSION
            let lifetime = Int(configuration.ticketLifetime / .seconds(1))
            guard copenssl_harden(context, minimum, lifetime) == 1 else {
                throw ServerError(.library, "setting up TLS", reason: Self.reason)
            }
            // Unretained: this object, which every session keeps alive, keeps the keys.
            copenssl_on_ticket(context, TicketKeys.callback, Unmanaged.passUnretained(ticketKeys).toOpaque())
            try CertificateFiles.load(identity, index, into: context)
            if let reason = CertificateFiles.outOfDate(context) {
                notes.append(.certificate(index, file: identity.certificateFile, reason))
            }
            try CertificateFiles.trust(configuration, in: context)
            SSL_CTX_set_alpn_select_cb(context, Self.selectProtocol, nil)
        }
        if let file = configuration.revocationsFile,
            let reason = CertificateFiles.outOfDateRevocations(handles.contexts[0].pointer)
        {
            notes.append(.revocations(file: file, reason))
        }
        self.handles = handles
        self.ticketKeys = ticketKeys
        self.notes = notes
        if contexts.count > 1 {
            // Unretained: every session keeps its context alive.
            let this = Unmanaged.passUnretained(self).toOpaque()
            for context in contexts { copenssl_on_server_name(context.pointer, Self.selectIdentity, this) }
        }
    }

    /// A session for an accepted socket, which it uses and does not own; nil when there is no memory.
    func makeSession(_ descriptor: Int32, deadline: UInt64) -> TLSSession? {
        guard let ssl = SSL_new(contexts[0].pointer) else { return nil }
        guard copenssl_attach(ssl, handles.method.pointer, descriptor) == 1 else {
            SSL_free(ssl)
            return nil
        }
        SSL_set_accept_state(ssl)
        return TLSSession(ssl, self, deadline: deadline)
    }

    /// What OpenSSL has just complained of, in its words.
    static var reason: String {
        ERR_reason_error_string(ERR_peek_error()).map { String(cString: $0) } ?? "not usable"
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
            for candidate in context.contexts.map(\.pointer) {
                guard let certificate = SSL_CTX_get0_certificate(candidate) else { continue }
                if X509_check_host(certificate, name, 0, 0, nil) == 1 {
                    SSL_set_SSL_CTX(ssl, candidate)
                    return SSL_TLSEXT_ERR_OK
                }
            }
            return SSL_TLSEXT_ERR_NOACK
        }
}
