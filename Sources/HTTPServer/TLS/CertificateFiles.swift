import COpenSSL
import Glibc

/// Reads certificates, keys and authorities into OpenSSL's contexts, and says what is wrong with them.
///
/// What OpenSSL says of a file is of its form, never of its content.
enum CertificateFiles {
    static func load(
        _ identity: TLSConfiguration.Identity,
        _ index: Int,
        into context: OpaquePointer
    ) throws(ServerError) {
        let certificate = "the certificate in \(identity.certificateFile)"
        try checkReadable(identity.certificateFile, .certificate, index, certificate)
        guard SSL_CTX_use_certificate_chain_file(context, identity.certificateFile) == 1 else {
            throw ServerError(.unusableCertificate, of: .certificate, index: index, certificate, reason: reason)
        }
        // What cannot be read may be the key itself, given where its path belongs.
        try checkReadable(identity.keyFile, .key, index, "the key for \(certificate)")
        let key = "the key in \(identity.keyFile)"
        var isEncrypted = false
        let result = withUnsafeMutablePointer(to: &isEncrypted) { flag in
            // Without this OpenSSL asks at the terminal for the word that opens an encrypted key.
            SSL_CTX_set_default_passwd_cb_userdata(context, flag)
            SSL_CTX_set_default_passwd_cb(context) { _, _, _, flag in
                flag?.assumingMemoryBound(to: Bool.self).pointee = true
                return -1
            }
            defer { SSL_CTX_set_default_passwd_cb_userdata(context, nil) }
            return SSL_CTX_use_PrivateKey_file(context, identity.keyFile, SSL_FILETYPE_PEM)
        }
        guard result == 1 else {
            let error = Int32(truncatingIfNeeded: ERR_peek_error() & 0x7F_FFFF)
            if error == X509_R_KEY_VALUES_MISMATCH || error == X509_R_KEY_TYPE_MISMATCH {
                let reason = "it is not the key of the certificate in \(identity.certificateFile)"
                throw ServerError(.keyMismatch, of: .key, index: index, key, reason: reason)
            }
            let reason = isEncrypted ? "it is encrypted; give it without a passphrase" : reason
            throw ServerError(.unusableKey, of: .key, index: index, key, reason: reason)
        }
    }

    static func trust(
        _ configuration: TLSConfiguration,
        in context: OpaquePointer
    ) throws(ServerError) {
        let file: String
        var mode = SSL_VERIFY_PEER
        switch configuration.clientCertificates {
        case .off: return
        case .optional(let authorities): file = authorities
        case .required(let authorities):
            file = authorities
            mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT
        }
        let authorities = "the authorities in \(file)"
        try checkReadable(file, .authorities, nil, authorities)
        guard SSL_CTX_load_verify_file(context, file) == 1, let names = SSL_load_client_CA_file(file) else {
            throw ServerError(.unusableAuthorities, of: .authorities, authorities, reason: reason)
        }
        SSL_CTX_set_client_CA_list(context, names)
        SSL_CTX_set_verify(context, mode, nil)
        if let file = configuration.revocationsFile {
            let revocations = "the revocations in \(file)"
            try checkReadable(file, .revocations, nil, revocations)
            guard copenssl_revoke(context, file) == 1 else {
                throw ServerError(.unusableRevocations, of: .revocations, revocations, reason: reason)
            }
        }
        // A session that began with a certificate may only be resumed by this server.
        let name: [UInt8] = Array("http".utf8)
        SSL_CTX_set_session_id_context(context, name, UInt32(name.count))
    }

    /// Why clients will not trust the certificate today; nil when its time is right.
    static func outOfDate(_ context: OpaquePointer) -> TLSNote.Reason? {
        guard let certificate = SSL_CTX_get0_certificate(context) else { return nil }
        // Negative for a time that is past.
        if X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0 { return .expired }
        if X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0 { return .notYetValid }
        return nil
    }

    /// Why clients of some authority are all refused today: its list of revocations is out of date, and the file has no other
    /// that is not. Nil when no authority's is.
    static func outOfDateRevocations(_ context: OpaquePointer) -> TLSNote.Reason? {
        switch copenssl_revocations_out_of_date(context) {
        case 0: nil
        case ..<0: .expired
        default: .notYetValid
        }
    }

    /// OpenSSL says of a file it cannot open only that there was a system error.
    private static func checkReadable(
        _ file: String,
        _ kind: CertificateFault.File,
        _ index: Int?,
        _ name: String
    ) throws(ServerError) {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 { throw ServerError(.unreadableFile, of: kind, index: index, errno: errno, name) }
        var status = stat()
        let result = fstat(descriptor, &status)
        close(descriptor)
        guard result == 0, status.st_mode & S_IFMT != S_IFDIR else {
            throw ServerError(.unreadableFile, of: kind, index: index, errno: EISDIR, name)
        }
        ERR_clear_error()
    }

    private static var reason: String { TLSContext.reason }
}
