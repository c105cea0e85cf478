import ClaimService
import Glibc
import HTTPServer
import LibCrypto

extension ServeSettings {
    /// Certificates and keys; nil without a place to listen for TLS.
    var tls: TLSConfiguration? {
        guard tlsListen?.isEmpty == false else { return nil }
        var tls = TLSConfiguration(
            identities: zip(certificates, keys).map { .init(certificateFile: $0, keyFile: $1) }
        )
        tls.minimumVersion = minimumVersion == .thirteen ? .tls13 : .tls12
        switch clients {
        case .off: break
        case .optional: tls.clientCertificates = .optional(authoritiesFile: authorities ?? "")
        case .required: tls.clientCertificates = .required(authoritiesFile: authorities ?? "")
        }
        tls.revocationsFile = revocations
        tls.ticketLifetime = ticketLifetime
        tls.handshakeTime = handshakeTime
        return tls
    }

    /// How many requests each caller may send; nil without a limit.
    var limiter: RateLimiter? {
        guard rateLimit > 0 else { return nil }
        return RateLimiter(
            RateLimit(perMinute: rateLimit, burst: rateBurst, callers: rateCallers),
            clock: MonotonicClock.nanoseconds
        )
    }

    /// How often an address may fail to say who it is; nil without a limit.
    var failures: RateLimiter? {
        guard failedLogins > 0, asksWhoCalls else { return nil }
        return RateLimiter(
            RateLimit(perMinute: failedLogins, burst: failedLogins, callers: rateCallers),
            clock: MonotonicClock.nanoseconds
        )
    }

    /// What `/.well-known/security.txt` says; nil for nothing.
    var securityContact: SecurityContact? {
        securityExpires.map { SecurityContact(contacts: securityContacts, expires: $0) }
    }

    /// Where answers are kept for repeated requests; nil where none are.
    var repeats: RepeatedRequests? {
        guard idempotencyBytes > 0 else { return nil }
        return RepeatedRequests(
            RepeatLimits(time: Int(idempotencyTime / .seconds(1)), bytes: idempotencyBytes),
            LibCryptography(),
            clock: MonotonicClock.nanoseconds
        )
    }

    /// The server's configuration, and the place that each of its listeners comes from.
    func serverConfiguration(
        onEvent: @escaping @Sendable (ServerEvent) -> Void
    ) throws(ServerError) -> (ServerConfiguration, [ListenPlace]) {
        let opened = SocketActivation { name in getenv(name).map { String(cString: $0) } }
        let plain = try resolved(plainPlaces, opened)
        let secure = try resolved(tlsListen ?? [], opened)
        var configuration = ServerConfiguration(
            listeners: plain.map(\.address),
            serverName: "claimgate",
            onEvent: onEvent
        )
        configuration.secureListeners = secure.map(\.address)
        configuration.tls = tls
        configuration.limits = http
        configuration.contentCodings?.maximumRatio = decodedRatio
        configuration.answerDirectory = answerDirectory
        configuration.loops = threads
        configuration.maximumConnections = connections
        configuration.maximumConnectionsPerAddress = connectionsPerAddress
        return (configuration, (plain + secure).map(\.place))
    }

    /// Finds what would keep it from listening, as far as that can be seen without trying.
    func checkPlacesOfFiles() throws(ServerError) {
        for place in plainPlaces + (tlsListen ?? []) + (metricsListen ?? []) {
            guard case .unix(let path, let mode) = place else { continue }
            try ListenAddress.unix(path: path, permissions: mode).check()
        }
    }

    /// The configuration of the server for operators, and the place that each of its listeners comes from; nil for none.
    func operationsConfiguration() throws(ServerError) -> (ServerConfiguration, [ListenPlace])? {
        guard let places = metricsListen, !places.isEmpty else { return nil }
        let opened = SocketActivation { name in getenv(name).map { String(cString: $0) } }
        let resolved = try resolved(places, opened)
        var configuration = ServerConfiguration(listeners: resolved.map(\.address), serverName: "claimgate")
        configuration.limits = http
        configuration.answerDirectory = nil
        configuration.loops = 1
        configuration.maximumConnections = ServeSettings.operationsConnections
        return (configuration, resolved.map(\.place))
    }

    /// Collectors and probes are few; whoever comes beyond them is told 503.
    static let operationsConnections = 64

    /// Threads that serve connections.
    var loops: Int { threads > 0 ? threads : ServerConfiguration.processors }

    private func resolved(
        _ places: [ListenPlace],
        _ opened: SocketActivation
    ) throws(ServerError) -> [(place: ListenPlace, address: ListenAddress)] {
        var result: [(place: ListenPlace, address: ListenAddress)] = []
        for place in places {
            do throws(SettingFault) {
                result += try place.addresses(opened).map { (place, $0) }
            } catch {
                throw ServerError(.invalidAddress, "listening on \(place.text)", reason: error.remedy)
            }
        }
        return result
    }
}

/// Time that never goes back, whatever is done to the machine's clock.
private enum MonotonicClock {
    @Sendable static func nanoseconds() -> Int {
        var moment = timespec()
        // CLOCK_MONOTONIC with a valid pointer cannot fail (clock_gettime(2)).
        _ = clock_gettime(CLOCK_MONOTONIC, &moment)
        return moment.tv_sec * 1_000_000_000 + moment.tv_nsec
    }
}
