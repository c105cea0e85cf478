import ClaimFormats
import Glibc

/// Reads the settings from the environment and the command line: `CLAIMGATE_LOG_LEVEL=debug` is `--log-level debug`, and
/// a flag given as well wins.
///
/// A variable that begins with the prefix and names no setting is an error, because a misspelt limit that is silently
/// ignored is no limit.
enum SettingsReader {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What is to be done with the settings.
    enum Wish: Equatable {
        case serve
        case help
        case printConfiguration
        case checkConfiguration
    }

    /// Variables of this process that begin with the prefix, sorted by name.
    static var environment: [(name: String, value: String)] {
        var variables: [(name: String, value: String)] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if text.utf8.starts(with: Setting.prefix.utf8) {
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                variables.append((String(parts[0]), parts.count == 2 ? String(parts[1]) : ""))
            }
            next += 1
        }
        return variables.sorted { $0.name < $1.name }
    }

    /// The settings in force and what is wanted.
    ///
    /// - Throws: `Failure` for a flag or variable that names no setting or has a value that its setting does not take.
    static func read(
        _ arguments: [String],
        environment: [(name: String, value: String)]
    ) throws(Failure) -> (Wish, ServeSettings) {
        var settings = ServeSettings()
        // Whoever asks for help gets it, whatever else is wrong.
        if arguments.contains("--help") || arguments.contains("-h") { return (.help, settings) }
        let all = ServeSettings.all
        try apply(environment, all, to: &settings)
        let wish = try apply(arguments, all, to: &settings)
        try settings.checkTogether()
        return (wish, settings)
    }

    private static func apply(
        _ environment: [(name: String, value: String)],
        _ all: [Setting],
        to settings: inout ServeSettings
    ) throws(Failure) {
        for (variable, value) in environment {
            guard let setting = all.first(where: { $0.variable == variable }) else {
                throw unknown(variable, all.map(\.variable))
            }
            try give(setting, value, as: variable, to: &settings)
        }
    }

    private static func apply(
        _ arguments: [String],
        _ all: [Setting],
        to settings: inout ServeSettings
    ) throws(Failure) -> Wish {
        var wish = Wish.serve
        var given: Set<String> = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--print-config" || argument == "--check-config" {
                wish = argument == "--print-config" ? .printConfiguration : .checkConfiguration
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard argument.hasPrefix("--"),
                let setting = all.first(where: { $0.name == parts[0].dropFirst(2) })
            else { throw unknown(argument, all) }
            let word: String? =
                parts.count == 2 ? String(parts[1]) : setting.isSwitch ? "true" : rest.popFirst()
            guard let value = word else {
                throw Failure(description: "\(parts[0]) needs a \(setting.placeholder) after it")
            }
            if given.insert(setting.name).inserted {
                setting.clear(&settings)
            } else if !setting.isList {
                throw Failure(description: "\(parts[0]) was given twice")
            }
            try give(setting, value, as: String(parts[0]), to: &settings)
        }
        return wish
    }

    private static func give(
        _ setting: Setting,
        _ value: String,
        as name: String,
        to settings: inout ServeSettings
    ) throws(Failure) {
        let values =
            setting.isList
            ? value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) : [value]
        for value in values {
            do throws(SettingFault) {
                try setting.set(&settings, value)
            } catch {
                throw Failure(description: "\(name): `\(value)` cannot be used; \(error.remedy)")
            }
        }
    }

    private static func unknown(_ variable: String, _ variables: [String]) -> Failure {
        if let near = Spelling.nearest(to: variable, in: variables, within: 3) {
            return Failure(description: "\(variable) names no setting; did you mean \(near)?")
        }
        let list = variables.sorted().joined(separator: ", ")
        return Failure(description: "\(variable) names no setting; there are \(list)")
    }

    private static func unknown(_ argument: String, _ all: [Setting]) -> Failure {
        guard argument.hasPrefix("-") else {
            return Failure(description: "`\(argument)` is no flag; serve takes flags only, see claimgate serve --help")
        }
        let flag = String(argument.prefix { $0 != "=" })
        let flags = all.map { "--\($0.name)" } + ["--help", "--print-config", "--check-config"]
        if let near = Spelling.nearest(to: flag, in: flags, within: 3) {
            return Failure(description: "\(flag) is no flag; did you mean \(near)?")
        }
        return Failure(description: "\(flag) is no flag; see claimgate serve --help")
    }
}
