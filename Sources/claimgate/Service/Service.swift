import ClaimRules
import ClaimService
import Dispatch
import HTTPMessage
import HTTPServer
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
        do throws(ServerError) {
            for note in try settings.tls?.check() ?? [] { StandardError.write("claimgate: \(note)\n") }
        } catch {
            StandardError.write("claimgate: \(error)\n")
            return 1
        }
        StandardOutput.write("claimgate: the configuration can be used\n")
        return 0
    }

    private static func serve(_ settings: ServeSettings) -> Int32 {
        guard let profiles = ProfileFileInput.read(settings.profiles) else { return 1 }
        let sink = DescriptorLogSink(format: settings.logFormat.format(isTerminal: StandardError.isTerminal))
        let log = ServiceLog(Logger(level: settings.logLevel, sink: sink))
        defer { sink.flush() }
        let handler = ServiceHandler(logger: log.logger, limits: settings.service, profiles: profiles)
        let server: Server
        let places: [ListenPlace]
        do throws(SettingsReader.Failure) {
            (server, places) = try open(settings, handler, log)
        } catch {
            StandardError.write("claimgate: \(error.description)\n")
            return 1
        }
        let signals = ServiceSignals(
            onHangUp: { reload(server, log) },
            onImpatience: { signal in
                log.logger.log(.warning, "server.stop-at-once", [LogField("signal", .word(signal))])
                sink.flush()
            }
        )
        // It listens already; said first, so that no request's line comes before.
        log.started(server, places, profiles)
        server.start()

        // Later, so that the first requests do not wait for pages to come back.
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + .seconds(1)) { StartUpPages.release() }

        let signal = signals.wait()
        handler.isReady = false
        log.logger.log(.notice, "server.stopping", [LogField("signal", .word(signal))])
        let closed = DispatchSemaphore(value: 0)
        server.shutDown(grace: settings.grace) { closed.signal() }
        closed.wait()
        log.logger.log(.notice, "server.stop")
        return 0
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

    private static func reload(_ server: Server, _ log: ServiceLog) {
        do throws(ServerError) {
            try server.reloadCertificates()
            log.logger.log(.notice, "server.reloaded")
        } catch {
            log.reloadFailed(error)
        }
    }
}
