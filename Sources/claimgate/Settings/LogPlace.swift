/// Where a log goes, as an operator writes it.
enum LogPlace: Hashable {
    case standardError
    case standardOutput
    case file(String)
    case off

    init(_ text: String) throws(SettingFault) {
        switch text {
        case "stderr": self = .standardError
        case "stdout": self = .standardOutput
        case "off": self = .off
        default:
            guard text.hasPrefix("/"), !text.hasSuffix("/") else {
                throw SettingFault(remedy: "give stderr, stdout, off, or the absolute path of a file")
            }
            self = .file(text)
        }
    }

    /// As it is written.
    var text: String {
        switch self {
        case .standardError: "stderr"
        case .standardOutput: "stdout"
        case .file(let path): path
        case .off: "off"
        }
    }

    var path: String? { if case .file(let path) = self { path } else { nil } }
}

extension Setting {
    static func log(_ name: String, _ path: WritableKeyPath<ServeSettings, LogPlace>, _ help: String) -> Setting {
        Setting(
            name: name,
            group: .log,
            placeholder: "place",
            help: help,
            set: { settings, text throws(SettingFault) in settings[keyPath: path] = try LogPlace(text) },
            get: { $0[keyPath: path].text }
        )
    }
}
