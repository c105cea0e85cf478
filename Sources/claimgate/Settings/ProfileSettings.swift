import ArgumentParser
import ClaimFormats
import ClaimRules
import Glibc

/// The flag of every command but `serve` that judges by a deployment's own profiles.
struct ProfileSettings: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "JSON files of profiles of your own, separated by commas; CLAIMGATE_PROFILES unless given.",
            valueName: "file,..."
        )
    )
    var profiles: PathList?

    /// The built-in profiles and those of the files.
    ///
    /// - Throws: exit status 2, after saying on standard error everything that is wrong with the files.
    func load() throws -> ProfileSet {
        guard let set = ProfileFileInput.read(try (profiles ?? variable())?.paths ?? []) else { throw ExitCode(2) }
        return set
    }

    private func variable() throws -> PathList? {
        guard let text = SharedSetting.value(of: "profiles") else { return nil }
        guard let list = PathList(argument: text) else {
            throw ValidationError("Give paths with commas between as \(Setting.variable("profiles")).")
        }
        return list
    }
}

/// A setting of the service that other commands take as well.
enum SharedSetting {
    /// What its variable says; nil if there is none.
    static func value(of name: String) -> String? { getenv(Setting.variable(name)).map { String(cString: $0) } }
}

/// Reads files of profiles.
enum ProfileFileInput {
    /// The built-in profiles and those of the files; nil after saying on standard error everything that is wrong.
    static func read(_ paths: [String]) -> ProfileSet? {
        guard !paths.isEmpty else { return .builtIn }
        var files: [(name: String, bytes: [UInt8])] = []
        for path in paths {
            guard let bytes = bytes(path) else {
                StandardError.write("\(path): \(String(cString: strerror(errno)))\n")
                return nil
            }
            files.append((path, bytes))
        }
        do throws(ProfileFilesError) {
            return try ProfileFiles.read(files)
        } catch {
            StandardError.write(error.problems.map { $0.text + "\n" }.joined())
            return nil
        }
    }

    /// One byte past the limit is enough to see that a file is too large; its reader says so.
    private static func bytes(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return Descriptor.read(descriptor, limit: ProfileFiles.limit)
    }
}

extension ProfileSet {
    /// The profile that a flag names.
    func chosen(_ name: String) throws -> Profile {
        if let profile = named(name) { return profile }
        throw ValidationError("Give one of \(all.map(\.id.rawValue).joined(separator: ", ")) as --profile.")
    }
}

/// Paths separated by commas.
struct PathList: ExpressibleByArgument {
    let paths: [String]

    init?(argument: String) {
        paths = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard !paths.contains("") else { return nil }
    }
}
