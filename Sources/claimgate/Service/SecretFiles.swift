import Access
import ClaimService
import Glibc
import LibCrypto
import StructuredLog

/// Files that hold secrets, and who else may read them.
enum SecretFiles {
    /// A file that others than its owner and group may read or change.
    struct Exposure {
        let setting: StaticString
        let path: String

        var text: String { "others than its owner may read or change \(path) (--\(setting)); chmod it to 0600 or 0640" }
    }

    /// The settings that name one, but for keys of certificates, which belong to the server.
    static let settings: Set<String> = ["api-keys", "log-id-key"]

    /// The files of these settings that others may read or change; those that are not there are left to whoever reads them.
    static func exposed(_ settings: ServeSettings) -> [Exposure] {
        var files: [(StaticString, String)] = settings.keys.map { ("tls-key", $0) }
        if let path = settings.apiKeys { files.append(("api-keys", path)) }
        if let path = settings.logIDKey { files.append(("log-id-key", path)) }
        return files.filter { isExposed($0.1) }.map { Exposure(setting: $0.0, path: $0.1) }
    }

    private static func isExposed(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return status.st_mode & 0o006 != 0 || status.st_mode & 0o020 != 0
    }
}

/// The key under which decisions say whose claim it was.
enum LogIDKeyFile {
    /// The key's bytes; nil where none was asked for.
    static func read(_ settings: ServeSettings) throws(AccessFault) -> [UInt8]? {
        guard let path = settings.logIDKey else { return nil }
        let limit = 2 * Pseudonyms.keyBytes.upperBound + 2
        return try AccessFiles.parsed(path, "log-id-key", atMost: limit) { bytes throws(AccessFileProblem) in
            var digits = bytes[...]
            while let last = digits.last, last == 0x0a || last == 0x0d { digits.removeLast() }
            guard let key = hexadecimal(digits), Pseudonyms.keyBytes.contains(key.count) else {
                throw AccessFileProblem(
                    line: 1,
                    column: 1,
                    detail: "This must be 32 to 128 hexadecimal digits, an even number."
                )
            }
            return key
        }
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        guard digits.count % 2 == 0 else { return nil }
        let values = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue.map(UInt8.init) }
        guard values.count == digits.count else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
