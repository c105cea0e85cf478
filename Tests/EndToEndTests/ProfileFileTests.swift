import Foundation
import TestSupport
import Testing

/// A deployment's own profiles, from the file to the answer.
struct ProfileFileTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "deploy/profiles/acme-health.json").path

    private static let month = """
        {"serviceMonth":"2026-03","profile":"acme-health","lines":[{"code":"99490","units":1,"date":"2026-03-31"}]}
        """

    private func bad(_ text: String = #"{"id":"cms-ffs","titel":"x"}"#) throws -> URL {
        let file = FileManager.default.temporaryDirectory.appending(path: "claimgate-\(UUID().uuidString).json")
        try Data(text.utf8).write(to: file)
        return file
    }

    @Test("A service judges by the profile of a file, lists it, shows its weights, and gives one digest everywhere")
    func serve() throws {
        let program = try Program(
            ["serve", "--listen", "127.0.0.1:0", "--log-format", "json"],
            environment: ["CLAIMGATE_PROFILES": Self.file]
        )
        let place = try #require(program.nextErrorLine())
        let start = try #require(program.nextErrorLine())
        let number = try #require(place.firstMatch(of: /"server\.port":(\d+)/)?.1)
        let port = try #require(UInt16(number))
        let digest = String(try #require(start.firstMatch(of: /sha256:[0-9a-f]{64}/)?.0))
        let answer = LoopbackClient.send(
            port: port,
            "POST",
            "/v1/claims/validate",
            ["Content-Type: application/json"],
            body: Self.month
        )
        #expect(answer.contains(#""rule":"modifier-required""#))
        #expect(answer.contains(#""digest":"\#(digest)","profile":"acme-health""#))
        let profiles = LoopbackClient.send(port: port, "GET", "/v1/profiles", [], body: "")
        #expect(profiles.contains(#"{"id":"acme-health","title":"Acme Health, commercial""#))
        #expect(profiles.contains(digest))
        let rule = LoopbackClient.send(port: port, "GET", "/v1/rules/two-diagnoses-on-claim", [], body: "")
        #expect(rule.contains(#""acme-health":"error"}"#))
        #expect(program.stop(SIGTERM) == 0)
        // The command gives the same bytes from the same document and file.
        let command = try Program.run(["validate", "--profiles", Self.file], input: Self.month)
        #expect(answer.hasSuffix(command.output))
    }

    @Test("A bad file keeps a service from starting and a command from answering, and all of it is said")
    func refused() throws {
        let file = try bad()
        defer { try? FileManager.default.removeItem(at: file) }
        for command in [
            ["serve", "--listen", "127.0.0.1:0"], ["validate"], ["suggest"], ["gaps"], ["rules", "list"],
        ] {
            let result = try Program.run(command + ["--profiles", "\(Self.file),\(file.path)"], input: Self.month)
            #expect(result.status == (command[0] == "serve" ? 1 : 2), "\(command)")
            #expect(result.output.isEmpty)
            #expect(result.errors.split(separator: "\n").count == 4)
            #expect(result.errors.contains("\(file.path):1:7: /id: There is a profile `cms-ffs` already"))
            #expect(result.errors.contains("There is no member `titel`; did you mean `title`?"))
        }
        let missing = try Program.run(["validate", "--profiles", "no-such-file.json"], input: Self.month)
        #expect(missing.status == 2)
        #expect(missing.errors == "no-such-file.json: No such file or directory\n")
    }

    @Test("A flag chooses an own profile, weights are listed, and a name that is not there is refused")
    func chosen() throws {
        let clean = #"{"serviceMonth":"2026-03","lines":[{"code":"99490"}]}"#
        let own = ["--profiles", Self.file, "--profile", "acme-health"]
        #expect(try Program.run(["validate"] + own, input: clean).output.contains(#""profile":"acme-health""#))
        #expect(try Program.run(["gaps"] + own, input: clean).output.contains(#""profile":"acme-health""#))
        let list = try Program.run(["rules", "list"] + own)
        #expect(list.output.contains(/two-diagnoses-on-claim +error/))
        let environment = ["CLAIMGATE_PROFILES": Self.file]
        #expect(
            try Program.run(["rules", "list", "--profile", "acme-health"], environment: environment).output
                == list.output
        )
        #expect(try Program.run(["rules"], environment: environment).status == 0)
        let unknown = try Program.run(["validate", "--profile", "acme-health"], input: clean)
        #expect(unknown.status == 64)
        #expect(unknown.errors.contains("Give one of cms-ffs"))
    }
}
