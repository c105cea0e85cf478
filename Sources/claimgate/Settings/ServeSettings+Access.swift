import Access

/// Who may ask, and the rule that nobody serves everyone by mistake.
extension ServeSettings {
    static var access: [Setting] {
        [
            .file(
                "api-keys",
                \.apiKeys,
                "JSON file of the API keys that are taken, as claimgate keys writes it.",
                group: .access
            ),
            .file(
                "tls-client-list",
                \.clientList,
                "JSON file of the clients whose certificates are taken, by subject or alternative name, with their scopes.",
                group: .access
            ),
            .file(
                "token-keys",
                \.tokenKeys,
                "JWKS file of the keys that sign bearer tokens (RS256, RS384, ES256, ES384).",
                group: .access
            ),
            .file(
                "token-issuer",
                \.tokenIssuer,
                "Whose tokens are taken: `iss`.",
                group: .access,
                placeholder: "issuer"
            ),
            .files(
                "token-audience",
                \.tokenAudiences,
                "This service's name in tokens: `aud`; one of several is enough.",
                group: .access,
                placeholder: "audience"
            ),
            .time(
                "token-skew",
                \.tokenSkew,
                .zero...(.seconds(300)),
                "How far the clocks of token issuers may be off.",
                group: .access
            ),
            .contacts(
                "security-contact",
                \.securityContacts,
                "Whom /.well-known/security.txt names for reports on the security of this service: mailto:, https: or tel:."
            ),
            .moment("security-expires", \.securityExpires, "Until when that is true, as in 2027-06-30T00:00:00Z."),
            .toggle(
                "insecure",
                \.isInsecure,
                .access,
                "Serve other machines without TLS or without asking who calls, because something in front does both."
            ),
        ]
    }

    /// Whether callers are told apart, on every place alike: what reaches loopback may come from a proxy.
    var asksWhoCalls: Bool { apiKeys != nil || tokenKeys != nil || clients != .off }

    /// What keeps it from listening at these places; nil when nothing does.
    ///
    /// A loopback address or a Unix domain socket is for this machine. Anything else is for everyone who can reach it, and
    /// needs TLS and a way to know who calls.
    func exposure(plain: [ListenPlace], secure: [ListenPlace]) -> Exposure? {
        let exposed = plain.first(where: \.isReachable)
        if let place = exposed ?? (asksWhoCalls ? nil : secure.first(where: \.isReachable)) {
            return Exposure(place: place, lacksTLS: exposed != nil, lacksCallers: !asksWhoCalls)
        }
        return nil
    }
}

/// A place that other machines can reach, and what it lacks.
struct Exposure: Equatable {
    let place: ListenPlace
    let lacksTLS: Bool
    let lacksCallers: Bool

    /// What is wrong and what would be right.
    var text: String {
        var wants: [String] = []
        if lacksTLS { wants.append("serve it by TLS (--tls-listen, --tls-certificate, --tls-key)") }
        if lacksCallers { wants.append("say who may call (--api-keys, --tls-clients or --token-keys)") }
        return "other machines can reach \(place.text); \(wants.joined(separator: " and ")), listen on 127.0.0.1 or a "
            + "Unix domain socket, or give --insecure if something in front of it does that"
    }
}

extension ListenPlace {
    /// Whether other machines may reach it. The sockets of systemd are looked at when they are there.
    var isReachable: Bool {
        switch self {
        case .address(let octets, _): !Self.isLoopback(octets)
        case .everywhere: true
        case .unix, .systemd: false
        }
    }

    /// 127.0.0.0/8 and ::1 (RFC 6890); no octets are those of a Unix domain socket.
    static func isLoopback(_ octets: [UInt8]) -> Bool {
        octets.isEmpty || octets.count == 4 && octets[0] == 127
            || octets.count == 16 && octets[15] == 1 && octets[..<15].allSatisfy { $0 == 0 }
    }
}

extension Setting {
    /// URIs that a person can be reached at.
    fileprivate static func contacts(
        _ name: String,
        _ path: WritableKeyPath<ServeSettings, [String]>,
        _ help: String
    ) -> Setting {
        Setting(
            name: name,
            group: .access,
            placeholder: "uri",
            help: help,
            isList: true,
            set: { settings, text throws(SettingFault) in
                let isURI = text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
                guard isURI, ["mailto:", "https://", "tel:"].contains(where: { text.hasPrefix($0) && text != $0 })
                else {
                    throw SettingFault(remedy: "give a URI, as in mailto:security@clinic.example")
                }
                settings[keyPath: path].append(text)
            },
            get: { $0[keyPath: path].isEmpty ? nil : $0[keyPath: path].joined(separator: ",") },
            clear: { $0[keyPath: path] = [] }
        )
    }

    /// A time in UTC.
    fileprivate static func moment(
        _ name: String,
        _ path: WritableKeyPath<ServeSettings, String?>,
        _ help: String
    ) -> Setting {
        Setting(
            name: name,
            group: .access,
            placeholder: "time",
            help: help,
            set: { settings, text throws(SettingFault) in
                guard let moment = Instant(text) else {
                    throw SettingFault(remedy: "give a time in UTC, as in 2027-06-30T00:00:00Z")
                }
                settings[keyPath: path] = moment.text
            },
            get: { $0[keyPath: path] }
        )
    }
}
