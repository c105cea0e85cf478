/// The settings as people read them.
enum SettingsText {
    /// What `claimgate serve --help` prints.
    static var help: String {
        var text = """
            OVERVIEW: Answer the three questions over HTTP.

            Every flag is also a variable of the same name: --log-level is CLAIMGATE_LOG_LEVEL. A flag wins over its
            variable, and a CLAIMGATE_ variable that names no flag is an error. What may be given several times may also
            be given once, with commas between.

            Logs go to standard error: JSON lines, or lines for people at a terminal (--log-format). SIGTERM or SIGINT finishes what is in flight and exits with 0. SIGHUP
            reads certificates, keys and lists of clients again and opens log files anew.

            A place that other machines can reach needs TLS and a way to know who calls, or --insecure.

              claimgate serve
              claimgate serve --listen 127.0.0.1:9000 --log-level warning
              claimgate serve --tls-listen '*:8443' --tls-certificate chain.pem --tls-key key.pem --api-keys keys.json
              claimgate serve --listen unix:/run/claimgate/http.sock?mode=0660
              CLAIMGATE_LISTEN=[::1]:8080 claimgate serve --print-config

            USAGE: claimgate serve [flags]

            """
        for group in Setting.Group.allCases {
            text += "\n\(group.rawValue.uppercased()):\n"
            for setting in ServeSettings.all where setting.group == group {
                let suffix = standard(setting).map { " (default: \($0))" } ?? ""
                let value = setting.isSwitch ? "" : " <\(setting.placeholder)>"
                text += entry("--\(setting.name)\(value)", setting.help + suffix)
            }
        }
        text += "\nOPTIONS:\n"
        text += entry("--print-config", "Print the settings in force, as variables, and end.")
        text += entry(
            "--check-config",
            "Read settings, certificates, keys and lists of clients, say what is wrong, and end. It listens nowhere: "
                + "whether ports are free is seen at the start."
        )
        text += entry("-h, --help", "Show help information.")
        return text
    }

    /// The table of the README.
    static var table: String {
        var lines = ["| flag | variable | default | what it does |", "| --- | --- | --- | --- |"]
        for setting in ServeSettings.all {
            let standard = standard(setting).map { "`\($0)`" } ?? "none"
            lines.append("| `--\(setting.name)` | `\(setting.variable)` | \(standard) | \(setting.help) |")
        }
        return lines.joined(separator: "\n")
    }

    /// The variables that other commands take as well, as a second table of the README. No other flag of theirs has one.
    static var otherCommandsTable: String {
        var lines = ["| variable | also the flag of |", "| --- | --- |"]
        for setting in ServeSettings.all {
            guard let commands = elsewhere[setting.name] else { continue }
            let list = commands.map { "`\($0)`" }.joined(separator: ", ")
            lines.append("| `\(setting.variable)` | `--\(setting.name)` of \(list) |")
        }
        return lines.joined(separator: "\n")
    }

    /// The commands besides `serve` that have a setting's flag, and take its variable where the flag is not given.
    static let elsewhere: [String: [String]] = [
        "listen": ["healthcheck"],
        "max-remembered-services": ["validate", "suggest", "gaps"],
        "profiles": ["validate", "suggest", "gaps", "rules list", "rules show", "rules test", "rules diff"],
    ]

    /// The settings in force, as a file of variables.
    static func configuration(_ settings: ServeSettings) -> String {
        var settings = settings
        settings.listen = settings.plainPlaces.isEmpty ? nil : settings.plainPlaces
        return ServeSettings.all.compactMap { setting in
            setting.get(settings).map { "\(setting.variable)=\($0)\n" }
        }.joined()
    }

    private static func standard(_ setting: Setting) -> String? {
        var settings = ServeSettings()
        settings.listen = settings.plainPlaces
        return setting.get(settings)
    }

    private static let width = 100
    private static let indent = 32

    /// A flag and what it does, wrapped.
    private static func entry(_ flag: String, _ help: String) -> String {
        var text = "  " + flag
        let space = String(repeating: " ", count: indent)
        if text.count >= indent - 1 {
            text += "\n" + space
        } else {
            text += String(repeating: " ", count: indent - text.count)
        }
        var column = indent
        for word in help.split(separator: " ") {
            if column > indent, column + word.count + 1 > width {
                text += "\n" + space
                column = indent
            }
            if column > indent {
                text += " "
                column += 1
            }
            text += word
            column += word.count
        }
        return text + "\n"
    }
}
