import ClaimRules
import ClaimService
import Dispatch
import HTTPServer
import StructuredLog

/// What operators see of the running service: its figures, whether it is ready, and a place of their own for both.
struct Operations: Sendable {
    let metrics: ServiceMetrics
    let readiness = Readiness(started: false)
    let reloads = ReloadCounts()
    private let systemd = SystemdNotice()
    private let settings: ServeSettings
    private let log: ServiceLog

    init(_ settings: ServeSettings, _ profiles: ProfileSet, _ log: ServiceLog) {
        self.settings = settings
        self.log = log
        // One more for the server of the operators.
        metrics = ServiceMetrics(loops: settings.loops + 1, digest: profiles.digest)
    }

    /// What clients are answered: figures only if they have no place of their own.
    var clientRoutes: [Route] {
        settings.metricsListen?.isEmpty == false ? RouteTable.withoutMetrics : RouteTable.all
    }

    /// A server for operators that listens; nil if none was asked for.
    func open() throws(SettingsReader.Failure) -> (server: Server, places: [ListenPlace])? {
        let handler = ServiceHandler(
            logs: log.streams,
            metrics: metrics,
            firstLoop: settings.loops,
            readiness: readiness,
            routes: RouteTable.operations
        )
        do throws(ServerError) {
            guard let (configuration, places) = try settings.operationsConfiguration() else { return nil }
            return (try Server(configuration, handler: handler), places)
        } catch {
            throw SettingsReader.Failure(description: "\(error)")
        }
    }

    /// Everything is read and listening.
    func started() {
        readiness.start()
        systemd.ready()
    }

    /// Counts a reload, and says how it went to those who ask.
    func reload(_ read: () -> Bool) {
        systemd.reloading()
        let isGood = read()
        reloads.count(isGood: isGood)
        readiness.reloaded(isGood: isGood)
        if isGood { systemd.ready() } else { systemd.reloadFailed() }
    }

    /// Finishes what is in flight, within the grace time, and says what was given up.
    func stop(_ server: Server, operators: Server?, after signal: LogWord) {
        readiness.stop()
        systemd.stopping()
        log.streams.note(
            .notice,
            "server.stopping",
            [
                LogField("claimgate.signal", .word(signal)),
                LogField("claimgate.connections", .integer(server.connectionCount)),
            ]
        )
        // Operators can watch it stop until the last client is gone.
        for server in [server, operators].compactMap(\.self) {
            let closed = DispatchSemaphore(value: 0)
            server.shutDown(grace: settings.grace) { closed.signal() }
            closed.wait()
        }
        let givenUp = server.statistics.givenUp
        log.streams.note(
            givenUp > 0 ? .warning : .notice,
            "server.stop",
            [LogField("claimgate.given_up_connections", .integer(givenUp))]
        )
    }
}
