import ClaimRules
import HTTPMessage
import HTTPServer
import StructuredLog

/// What the service says about itself.
struct ServiceLog {
    let logger: Logger

    init(_ logger: Logger) { self.logger = logger }

    /// Says where a server listens, one line a place.
    private func listening(_ server: Server, _ places: [ListenPlace], for users: LogWord) {
        for (index, address) in server.addresses.enumerated() {
            let fields: [LogField?] = [
                NetworkAddress(octets: address.octets, port: address.port).map { LogField("address", .address($0)) },
                LogField("kind", .word(places[index].kind)),
                LogField("tls", .boolean(index >= server.plainAddressCount)),
                LogField("for", .word(users)),
            ]
            logger.log(.notice, "server.listening", fields.compactMap(\.self))
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
            LogVersion(written: BuildInformation.version).map { LogField("version", .version($0)) },
            LogVersion(written: Ruleset.version).map { LogField("ruleset", .version($0)) },
            LogDigest(written: profiles.digest).map { LogField("rulesetDigest", .digest($0)) },
            LogField("profiles", .integer(profiles.all.count)),
        ]
        logger.log(.notice, "server.start", fields.compactMap(\.self))
    }

    func event(_ event: ServerEvent) {
        switch event {
        case .acceptPaused(let errno):
            logger.log(.warning, "server.accept-paused", [LogField("errno", .integer(Int(errno)))])
        case .connectionsLimited(let count):
            logger.log(.warning, "server.connections-limited", [LogField("connections", .integer(count))])
        case .handshakeFailed(let failure):
            logger.log(.debug, "server.tls-handshake-failed", [LogField("reason", .word(LogWord(failure)))])
        case .certificateOutOfDate(let note):
            let fields = [
                LogField("certificate", .integer(note.index + 1)), LogField("reason", .word(LogWord(note.reason))),
            ]
            logger.log(.warning, "server.certificate-out-of-date", fields)
        case .connectionTurnedAway(let perAddress):
            logger.log(.debug, "server.connection-refused", [LogField("perAddress", .boolean(perAddress))])
        }
    }

    /// Loud, and once: whoever reads the log after the fact must find it.
    func insecure(_ exposure: Exposure) {
        let fields = [
            LogField("withoutTLS", .boolean(exposure.lacksTLS)),
            LogField("withoutCallers", .boolean(exposure.lacksCallers)),
        ]
        logger.log(.warning, "server.insecure", fields)
    }

    /// The old keys and lists stay.
    func reloadFailed(_ fault: AccessFault) { logger.log(.error, "server.reload-failed", fault.fields) }

    /// The old certificates stay. Paths are texts from outside, so the line has the place in the list instead.
    func reloadFailed(_ error: ServerError) {
        let fields: [LogField?] = [
            error.certificate.map { LogField("reason", .word(LogWord($0.fault))) },
            error.certificate?.index.map { LogField("certificate", .integer($0 + 1)) },
        ]
        logger.log(.error, "server.reload-failed", fields.compactMap(\.self))
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
