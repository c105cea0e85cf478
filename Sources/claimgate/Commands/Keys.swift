import Access
import ArgumentParser
import Glibc
import LibCrypto
import StructuredLog

/// Makes, lists and takes back API keys.
struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, list and take back API keys.",
        discussion: """
            The keys of clients are kept in a file of their SHA-256 digests, which serve --api-keys reads. A client may \
            have two that are good at a time: make the second, give it to the client, and take the first back when it is \
            no longer used. The service reads the file again on SIGHUP.

              claimgate keys new --file keys.json --client billing --scopes claims:validate,rules:read
              claimgate keys list --file keys.json
              claimgate keys revoke --file keys.json 3fa9c1d2
            """,
        subcommands: [NewKey.self, ListKeys.self, RevokeKeys.self]
    )
}

/// Where the keys are.
struct KeyFileOption: ParsableArguments {
    @Option(help: ArgumentHelp("The file of keys.", valueName: "file"))
    var file: String

    /// The keys of the file.
    ///
    /// - Throws: exit status 2, after saying on standard error what is wrong with it.
    func read() throws -> APIKeyFile {
        do throws(AccessFault) {
            return try AccessFiles.keys(file, "api-keys")
        } catch {
            throw Self.failure("\(error)")
        }
    }

    /// Says on standard error why there is nothing to be done.
    static func failure(_ text: String) -> ExitCode {
        StandardError.write("claimgate: \(text)\n")
        return ExitCode(2)
    }
}

struct NewKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make a key and print it, once: nobody can find it out again."
    )

    @OptionGroup var keys: KeyFileOption

    @Option(help: ArgumentHelp("Whose key it is: small letters, digits, points and hyphens.", valueName: "name"))
    var client: String

    @Option(
        help: ArgumentHelp(
            "What the client may ask for, with commas between: "
                + Scope.allCases.map(\.rawValue).joined(separator: ", ") + ".",
            valueName: "scope,..."
        )
    )
    var scopes = Scopes.claims.list.map(\.rawValue).joined(separator: ",")

    @Option(help: ArgumentHelp("For how many days it is good, 1 to 1096.", valueName: "days"))
    var days = 365

    func run() throws {
        guard let name = ClientName(client) else {
            throw ValidationError("Give small letters, digits, points and hyphens as --client, a letter first.")
        }
        let words = scopes.split(separator: ",", omittingEmptySubsequences: false).map { Scope(rawValue: String($0)) }
        let known = words.compactMap(\.self)
        guard known.count == words.count else {
            throw ValidationError("A scope is one of \(Scope.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        guard (1...1096).contains(days) else { throw ValidationError("Give 1 to 1096 as --days.") }
        let now = Instant(seconds: Int(LogTime.now.milliseconds / 1000))
        let key = try KeyStore.change(keys.file, mayBeNew: true) { file in
            guard file.liveCount(of: name, at: now) < APIKeyFile.keysPerClient else {
                throw KeyFileOption.failure("this client has two keys that are good; revoke one of them first")
            }
            guard file.keys.count < APIKeyFile.maximumKeys else {
                throw KeyFileOption.failure("the file holds \(APIKeyFile.maximumKeys) keys; revoke those not used")
            }
            let (id, text) = Self.make(besides: file)
            let digest = LibCryptography().sha256(Array(text.utf8))
            let expires = Instant(seconds: now.seconds / 86_400 * 86_400).adding((days + 1) * 86_400)
            file.keys.append(APIKey(id: id, client: name, digest: digest, scopes: Scopes(known), expires: expires))
            return (id, text, expires)
        }
        StandardError.write("claimgate: key \(key.0.text) of \(name.text), good until \(key.2.text)\n")
        try StandardOutput.put(key.1 + "\n")
    }

    /// An id that the file does not have, and the key.
    private static func make(besides file: APIKeyFile) -> (APIKey.ID, String) {
        // On Linux this is getrandom(2).
        var random = SystemRandomNumberGenerator()
        var id = APIKey.ID(random.next())
        while file.keys.contains(where: { $0.id == id }) { id = APIKey.ID(random.next()) }
        return (id, APIKeyText.make((0..<APIKeyText.randomOctets).map { _ in random.next() }))
    }
}

struct ListKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the keys: id, client, until when they are good, and what for."
    )

    @OptionGroup var keys: KeyFileOption

    func run() throws {
        let now = Instant(seconds: Int(LogTime.now.milliseconds / 1000))
        let rows = try keys.read().keys.map { key in
            let state = now < key.expires ? "good until" : "expired   "
            let scopes = key.scopes.list.map(\.rawValue).joined(separator: ",")
            return "\(key.id.text)  \(state) \(key.expires.text)  \(key.client.text)  \(scopes)\n"
        }
        try StandardOutput.put(rows.joined())
    }
}

struct RevokeKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take keys back, by their ids."
    )

    @OptionGroup var keys: KeyFileOption

    @Argument(help: ArgumentHelp("The ids of the keys, as list shows them.", valueName: "id"))
    var ids: [String]

    func run() throws {
        let count = try KeyStore.change(keys.file, mayBeNew: false) { file in
            for text in ids {
                guard let id = APIKey.ID(text), let index = file.keys.firstIndex(where: { $0.id == id }) else {
                    throw KeyFileOption.failure("the file has no such key; claimgate keys list shows those it has")
                }
                file.keys.remove(at: index)
            }
            return ids.count
        }
        let what = count == 1 ? "1 key is" : "\(count) keys are"
        StandardError.write("claimgate: \(what) taken back; the service knows after SIGHUP\n")
    }
}
