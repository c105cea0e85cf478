import Foundation
import HTTPMessage
import HTTPServer
import Testing

@testable import claimgate

/// Settings from flags and variables, without a server.
struct SettingsTests {
    private func read(_ arguments: [String], _ environment: [String: String] = [:]) throws -> ServeSettings {
        try SettingsReader.read(arguments, environment: environment.sorted { $0.key < $1.key }.map { ($0, $1) }).1
    }

    private func refusal(_ arguments: [String], _ environment: [String: String] = [:]) -> String {
        do {
            _ = try read(arguments, environment)
            return "taken"
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "Sizes and times are read with their units",
        arguments: [
            ("--max-document", "1B", "1B"), ("--max-document", "3KiB", "3KiB"), ("--max-document", "1024KiB", "1MiB"),
            ("--max-document", "1GiB", "1GiB"), ("--body-rate", "0B/s", "0B/s"), ("--body-rate", "1024KiB/s", "1MiB/s"),
            ("--idle-time", "10ms", "10ms"), ("--idle-time", "120s", "120s"), ("--idle-time", "5m", "5m"),
            ("--idle-time", "180s", "3m"), ("--idle-time", "24h", "24h"), ("--grace", "0s", "0s"),
            ("--max-fields", "4", "4"), ("--max-fields", "10000", "10000"),
        ]
    )
    func units(flag: String, given: String, shown: String) throws {
        let settings = try read([flag, given])
        let setting = try #require(ServeSettings.all.first { "--\($0.name)" == flag })
        #expect(setting.get(settings) == shown)
    }

    @Test(
        "A value that cannot be used is answered with what would be right",
        arguments: [
            (["--idle-time", "30"], "--idle-time: `30` cannot be used; give a time with its unit (ms, s, m or h)"),
            (["--idle-time", "9ms"], "from 10ms to 24h"), (["--idle-time", "86401s"], "from 10ms to 24h"),
            (["--idle-time", "-1s"], "as in 30s"), (["--idle-time", "1.5s"], "as in 30s"),
            (["--idle-time", "99999999999999999999h"], "as in 30s"), (["--max-head", "5KB"], "(B, KiB, MiB or GiB)"),
            (["--max-head", "255B"], "from 256B to 1MiB"), (["--max-head", "1025KiB"], "from 256B to 1MiB"),
            (["--max-document", "9223372036854775807GiB"], "give a size"), (["--body-rate", "1KiB"], "as in 1KiB/s"),
            (["--max-fields", "3"], "a whole number from 4 to 10000"), (["--max-fields", "10001"], "from 4 to 10000"),
            (["--tls-clients", "some"], "give one of off, optional, required"),
            (["--log-level", "loud"], "give one of debug, info, notice, warning, error"),
            (["--listen", "example.org:80"], "give 127.0.0.1:8080, [::1]:8080"),
            (["--listen", "127.0.0.1:65536"], "give 127.0.0.1:8080"),
            (["--listen", "127.0.0.1"], "give 127.0.0.1:8080"),
            (["--listen", "unix:relative"], "give an absolute path"),
            (["--listen", "unix:/" + String(repeating: "a", count: 107)], "at most 107 bytes"),
            (["--listen", "unix:/a?mode=9"], "unix:/a?mode=0660"), (["--listen", "unix:/a?made=0600"], "?mode=0660"),
            (["--listen", ""], "give 127.0.0.1:8080"), (["--listen"], "--listen needs a place after it"),
            (["--threads", "1", "--threads", "2"], "--threads was given twice"),
            (["--thread", "1"], "--thread is no flag; did you mean --threads?"),
            (["--colour=red"], "--colour is no flag; see claimgate serve --help"),
            (["now"], "`now` is no flag"), (["--tls-listen", "*:0"], "needs --tls-certificate and --tls-key"),
            (["--tls-listen", "*:0", "--tls-certificate", "a"], "there are 1 of --tls-certificate and 0 of --tls-key"),
            (["--tls-certificate", "a", "--tls-key", "b"], "needs --tls-listen"),
            (["--tls-clients", "required"], "needs --tls-client-authorities"),
            (["--tls-client-authorities", "a"], "needs --tls-clients"), (["--tls-key", ""], "the path of a file"),
            (["--log-access", "logs/access"], "give stderr, stdout, off, or the absolute path of a file"),
            (["--log-audit", "/var/log/"], "the absolute path of a file"), (["--log-service", ""], "give stderr"),
            (["--security-contact", "clinic.example"], "give a URI"),
            (["--security-contact", "mailto:"], "give a URI"),
            (["--security-contact", "mailto:a@b\nExpires: 1"], "give a URI"),
            (["--security-expires", "soon"], "give a time in UTC"),
            (["--security-contact", "mailto:a@b.example"], "given together or not at all"),
            (["--security-expires", "2027-06-30T00:00:00Z"], "given together or not at all"),
            (["--failed-login-limit", "-1"], "a whole number from 0 to 1000000"),
            (["--max-target", "32KiB"], "--max-target must be less than --max-head"),
            (["--max-connections", "9", "--max-connections-per-address", "10"], "must not be more than"),
            (["--api-keys", "/a", "--log-audit", "/a"], "--log-audit is a file that is read, /a"),
            (
                ["--metrics-listen", "127.0.0.1:8080"],
                "--metrics-listen 127.0.0.1:8080 takes the place of --listen 127"
            ),
            (
                ["--listen", "unix:/a,unix:/a?mode=0600"],
                "--listen unix:/a?mode=0600 takes the place of --listen unix:/a;"
            ),
            (["--listen", "systemd:a,systemd"], "--listen systemd takes the place of --listen systemd:a"),
        ]
    )
    func refusals(arguments: [String], message: String) {
        #expect(refusal(arguments).contains(message))
    }

    @Test("A flag wins over its variable, also for lists")
    func precedence() throws {
        let environment = ["CLAIMGATE_LISTEN": "127.0.0.1:1,[::1]:2", "CLAIMGATE_IDLE_TIME": "5s"]
        #expect(try read([], environment).plainPlaces.map(\.text) == ["127.0.0.1:1", "[::1]:2"])
        let settings = try read(["--listen=*:3", "--listen", "unix:/a", "--idle-time", "6s"], environment)
        #expect(settings.plainPlaces == [.everywhere(port: 3), .unix(path: "/a", mode: 0o660)])
        #expect(settings.http.idleTime == .seconds(6))
    }

    @Test(
        "A place is shown as it is written",
        arguments: [
            "127.0.0.1:8080", "[::1]:0", "*:80", "unix:/run/a.sock", "unix:/run/a.sock?mode=0600", "systemd",
            "systemd:https",
        ]
    )
    func places(text: String) throws {
        #expect(try ListenPlace(text).text == text)
    }

    @Test(
        "A place takes another's if both want the same, and not otherwise",
        arguments: [
            ("127.0.0.1:1", "127.0.0.1:1", true), ("127.0.0.1:1", "127.0.0.1:2", false),
            ("127.0.0.1:1", "127.0.0.2:1", false), ("127.0.0.1:0", "127.0.0.1:0", false),
            ("*:1", "127.0.0.1:1", true), ("*:1", "[::1]:1", true), ("*:1", "*:1", true), ("*:0", "*:0", false),
            ("*:1", "*:2", false), ("0.0.0.0:1", "127.0.0.1:1", true), ("[::]:1", "[::1]:1", true),
            ("[::]:1", "127.0.0.1:1", false), ("[::1]:1", "127.0.0.1:1", false), ("*:1", "unix:/a", false),
            ("unix:/a", "unix:/a?mode=0600", true), ("unix:/a", "unix:/b", false), ("systemd", "systemd:a", true),
            ("systemd:a", "systemd:a", true), ("systemd:a", "systemd:b", false), ("systemd", "unix:/a", false),
        ]
    )
    func overlaps(one: String, other: String, overlap: Bool) throws {
        #expect(try ListenPlace(one).overlaps(ListenPlace(other)) == overlap)
        #expect(try ListenPlace(other).overlaps(ListenPlace(one)) == overlap)
    }

    @Test("Sockets of systemd are found by name, and their want is told")
    func systemd() throws {
        let variables = ["LISTEN_PID": "7", "LISTEN_FDS": "3", "LISTEN_FDNAMES": "http:https:http"]
        let opened = SocketActivation(processID: 7) { variables[$0] }
        #expect(try ListenPlace("systemd").addresses(opened) == [.descriptor(3), .descriptor(4), .descriptor(5)])
        #expect(try ListenPlace("systemd:http").addresses(opened) == [.descriptor(3), .descriptor(5)])
        #expect(throws: SettingFault.self) { try ListenPlace("systemd:other").addresses(opened) }
        let none = SocketActivation(processID: 8) { variables[$0] }
        #expect(throws: SettingFault.self) { try ListenPlace("systemd").addresses(none) }
    }

    @Test("Without a word it listens on loopback, and with TLS alone only there")
    func standardPlace() throws {
        #expect(try read([]).plainPlaces == [.standard])
        let tls = ["--tls-listen", "*:0", "--tls-certificate", "a,b", "--tls-key", "c", "--tls-key", "d"]
        let settings = try read(tls)
        #expect(settings.plainPlaces.isEmpty)
        #expect(settings.tls?.identities.map(\.keyFile) == ["c", "d"])
        #expect(try read(tls + ["--listen", "*:1"]).plainPlaces == [.everywhere(port: 1)])
    }

    @Test("What --print-config prints gives the same settings again")
    func roundTrip() throws {
        let settings = try read([
            "--listen", "*:1,unix:/a?mode=0600", "--tls-listen", "[::]:2", "--tls-certificate", "a", "--tls-key", "b",
            "--tls-clients", "optional", "--tls-client-authorities", "c", "--tls-minimum", "1.3", "--idle-time", "90s",
            "--max-document", "2MiB", "--tls-ticket-lifetime", "0s", "--log-access", "/a", "--log-decisions", "off",
            "--log-audit", "stdout", "--log-id-key", "/k", "--security-contact",
            "mailto:a@b.example,https://b.example/c",
            "--security-expires", "2027-06-30T00:00:00Z", "--failed-login-limit", "7",
        ])
        let text = SettingsText.configuration(settings)
        let pairs = text.split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        let again = try SettingsReader.read([], environment: pairs.map { ($0[0], $0[1]) }).1
        #expect(SettingsText.configuration(again) == text)
        for line in [
            "TLS_TICKET_LIFETIME=0s", "LOG_SERVICE=stderr", "LOG_ACCESS=/a", "LOG_DECISIONS=off", "LOG_AUDIT=stdout",
            "LOG_ID_KEY=/k", "SECURITY_CONTACT=mailto:a@b.example,https://b.example/c",
            "SECURITY_EXPIRES=2027-06-30T00:00:00Z", "FAILED_LOGIN_LIMIT=7",
        ] {
            #expect(text.contains("CLAIMGATE_\(line)\n"))
        }
    }

    @Test("Every limit reaches the server")
    func serverConfiguration() throws {
        let settings = try read([
            "--max-target=1KiB", "--max-head=2KiB", "--max-fields=5", "--max-trailer=3B", "--max-drain=4B",
            "--max-backlog=5KiB", "--max-pipelined=6", "--max-connections=8", "--max-connections-per-address=7",
            "--threads=2", "--head-time=1s", "--body-grace=2s", "--body-rate=3B/s", "--idle-time=4s",
            "--write-stall=5s", "--answer-rate=6B/s", "--linger-time=7s", "--max-method=16B", "--max-chunk-line=17B",
            "--max-chunk-overhead=65B", "--max-ratio=18",
        ])
        let (configuration, _) = try settings.serverConfiguration { _ in }
        var limits = HTTPLimits()
        limits.methodBytes = 16
        limits.chunkLineBytes = 17
        limits.chunkOverheadBytes = 65
        limits.targetBytes = 1024
        limits.headBytes = 2048
        limits.fieldCount = 5
        limits.trailerBytes = 3
        limits.drainBytes = 4
        limits.backlogBytes = 5120
        limits.pipelinedRequests = 6
        limits.headTime = .seconds(1)
        limits.bodyGraceTime = .seconds(2)
        limits.bodyBytesPerSecond = 3
        limits.idleTime = .seconds(4)
        limits.writeStallTime = .seconds(5)
        limits.answerBytesPerSecond = 6
        limits.lingerTime = .seconds(7)
        #expect(configuration.limits == limits)
        #expect(configuration.contentCodings?.maximumRatio == 18)
        #expect(configuration.maximumConnections == 8)
        #expect(configuration.maximumConnectionsPerAddress == 7)
        #expect(configuration.loops == 2)
    }

    @Test("One address may have three quarters of all connections, unless told, and never more than all")
    func connectionsPerAddress() throws {
        #expect(try read([]).connectionsPerAddress == 3072)
        #expect(try read(["--max-connections=1"]).connectionsPerAddress == 1)
        #expect(try read(["--max-connections=10"]).connectionsPerAddress == 8)
        #expect(try read(["--max-connections-per-address=10", "--max-connections=10"]).connectionsPerAddress == 10)
    }

    @Test("The README has the tables of settings; UPDATE_SETTINGS=1 renews them")
    func page() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md")
        var text = try String(contentsOf: page, encoding: .utf8)
        if ProcessInfo.processInfo.environment["UPDATE_SETTINGS"] == "1" {
            let settings = try Regex(#"\| flag \| variable .*\n(?:\|.*\n)+"#)
            let others = try Regex(#"\| variable \| also .*\n(?:\|.*\n)+"#)
            text = text.replacing(settings, with: SettingsText.table + "\n")
            text = text.replacing(others, with: SettingsText.otherCommandsTable + "\n")
            try text.write(to: page, atomically: true, encoding: .utf8)
        } else {
            #expect(text.contains("\n\(SettingsText.table)\n\n"))
            #expect(text.contains("\n\(SettingsText.otherCommandsTable)\n\n"))
        }
    }

    @Test("Every setting is in the help, each with a name of its own")
    func help() {
        let names = ServeSettings.all.map(\.name)
        #expect(Set(names).count == names.count)
        for setting in ServeSettings.all {
            #expect(SettingsText.help.contains("\n  --\(setting.name)\(setting.isSwitch ? " " : " <")"))
        }
    }
}
