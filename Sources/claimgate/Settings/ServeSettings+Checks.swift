import HTTPMessage

extension ServeSettings {
    /// Finds what each setting allows and all of them together do not.
    func checkTogether() throws(SettingsReader.Failure) {
        func fail(_ text: String) -> SettingsReader.Failure { SettingsReader.Failure(description: text) }
        if plainPlaces.isEmpty, (tlsListen ?? []).isEmpty { throw fail("no place to listen is left; give --listen") }
        if tlsListen?.isEmpty == false, certificates.isEmpty {
            throw fail("--tls-listen needs --tls-certificate and --tls-key")
        }
        if certificates.count != keys.count {
            throw fail(
                "there are \(certificates.count) of --tls-certificate and \(keys.count) of --tls-key; "
                    + "give a key for each certificate, in the same order"
            )
        }
        if (tlsListen ?? []).isEmpty, !certificates.isEmpty {
            throw fail("--tls-certificate needs --tls-listen, the place to listen for TLS")
        }
        if clients != .off, authorities == nil {
            throw fail("--tls-clients \(clients.rawValue) needs --tls-client-authorities")
        }
        if clients == .off, authorities != nil {
            throw fail("--tls-client-authorities needs --tls-clients optional or --tls-clients required")
        }
        if clients == .off, revocations != nil || clientList != nil {
            throw fail("--tls-client-list and --tls-client-revocations need --tls-clients optional or required")
        }
        let tokens = [tokenKeys != nil, tokenIssuer != nil, !tokenAudiences.isEmpty]
        if tokens.contains(true), tokens.contains(false) {
            throw fail("--token-keys, --token-issuer and --token-audience are given together or not at all")
        }
        if securityContacts.isEmpty != (securityExpires == nil) {
            throw fail("--security-contact and --security-expires are given together or not at all")
        }
        if http.targetBytes >= http.headBytes {
            throw fail("--max-target must be less than --max-head, which holds the target and the fields")
        }
        if connectionsPerAddress > connections {
            throw fail("--max-connections-per-address must not be more than --max-connections")
        }
        try checkPlaces()
        try checkLogs()
    }

    /// Each place is for one listener: the second would find it taken.
    private func checkPlaces() throws(SettingsReader.Failure) {
        let places =
            plainPlaces.map { ("--listen", $0) } + (tlsListen ?? []).map { ("--tls-listen", $0) }
            + (metricsListen ?? []).map { ("--metrics-listen", $0) }
        for (index, (flag, place)) in places.enumerated() {
            guard let (otherFlag, other) = places[..<index].first(where: { $0.1.overlaps(place) }) else { continue }
            throw SettingsReader.Failure(
                description: "\(flag) \(place.text) takes the place of \(otherFlag) \(other.text); "
                    + "give each a port or path of its own"
            )
        }
    }

    /// A log is added to its file: one that is also read would be spoilt.
    private func checkLogs() throws(SettingsReader.Failure) {
        let single = [authorities, revocations, apiKeys, clientList, tokenKeys, logIDKey].compactMap(\.self)
        let read = certificates + keys + profiles + single
        let logs = [
            ("--log-service", logService), ("--log-access", logAccess), ("--log-decisions", logDecisions),
            ("--log-audit", logAudit),
        ]
        for (flag, place) in logs {
            guard let path = place.path, read.contains(path) else { continue }
            throw SettingsReader.Failure(description: "\(flag) is a file that is read, \(path); give a file of its own")
        }
    }
}
