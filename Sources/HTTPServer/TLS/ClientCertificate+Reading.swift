import COpenSSL
import Glibc
import HTTPMessage

/// What is read of a client's certificate.
extension TLSSession {
    /// The certificate that the client showed, in this handshake or in the one that this session resumes; nil without one.
    var clientCertificate: ClientCertificate? {
        // A chain that is not good ends the handshake; this only says so a second time.
        guard let certificate = SSL_get0_peer_certificate(handle), SSL_get_verify_result(handle) == Int(X509_V_OK)
        else {
            return nil
        }
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        var end = tm()
        guard let subject = Self.subject(certificate), X509_digest(certificate, EVP_sha256(), &digest, &count) == 1,
            ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) == 1
        else { return nil }
        return ClientCertificate(
            subject: subject,
            alternativeNames: Self.alternativeNames(certificate),
            sha256: Array(digest[..<Int(count)]),
            notAfter: timegm(&end)
        )
    }

    /// Nil for a name of unreasonable length.
    private static func subject(_ certificate: OpaquePointer) -> String? {
        guard let memory = BIO_new(BIO_s_mem()) else { return nil }
        defer { BIO_free(memory) }
        guard copenssl_print_name(memory, X509_get_subject_name(certificate)) >= 0 else { return nil }
        var text = [UInt8](repeating: 0, count: 4096)
        let count = BIO_read(memory, &text, Int32(text.count))
        guard count < text.count else { return nil }
        return String(validating: text[..<max(0, Int(count))], as: UTF8.self)
    }

    private static func alternativeNames(_ certificate: OpaquePointer) -> [String] {
        var names: [String] = []
        withUnsafeMutablePointer(to: &names) { names in
            copenssl_each_name(
                certificate,
                { names, kind, bytes, count in
                    guard let names, let kind, let bytes, (1...1024).contains(count) else { return }
                    let text = UnsafeBufferPointer(start: bytes, count: Int(count))
                    // A name with a zero in it is one name to some readers and another to others.
                    guard text.allSatisfy({ (0x21...0x7e).contains($0) }) else { return }
                    names.assumingMemoryBound(to: [String].self).pointee
                        .append(String(cString: kind) + String(decoding: text, as: UTF8.self))
                },
                names
            )
        }
        return names
    }
}
