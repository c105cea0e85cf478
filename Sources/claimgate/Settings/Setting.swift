/// One setting of the service: a flag of `claimgate serve` and the variable of the same name.
///
/// The list of them (`ServeSettings.all`) is the only place where a setting is declared: the command line, the environment,
/// the help, `--print-config` and the table of the README are made from it. It is read without reflection, which
/// would take most of the start.
struct Setting {
    /// What settings are shown together under.
    enum Group: String, CaseIterable {
        case listeners = "Listeners"
        case tls = "TLS"
        case access = "Who may call"
        case sizes = "Sizes and counts"
        case times = "Times and rates"
        case rules = "Rules"
        case log = "Log"
    }

    /// The long flag without its hyphens, `idle-time`.
    let name: String
    let group: Group
    /// What its value is, `time`.
    let placeholder: String
    /// One sentence.
    let help: String
    /// Whether it may be given several times; in one value the parts are separated by commas.
    var isList = false
    /// Whether the flag alone says `true`.
    var isSwitch = false
    /// Takes one value.
    let set: (inout ServeSettings, String) throws(SettingFault) -> Void
    /// The value that it has, in the form in which it is given; nil for none.
    let get: (ServeSettings) -> String?
    /// Forgets the values of a list, so that flags replace what variables said.
    var clear: (inout ServeSettings) -> Void = { _ in }

    static let prefix = "CLAIMGATE_"

    /// The variable of a flag: `log-level` is `CLAIMGATE_LOG_LEVEL`.
    static func variable(_ name: String) -> String {
        prefix + String(decoding: name.utf8.map { $0 == 0x2d ? 0x5f : $0 >= 0x61 ? $0 - 0x20 : $0 }, as: UTF8.self)
    }

    var variable: String { Self.variable(name) }
}

/// A value that a setting does not take.
struct SettingFault: Error {
    /// What would be right, as the end of a sentence: `give a time with its unit, as in 30s`.
    let remedy: String
}

// MARK: Kinds

extension Setting {
    static func size(
        _ name: String,
        _ path: WritableKeyPath<ServeSettings, Int>,
        _ range: ClosedRange<Int>,
        _ help: String
    ) -> Setting {
        Setting(
            name: name,
            group: .sizes,
            placeholder: "size",
            help: help,
            set: { settings, text throws(SettingFault) in
                settings[keyPath: path] = try ByteCount.read(text, in: range)
            },
            get: { ByteCount.text($0[keyPath: path]) }
        )
    }

    static func rate(
        _ name: String,
        _ path: WritableKeyPath<ServeSettings, Int>,
        _ range: ClosedRange<Int>,
        _ help: String
    ) -> Setting {
        Setting(
            name: name,
            group: .times,
            placeholder: "rate",
            help: help,
            set: { settings, text throws(SettingFault) in
                settings[keyPath: path] = try ByteCount.readRate(text, in: range)
            },
            get: { ByteCount.text($0[keyPath: path]) + "/s" }
        )
    }

    static func count(
        _ name: String,
        _ path: WritableKeyPath<ServeSettings, Int>,
        _ range: ClosedRange<Int>,
        _ help: String
    ) -> Setting {
        Setting(
            name: name,
            group: .sizes,
            placeholder: "count",
            help: help,
            set: { settings, text throws(SettingFault) in
                guard let value = Int(text), range.contains(value) else {
                    throw SettingFault(
                        remedy: "give a whole number from \(range.lowerBound) to \(range.upperBound)"
                    )
                }
                settings[keyPath: path] = value
            },
            get: { String($0[keyPath: path]) }
        )
    }

    static func time(
        _ name: String,
        _ path: WritableKeyPath<ServeSettings, Duration>,
        _ range: ClosedRange<Duration>,
        _ help: String,
        group: Group = .times
    ) -> Setting {
        Setting(
            name: name,
            group: group,
            placeholder: "time",
            help: help,
            set: { settings, text throws(SettingFault) in
                settings[keyPath: path] = try TimeSpan.read(text, in: range)
            },
            get: { TimeSpan.text($0[keyPath: path]) }
        )
    }

    /// One word of a closed list, which the help names.
    static func choice<Word: CaseIterable & RawRepresentable>(
        _ name: String,
        _ path: WritableKeyPath<ServeSettings, Word>,
        _ group: Group,
        _ help: String
    ) -> Setting where Word.RawValue == String {
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        return Setting(
            name: name,
            group: group,
            placeholder: "word",
            help: "\(help) One of \(words).",
            set: { settings, text throws(SettingFault) in
                guard let word = Word(rawValue: text) else { throw SettingFault(remedy: "give one of \(words)") }
                settings[keyPath: path] = word
            },
            get: { $0[keyPath: path].rawValue }
        )
    }

    /// Yes or no: the flag alone, or `true` or `false`.
    static func toggle(
        _ name: String,
        _ path: WritableKeyPath<ServeSettings, Bool>,
        _ group: Group,
        _ help: String
    ) -> Setting {
        Setting(
            name: name,
            group: group,
            placeholder: "true|false",
            help: help,
            isSwitch: true,
            set: { settings, text throws(SettingFault) in
                guard let value = Bool(text) else { throw SettingFault(remedy: "give true or false") }
                settings[keyPath: path] = value
            },
            get: { String($0[keyPath: path]) }
        )
    }

    static func file(
        _ name: String,
        _ path: WritableKeyPath<ServeSettings, String?>,
        _ help: String,
        group: Group = .tls,
        placeholder: String = "file"
    ) -> Setting {
        Setting(
            name: name,
            group: group,
            placeholder: placeholder,
            help: help,
            set: { settings, text throws(SettingFault) in
                guard !text.isEmpty else { throw SettingFault(remedy: "give the path of a \(placeholder)") }
                settings[keyPath: path] = text
            },
            get: { $0[keyPath: path] }
        )
    }

    static func files(
        _ name: String,
        _ path: WritableKeyPath<ServeSettings, [String]>,
        _ help: String,
        group: Group = .tls,
        placeholder: String = "file"
    ) -> Setting {
        Setting(
            name: name,
            group: group,
            placeholder: placeholder,
            help: help,
            isList: true,
            set: { settings, text throws(SettingFault) in
                guard !text.isEmpty else { throw SettingFault(remedy: "give the path of a \(placeholder)") }
                settings[keyPath: path].append(text)
            },
            get: { $0[keyPath: path].isEmpty ? nil : $0[keyPath: path].joined(separator: ",") },
            clear: { $0[keyPath: path] = [] }
        )
    }

    static func places(
        _ name: String,
        _ path: WritableKeyPath<ServeSettings, [ListenPlace]?>,
        _ help: String
    ) -> Setting {
        Setting(
            name: name,
            group: .listeners,
            placeholder: "place",
            help: help,
            isList: true,
            set: { settings, text throws(SettingFault) in
                settings[keyPath: path] = (settings[keyPath: path] ?? []) + [try ListenPlace(text)]
            },
            get: { $0[keyPath: path]?.map(\.text).joined(separator: ",") },
            clear: { $0[keyPath: path] = nil }
        )
    }
}
