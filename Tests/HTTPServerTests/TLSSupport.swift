import COpenSSL
import Glibc
import HTTPServer

/// A file that lives as long as the object.
final class TemporaryFile: Sendable {
    let path: String

    init(_ text: String) throws {
        var template = Array("/tmp/claimgate-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        if descriptor < 0 { throw ClientError(description: "mkstemp: \(errno)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        close(descriptor)
        try write(text)
    }

    deinit { unlink(path) }

    func write(_ text: String) throws {
        guard let file = fopen(path, "w") else { throw ClientError(description: "fopen: \(errno)") }
        fputs(text, file)
        fclose(file)
    }
}

/// A client that speaks TLS over a `Client`'s socket.
final class TLSClient {
    struct Settings {
        var name: String? = "localhost"
        var protocols: [String] = []
        var maximumVersion = TLS1_3_VERSION
        var minimumVersion = TLS1_VERSION
        var ciphers: String?
        var certificate: (certificate: TemporaryFile, key: TemporaryFile)?
        var session: OpaquePointer?
    }

    private let client: Client
    private let context: OpaquePointer
    private let ssl: OpaquePointer

    /// A server that refuses a client closes while the client still writes, and OpenSSL's own way to write to a socket
    /// raises SIGPIPE then, which would end all tests.
    private static let brokenPipesAreErrors: Void = { signal(SIGPIPE, SIG_IGN) }()

    init(_ server: Server, _ settings: Settings = Settings()) throws {
        _ = Self.brokenPipesAreErrors
        client = try Client(server)
        context = SSL_CTX_new(TLS_client_method())
        // Clients may be as lax as they like: what they get is the server's business.
        SSL_CTX_set_security_level(context, 0)
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(settings.minimumVersion), nil)
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(settings.maximumVersion), nil)
        if let ciphers = settings.ciphers { SSL_CTX_set_cipher_list(context, ciphers) }
        if let pair = settings.certificate {
            SSL_CTX_use_certificate_chain_file(context, pair.certificate.path)
            SSL_CTX_use_PrivateKey_file(context, pair.key.path, SSL_FILETYPE_PEM)
        }
        if !settings.protocols.isEmpty {
            let list = settings.protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
            SSL_CTX_set_alpn_protos(context, list, UInt32(list.count))
        }
        ssl = SSL_new(context)
        SSL_set_fd(ssl, client.descriptor)
        if let name = settings.name {
            let copy = strdup(name)
            SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name), copy)
            free(copy)
        }
        if let session = settings.session { SSL_set_session(ssl, session) }
        if SSL_connect(ssl) != 1 { throw ClientError(description: "no TLS connection") }
    }

    deinit {
        SSL_free(ssl)
        SSL_CTX_free(context)
    }

    var version: String { String(cString: SSL_get_version(ssl)) }
    var cipher: String { String(cString: SSL_CIPHER_get_name(SSL_get_current_cipher(ssl))) }
    var wasResumed: Bool { SSL_session_reused(ssl) == 1 }
    /// The session to resume from; the caller owns it.
    var session: OpaquePointer? { SSL_get1_session(ssl) }

    var agreedProtocol: String {
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &name, &count)
        return String(decoding: UnsafeBufferPointer(start: name, count: Int(count)), as: UTF8.self)
    }

    /// The common name of the certificate that the server showed.
    var serverName: String {
        let certificate = SSL_get1_peer_certificate(ssl)
        defer { X509_free(certificate) }
        var name = [CChar](repeating: 0, count: 256)
        X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, &name, 256)
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        if SSL_write(ssl, bytes, Int32(bytes.count)) != Int32(bytes.count) {
            throw ClientError(description: "TLS write")
        }
    }

    /// Reads until the text so far satisfies, or the connection ends.
    func read(until isEnough: (String) -> Bool) -> String {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while !isEnough(text) {
            let count = SSL_read(ssl, &buffer, Int32(buffer.count))
            if count <= 0 { break }
            text += String(decoding: buffer[..<Int(count)], as: UTF8.self)
        }
        return text
    }

    /// Whether the server has ended the session in order, with close_notify.
    var isClosedInOrder: Bool { SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN != 0 }

    func sayGoodbye() { SSL_shutdown(ssl) }
}
