import ArgumentParser
import ClaimRules
import ClaimService
import Dispatch
import HTTPMessage
import HTTPServer
import StructuredLog

/// Serves HTTP until it is told to stop.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer the three questions over HTTP.",
        discussion: """
            Every flag is also a variable of the same name: --log-level is CLAIMGATE_LOG_LEVEL. A flag wins over its \
            variable, and a CLAIMGATE_ variable that names no flag is an error.

            Logs are JSON lines on standard error. SIGTERM or SIGINT finishes what is in flight and exits with 0.

              claimgate serve
              claimgate serve --address 127.0.0.1:9000 --log-level warning
              CLAIMGATE_ADDRESS=[::1]:8080 claimgate serve
            """
    )

    @OptionGroup(title: "Address") var address: AddressSettings
    @OptionGroup(title: "Log") var log: LogSettings
    @OptionGroup(title: "Limits") var limits: LimitSettings

    func run() throws {
        let sink = DescriptorLogSink(format: log.logFormat.format(isTerminal: StandardError.isTerminal))
        let logger = Logger(level: log.logLevel, sink: sink)
        var serviceLimits = ServiceLimits()
        serviceLimits.documentBytes = limits.maxDocumentBytes.value
        let handler = ServiceHandler(logger: logger, limits: serviceLimits)
        let server: Server
        do throws(ServerError) {
            server = try Server(configuration(logger), handler: handler)
        } catch {
            StandardError.write("claimgate: \(error)\n")
            throw ExitCode(1)
        }
        let stop = StopSignal()
        server.start()
        logStart(logger, port: server.addresses[0].port)

        // Later, so that the first requests do not wait for pages to come back.
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + .seconds(1)) { StartUpPages.release() }

        let signal = stop.wait()
        handler.isReady = false
        logger.log(.notice, "server.stopping", [LogField("signal", .word(signal))])
        let closed = DispatchSemaphore(value: 0)
        server.shutDown(grace: .seconds(limits.graceSeconds.value)) { closed.signal() }
        closed.wait()
        logger.log(.notice, "server.stop")
        sink.flush()
    }

    private func configuration(_ logger: Logger) -> ServerConfiguration {
        let place = HTTPServer.ListenAddress.ip(address.address.host, port: address.address.port)
        var configuration = ServerConfiguration(listeners: [place], serverName: "claimgate") { event in
            switch event {
            case .acceptPaused(let errno):
                logger.log(.warning, "server.accept-paused", [LogField("errno", .integer(Int(errno)))])
            case .handshakeFailed:
                logger.log(.debug, "server.tls-handshake-failed")
            case .ticketKeysKept:
                logger.log(.warning, "server.tls-ticket-keys-kept")
            case .connectionTurnedAway(let perAddress):
                logger.log(.debug, "server.connection-refused", [LogField("perAddress", .boolean(perAddress))])
            }
        }
        configuration.loops = limits.threads
        configuration.maximumConnections = limits.maxConnections.value
        configuration.maximumConnectionsPerAddress = limits.maxConnections.value
        configuration.limits.headTime = .seconds(limits.headSeconds.value)
        configuration.limits.idleTime = .seconds(limits.idleSeconds.value)
        return configuration
    }

    private func logStart(_ logger: Logger, port: UInt16) {
        let bound = ServiceAddress(octets: address.address.octets, port: port)
        let fields: [LogField?] = [
            bound.networkAddress.map { LogField("address", .address($0)) },
            LogVersion(written: BuildInformation.version).map { LogField("version", .version($0)) },
            LogVersion(written: Ruleset.version).map { LogField("ruleset", .version($0)) },
            LogDigest(written: Ruleset.digest).map { LogField("rulesetDigest", .digest($0)) },
            LogField("rules", .integer(RuleCatalog.all.count)),
        ]
        logger.log(.notice, "server.start", fields.compactMap(\.self))
    }
}
