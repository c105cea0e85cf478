import Access
import ClaimRules
import HTTPMessage
import HTTPServer
import StructuredLog

/// What the service says about itself.
struct ServiceLog {
    let streams: LogStreams

    init(_ streams: LogStreams) { self.streams = streams }

    /// Says where a server listens, one line a place.
    private func listening(_ server: Server, _ places: [ListenPlace], for users: LogWord) {
        for (index, address) in server.addresses.enumerated() {
            let place = NetworkAddress(octets: address.octets, port: address.port)
            let fields: [LogField?] = [
                place.map { LogField("server.address", .address($0)) },
                place.map { LogField("server.port", .integer(Int($0.port))) },
                LogField("claimgate.listener.kind", .word(places[index].kind)),
                LogField("claimgate.listener.tls", .boolean(index >= server.plainAddressCount)),
                LogField("claimgate.listener.users", .word(users)),
            ]
            streams.service.log(.notice, "server.listening", fields.compactMap(\.self))
        }
    }

    /// Says where it listens, and then what it is.
    func started(
        _ server: Server,
        _ places: [ListenPlace],
        operators: (server: Server, places: [ListenPlace])?,
        _ profiles: ProfileSet
    ) {
        listening(server, places, for: "clients")
        if let operators { listening(operators.server, operators.places, for: "operators") }
        let fields: [LogField?] = [
            LogVersion(written: BuildInformation.version).map { LogField("service.version", .version($0)) },
            LogVersion(written: Ruleset.version).map { LogField("claimgate.ruleset.version", .version($0)) },
            LogDigest(written: profiles.digest).map { LogField("claimgate.ruleset.digest", .digest($0)) },
            LogField("claimgate.profiles", .integer(profiles.all.count)),
        ]
        streams.note(.notice, "server.start", fields.compactMap(\.self))
    }

    func event(_ event: ServerEvent) {
        switch event {
        case .acceptPaused(let errno):
            streams.service.log(.warning, "server.accept-paused", [LogField("claimgate.errno", .integer(Int(errno)))])
        case .connectionsLimited(let count):
            streams.service.log(
                .warning,
                "server.connections-limited",
                [LogField("claimgate.connections", .integer(count))]
            )
        case .handshakeFailed(let failure):
            streams.service.log(
                .debug,
                "server.tls-handshake-failed",
                [LogField("claimgate.reason", .word(LogWord(failure)))]
            )
        case .outOfDate(.certificate(let index, _, let reason)):
            let fields = [
                LogField("claimgate.certificate", .integer(index + 1)),
                LogField("claimgate.reason", .word(LogWord(reason))),
            ]
            streams.service.log(.warning, "server.certificate-out-of-date", fields)
        case .outOfDate(.revocations(_, let reason)):
            let fields = [
                LogField("claimgate.setting", .word(CertificateFault.File.revocations.setting)),
                LogField("claimgate.reason", .word(LogWord(reason))),
            ]
            streams.service.log(.warning, "server.revocations-out-of-date", fields)
        case .connectionTurnedAway(let perAddress):
            streams.service.log(
                .debug,
                "server.connection-refused",
                [LogField("claimgate.per_address", .boolean(perAddress))]
            )
        }
    }

    /// Loud, and once: whoever reads the log after the fact must find it.
    func insecure(_ exposure: Exposure) {
        let fields = [
            LogField("claimgate.without_tls", .boolean(exposure.lacksTLS)),
            LogField("claimgate.without_callers", .boolean(exposure.lacksCallers)),
        ]
        streams.note(.warning, "server.insecure", fields)
    }

    /// What does not keep it from serving and should not stay so: secrets that others may read, by the setting that names
    /// the file, and a contact that is out of date.
    func doubts(_ settings: ServeSettings) {
        if settings.isContactOutOfDate(at: .now) { streams.note(.warning, "server.security-contact-out-of-date") }
        for file in SecretFiles.exposed(settings) {
            streams.note(
                .warning,
                "server.secret-exposed",
                [LogField("claimgate.setting", .word(LogWord(file.setting)))]
            )
        }
    }

    /// Everything was read again, and how much there is of it.
    func reloaded(_ policy: AccessPolicy?) {
        let keys = policy?.keys.map { LogField("claimgate.keys", .integer($0.keys.count)) }
        streams.note(.notice, "server.reloaded", [keys].compactMap(\.self))
    }

    /// The old keys and lists stay.
    func reloadFailed(_ fault: AccessFault) { streams.note(.error, "server.reload-failed", fault.fields) }

    /// The old certificates stay. Paths are texts from outside, so the line has the setting and the place in its list instead.
    func reloadFailed(_ error: ServerError) {
        let fields: [LogField?] = [
            error.certificate?.file.map { LogField("claimgate.setting", .word($0.setting)) },
            error.certificate.map { LogField("claimgate.reason", .word(LogWord($0.fault))) },
            error.certificate?.index.map { LogField("claimgate.certificate", .integer($0 + 1)) },
        ]
        streams.note(.error, "server.reload-failed", fields.compactMap(\.self))
    }
}

extension CertificateFault.File {
    /// The setting that names the file.
    fileprivate var setting: LogWord {
        switch self {
        case .certificate: "tls-certificate"
        case .key: "tls-key"
        case .authorities: "tls-client-authorities"
        case .revocations: "tls-client-revocations"
        }
    }
}

extension ListenPlace {
    fileprivate var kind: LogWord {
        switch self {
        case .address: "tcp"
        case .everywhere: "everywhere"
        case .unix: "unix"
        case .systemd: "systemd"
        }
    }
}
