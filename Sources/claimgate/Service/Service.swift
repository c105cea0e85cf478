import Access
import ClaimRules
import ClaimService
import Dispatch
import HTTPMessage
import HTTPServer
import LibCrypto
import StructuredLog

/// Serves HTTP until it is told to stop.
enum Service {
    private static let usage: Int32 = 64

    /// - Returns: the exit status: 0 in the end, 1 when it cannot serve, 64 for settings that cannot be used.
    static func run(_ arguments: [String]) -> Int32 {
        let wish: SettingsReader.Wish
        let settings: ServeSettings
        do throws(SettingsReader.Failure) {
            (wish, settings) = try SettingsReader.read(arguments, environment: SettingsReader.environment)
        } catch {
            StandardError.write("claimgate: \(error.description)\n")
            return usage
        }
        if wish == .serve || wish == .checkConfiguration, !settings.isInsecure,
            let exposure = settings.exposure(plain: settings.plainPlaces, secure: settings.tlsListen ?? [])
        {
            StandardError.write("claimgate: \(exposure.text)\n")
            return usage
        }
        switch wish {
        case .help:
            StandardOutput.write(SettingsText.help)
            return 0
        case .printConfiguration:
            StandardOutput.write(SettingsText.configuration(settings))
            return 0
        case .checkConfiguration:
            return check(settings)
        case .serve:
            return serve(settings)
        }
    }

    private static func check(_ settings: ServeSettings) -> Int32 {
        guard ProfileFileInput.read(settings.profiles) != nil else { return 1 }
        var notes: [String] = []
        do throws(ServerError) {
            notes += try settings.tls?.check().map(\.description) ?? []
            try settings.checkPlacesOfFiles()
        } catch {
            StandardError.write("claimgate: \(error)\n")
            return 1
        }
        do throws(AccessFault) {
            notes += settings.doubts(about: try AccessFiles.policy(settings), at: .now)
            _ = try LogIDKeyFile.read(settings)
            try LogOutputs.check(settings)
        } catch {
            StandardError.write("claimgate: \(error)\n")
            return 1
        }
        guard canHoldAnswers(settings) else { return 1 }
        notes += SecretFiles.exposed(settings).map(\.text)
        for note in notes { StandardError.write("claimgate: \(note)\n") }
        StandardOutput.write("claimgate: the configuration can be used; \(settings.notTried) is seen at the start\n")
        return 0
    }

    private static func serve(_ settings: ServeSettings) -> Int32 {
        guard let profiles = ProfileFileInput.read(settings.profiles) else { return 1 }
        let resource = LogResource(
            version: LogVersion(written: BuildInformation.version),
            instance: RequestIDSource().next()
        )
        let logs: LogOutputs
        let policy: AccessPolicy?
        let pseudonyms: Pseudonyms?
        do throws(AccessFault) {
            logs = try LogOutputs(settings, resource)
            pseudonyms = try LogIDKeyFile.read(settings).map { Pseudonyms(key: $0, LibCryptography()) }
            policy = try AccessFiles.policy(settings)
        } catch {
            StandardError.write("claimgate: \(error)\n")
            return 1
        }
        guard canHoldAnswers(settings) else { return 1 }
        let gate = policy.map { AccessGate($0) }
        let log = ServiceLog(logs.streams)
        defer { logs.flush() }
        let operations = Operations(settings, profiles, log)
        let handler = ServiceHandler(
            logs: logs.streams,
            limits: settings.service,
            profiles: profiles,
            access: gate,
            limiter: settings.limiter,
            failures: settings.failures,
            repeats: settings.repeats,
            metrics: operations.metrics,
            readiness: operations.readiness,
            pseudonyms: pseudonyms,
            securityContact: settings.securityContact,
            routes: operations.clientRoutes
        )
        let server: Server
        let places: [ListenPlace]
        let operators: (server: Server, places: [ListenPlace])?
        let exposure: Exposure?
        do throws(SettingsReader.Failure) {
            (server, places) = try open(settings, handler, log)
            exposure = try Self.exposure(settings, server, places)
            operators = try operations.open()
        } catch {
            StandardError.write("claimgate: \(error.description)\n")
            return 1
        }
        let figures = ServiceFigures(server, logs, gate, operations)
        operations.metrics.include { figures.write(to: &$0) }
        let signals = ServiceSignals(
            onHangUp: { operations.reload { reload(settings, server, gate, log, logs, pseudonyms) } },
            onImpatience: { signal in
                logs.streams.note(.warning, "server.stop-at-once", [LogField("claimgate.signal", .word(signal))])
                logs.flush()
            }
        )
        // It listens already; said first, so that no request's line comes before.
        log.started(server, places, operators: operators, profiles)
        if let exposure { log.insecure(exposure) }
        log.doubts(settings)
        log.keysInForce(policy?.keys)
        operators?.server.start()
        server.start()
        operations.started()

        // Later, so that the first requests do not wait for pages to come back.
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + .seconds(1)) { StartUpPages.release() }

        operations.stop(server, operators: operators?.server, after: signals.wait())
        return 0
    }

    /// Whether answers can be held where they are to be held; false after saying so. Found only when a client stalls, it
    /// would cost that client its answers.
    private static func canHoldAnswers(_ settings: ServeSettings) -> Bool {
        guard settings.holdsAnswers, let directory = settings.answerDirectory,
            !ServerConfiguration.canHoldAnswers(in: directory)
        else { return true }
        StandardError.write("claimgate: no files can be made in --held-answers-directory \(directory)\n")
        return false
    }

    /// A server that listens, and how each of its addresses was asked for.
    private static func open(
        _ settings: ServeSettings,
        _ handler: ServiceHandler,
        _ log: ServiceLog
    ) throws(SettingsReader.Failure) -> (Server, [ListenPlace]) {
        do throws(ServerError) {
            let (configuration, places) = try settings.serverConfiguration { log.event($0) }
            return (try Server(configuration, handler: handler), places)
        } catch {
            throw SettingsReader.Failure(description: "\(error)")
        }
    }

    /// What is exposed with the operator's consent.
    ///
    /// - Throws: what is exposed without it. Only now is it known what the sockets of systemd are.
    private static func exposure(
        _ settings: ServeSettings,
        _ server: Server,
        _ places: [ListenPlace]
    ) throws(SettingsReader.Failure) -> Exposure? {
        let reached = zip(server.addresses, places).map { address, place in
            if case .systemd = place { ListenPlace.address(address.octets, port: address.port) } else { place }
        }
        let plain = reached[..<server.plainAddressCount]
        let exposure = settings.exposure(plain: Array(plain), secure: Array(reached[plain.endIndex...]))
        if let exposure, !settings.isInsecure { throw SettingsReader.Failure(description: exposure.text) }
        return exposure
    }

    /// Reads everything again that can be read again. When anything is wrong, everything stays as it was: false.
    private static func reload(
        _ settings: ServeSettings,
        _ server: Server,
        _ gate: AccessGate?,
        _ log: ServiceLog,
        _ logs: LogOutputs,
        _ pseudonyms: Pseudonyms?
    ) -> Bool {
        let policy: AccessPolicy?
        let key: [UInt8]?
        let opened: [LogPlace: Int32]
        do throws(AccessFault) {
            policy = try AccessFiles.policy(settings)
            key = try LogIDKeyFile.read(settings)
            opened = try logs.reopened()
        } catch {
            log.reloadFailed(error)
            return false
        }
        do throws(ServerError) {
            try server.reloadCertificates()
        } catch {
            LogOutputs.abandon(opened)
            log.reloadFailed(error)
            return false
        }
        let old = policy.flatMap { gate?.replace(with: $0) }
        if let key { pseudonyms?.replace(key: key) }
        logs.use(opened)
        log.reloaded(policy)
        log.keysChanged(from: old?.keys, to: policy?.keys)
        log.doubts(settings)
        return true
    }
}
