import Access
import Glibc
import LibCrypto
import StructuredLog

/// A file of keys, of clients or of a log that cannot be used.
struct AccessFault: Error, CustomStringConvertible {
    /// The setting that names the file.
    let setting: StaticString
    let path: String
    /// What is wrong with it, and where; nil for a file that cannot be read.
    var problem: AccessFileProblem?
    var errno: Int32 = 0

    var description: String {
        if let problem { return "\(path):\(problem)" }
        // What cannot be read may be the secret itself, given where its path belongs.
        let file = SecretFiles.settings.contains(setting.description) ? "the file of --\(setting)" : path
        return "\(file): \(String(cString: strerror(errno)))"
    }

    /// The same for a log line: no path, and nothing of what the file holds.
    var fields: [LogField] {
        var fields = [LogField("claimgate.setting", .word(LogWord(setting)))]
        if let problem {
            fields.append(LogField("claimgate.reason", "invalid"))
            fields.append(LogField("claimgate.line", .integer(problem.line)))
            fields.append(LogField("claimgate.column", .integer(problem.column)))
        } else {
            fields.append(LogField("claimgate.reason", "unreadable"))
        }
        return fields
    }
}

/// Reads what says who may call.
enum AccessFiles {
    /// Who may call by these settings; nil when everyone may.
    static func policy(_ settings: ServeSettings) throws(AccessFault) -> AccessPolicy? {
        guard settings.asksWhoCalls else { return nil }
        let cryptography = LibCryptography()
        var policy = AccessPolicy(cryptography: cryptography)
        if let path = settings.apiKeys { policy.keys = try keys(path, "api-keys") }
        if settings.clients != .off {
            policy.certificates = .anyTrusted
            if let path = settings.clientList {
                let list = try parsed(path, "tls-client-list", atMost: CertificateList.limit, CertificateList.init(_:))
                policy.certificates = .listed(list)
            }
        }
        if let path = settings.tokenKeys, let issuer = settings.tokenIssuer {
            let limit = JSONWebKeySet.limit
            let keys = try parsed(path, "token-keys", atMost: limit) { bytes throws(AccessFileProblem) in
                try JSONWebKeySet(bytes, cryptography)
            }
            policy.tokens = TokenPolicy(
                keys: keys,
                issuer: issuer,
                audiences: settings.tokenAudiences,
                skew: Int(settings.tokenSkew / .seconds(1))
            )
        }
        return policy
    }

    /// The keys of a file.
    static func keys(_ path: String, _ setting: StaticString) throws(AccessFault) -> APIKeyFile {
        try parsed(path, setting, atMost: APIKeyFile.limit, APIKeyFile.init(_:))
    }

    static func parsed<Content>(
        _ path: String,
        _ setting: StaticString,
        atMost limit: Int,
        _ parse: ([UInt8]) throws(AccessFileProblem) -> Content
    ) throws(AccessFault) -> Content {
        let bytes = try read(path, setting, atMost: limit)
        do throws(AccessFileProblem) {
            return try parse(bytes)
        } catch {
            throw AccessFault(setting: setting, path: path, problem: error)
        }
    }

    /// One byte past the limit is enough to see that a file is too large; its reader says so.
    private static func read(
        _ path: String,
        _ setting: StaticString,
        atMost limit: Int
    ) throws(AccessFault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw AccessFault(setting: setting, path: path, errno: errno) }
        defer { close(descriptor) }
        guard let bytes = Descriptor.read(descriptor, limit: limit) else {
            throw AccessFault(setting: setting, path: path, errno: errno)
        }
        return bytes
    }
}
