import ArgumentParser
import Glibc

/// Settings from the environment: `CLAIMGATE_LOG_LEVEL=debug` is `--log-level debug`, and a flag given as well wins.
///
/// The names come from the declarations of the flags, so that there is one list. A variable that begins with the prefix and
/// names no setting is an error, because a misspelt limit that is silently ignored is no limit.
enum EnvironmentSettings {
    static let prefix = "CLAIMGATE_"

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Variables of this process that begin with the prefix, sorted by name.
    static var ofProcess: [(name: String, value: String)] {
        var variables: [(name: String, value: String)] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if text.hasPrefix(prefix) {
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                variables.append((String(parts[0]), parts.count == 2 ? String(parts[1]) : ""))
            }
            next += 1
        }
        return variables.sorted { $0.name < $1.name }
    }

    /// The command line with the environment's settings put before its own flags.
    ///
    /// - Throws: `Failure` for a variable that names no setting or has a value that its setting does not take.
    static func adding(
        to arguments: [String],
        environment: [(name: String, value: String)]
    ) throws(Failure) -> [String] {
        guard let command = arguments.first, let groups = settings(of: command) else { return arguments }
        // Whoever asks for help gets it, whatever the environment holds.
        if arguments.contains(where: { ["-h", "--help", "--version"].contains($0) }) { return arguments }
        let known = names(ServiceSettings.groups)
        let wanted = names(groups)
        var flags: [String] = []
        for (variable, value) in environment {
            guard let name = known.first(where: { Self.variable($0) == variable }) else {
                throw unknown(variable, known)
            }
            guard wanted.contains(name) else { continue }
            try check(variable, name, value, groups)
            flags.append("--\(name)=\(value)")
        }
        return [command] + flags + arguments.dropFirst()
    }

    /// The variable of a flag: `log-level` is `CLAIMGATE_LOG_LEVEL`.
    static func variable(_ flag: String) -> String {
        prefix + String(flag.uppercased().map { $0 == "-" ? "_" : $0 })
    }

    private static func settings(of command: String) -> [any ParsableArguments.Type]? {
        switch command {
        case Serve._commandName: ServiceSettings.groups
        case Healthcheck._commandName: [AddressSettings.self]
        default: nil
        }
    }

    /// The long flags that the groups declare: each option's property name with hyphens.
    private static func names(_ groups: [any ParsableArguments.Type]) -> [String] {
        groups.flatMap { group in
            Mirror(reflecting: group.init()).children.compactMap { child in
                child.label.map { label in
                    label.drop { $0 == "_" }.reduce(into: "") { name, letter in
                        name += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
                    }
                }
            }
        }
    }

    private static func check(
        _ variable: String,
        _ name: String,
        _ value: String,
        _ groups: [any ParsableArguments.Type]
    ) throws(Failure) {
        for group in groups where names([group]).contains(name) {
            do {
                _ = try group.parse(["--\(name)=\(value)"])
            } catch {
                throw Failure(description: "\(variable): \(group.message(for: error))")
            }
        }
    }

    private static func unknown(_ variable: String, _ known: [String]) -> Failure {
        let variables = known.map { Self.variable($0) }
        let near = variables.map { ($0, Spelling.distance($0, variable)) }.min { $0.1 < $1.1 }
        if let near, near.1 <= 3 {
            return Failure(description: "\(variable) names no setting; did you mean \(near.0)?")
        }
        return Failure(
            description: "\(variable) names no setting; there are \(variables.sorted().joined(separator: ", "))"
        )
    }
}

/// How far two words are apart.
enum Spelling {
    /// The least number of letters put in, left out or changed (Levenshtein).
    static func distance(_ a: String, _ b: String) -> Int {
        let b = Array(b)
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let changed = diagonal + (letter == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(changed, row[j] + 1, diagonal + 1)
            }
        }
        return row[b.count]
    }
}
