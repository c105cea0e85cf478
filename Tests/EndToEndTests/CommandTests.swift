import Foundation
import TestSupport
import Testing

/// The command on files and standard input.
struct CommandTests {
    private static let clean = """
        {"id":"clean","serviceMonth":"2026-03","lines":[{"code":"99490","units":1,"date":"2026-03-31"}]}
        """

    @Test("An answer on standard input is JSON, and review ends with 1")
    func standardInput() throws {
        for arguments in [["validate"], ["validate", "-"]] {
            let result = try Program.run(arguments, input: Self.clean)
            #expect(result.status == 1)
            #expect(result.output.hasPrefix(#"{"id":"clean","verdict":"review","#))
            #expect(result.errors.isEmpty)
        }
    }

    @Test("A file gives the same answer as standard input, and text is for people")
    func file() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "claimgate-\(UUID().uuidString).json")
        try Data(Self.clean.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let fromFile = try Program.run(["validate", file.path])
        #expect(fromFile.output == (try Program.run(["validate"], input: Self.clean).output))
        let text = try Program.run(["validate", "--format", "text", file.path])
        #expect(text.output.hasPrefix("REVIEW"))
        #expect(text.status == 1)
    }

    @Test(
        "Unusable input ends with 2 and says where it is wrong and what would be right",
        arguments: [
            (["validate"], "", "standard input:1:1: The document is empty.\n"),
            (["suggest"], "{\n  \"serviceMonth\": 3,}", "standard input:2:21: "),
            (
                ["validate"], #"{"serviceMonth":"2026-03"}"#,
                "standard input:1:1: /lines: At least one line is needed.\n"
            ),
            (["gaps"], "{\"serviceMonth\":\n \"2026-13\"}", "standard input:2:2: /serviceMonth: "),
            (["suggest"], #"{"lines":[]}"#, "standard input:1:1: /serviceMonth: This member is required.\n"),
            (["validate", "no-such-file.json"], "", "no-such-file.json: No such file or directory\n"),
            (["validate", "/"], "", "/: Is a directory\n"),
        ]
    )
    func unusable(arguments: [String], input: String, message: String) throws {
        let result = try Program.run(arguments, input: input)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix(message))
    }

    @Test("A FHIR document is told by its resource type, and answered in the form that is asked for")
    func fhir() throws {
        let claim = FHIRTree.claim().json
        #expect(try Program.run(["validate"], input: claim).output.hasPrefix(#"{"id":"claim-1","verdict":"review","#))
        for (form, type) in [("fhir", "ClaimResponse"), ("outcome", "OperationOutcome")] {
            let result = try Program.run(["validate", "--format", form], input: claim)
            #expect(result.status == 1 && result.output.hasPrefix("{\"resourceType\":\"\(type)\""))
            #expect(try Program.run(["suggest", "--format", form], input: claim).status != 0)
        }
        #expect(try Program.run(["suggest", "--format", "text"], input: claim).output.contains("March 2026"))
        let wrong = try Program.run(["gaps"], input: #"{"resourceType":"Claim"}"#)
        #expect(wrong.status == 2 && wrong.errors.hasPrefix("standard input:1:1: /billablePeriod: "))
    }

    @Test("A document of a mebibyte is read, and one byte more is not")
    func size() throws {
        let limit = 1 << 20
        let padded = Self.clean + String(repeating: " ", count: limit - Self.clean.utf8.count)
        #expect(try Program.run(["validate"], input: padded).status == 1)
        let refused = try Program.run(["validate"], input: padded + " ")
        #expect(refused.status == 2)
        #expect(refused.errors.contains("larger than 1048576 bytes"))
    }

    @Test("A profile on the command line takes the place of the document's own")
    func profile() throws {
        let result = try Program.run(["validate", "--profile", "seed-strict"], input: Self.clean)
        #expect(result.output.contains(#""profile":"seed-strict""#))
        #expect(try Program.run(["validate", "--profile", "mine"], input: Self.clean).status == 64)
    }

    @Test("Gaps are asked for the codes of the flag")
    func gaps() throws {
        let result = try Program.run(["gaps", "--codes", "99490,99439"], input: #"{"serviceMonth":"2026-03"}"#)
        #expect(result.status == 1)
        #expect(result.output.contains(#""codes":["99490","99439"]"#))
        #expect(try Program.run(["gaps", "--codes", "99213"], input: Self.clean).status == 64)
    }

    @Test("Suggesting from nothing supports nothing and ends with 1")
    func suggestNothing() throws {
        let result = try Program.run(["suggest"], input: #"{"serviceMonth":"2026-03"}"#)
        #expect(result.status == 1)
        #expect(result.output.contains(#""suggested":null"#))
    }

    @Test("Rules and codes are shown, and a misspelt id gets a hint")
    func lookups() throws {
        #expect(try Program.run(["rules"]).output.contains("add-on-needs-base"))
        #expect(
            try Program.run(["rules", "show", "add-on-needs-base"]).output.hasPrefix(
                "{\n  \"id\": \"add-on-needs-base\""
            )
        )
        let misspelt = try Program.run(["rules", "show", "add-on-need-base"])
        #expect(misspelt.status == 2)
        #expect(misspelt.errors.contains("did you mean add-on-needs-base?"))
        #expect(try Program.run(["codes"]).output.contains("99490"))
    }

    @Test("Help has examples for every command", arguments: ["", "serve", "validate", "suggest", "gaps", "rules"])
    func help(command: String) throws {
        let result = try Program.run(([command] + ["--help"]).filter { !$0.isEmpty })
        #expect(result.status == 0)
        #expect(result.output.contains("\n  claimgate "))
    }

    @Test("The version is three numbers")
    func version() throws {
        #expect(try Program.run(["--version"]).output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }
}
