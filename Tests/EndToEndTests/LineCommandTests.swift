import Foundation
import Testing

/// The command on files of many care months.
struct LineCommandTests {
    private static func month(_ id: String, patient: String = "p") -> String {
        #"{"id":"\#(id)","serviceMonth":"2026-03","patient":{"id":"\#(patient)"},"#
            + #""lines":[{"code":"99490","units":1,"date":"2026-03-31"}]}"#
    }

    private func withFile(_ text: String, name: String = "months.ndjson", _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "claimgate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        try body(file.path)
    }

    @Test("Answers are lines in order with their index, and the table goes to standard error")
    func file() throws {
        let text = (0..<200).map { Self.month("m-\($0)", patient: "p-\($0)") }.joined(separator: "\n")
        try withFile(text) { file in
            let result = try Program.run(["validate", "--jobs", "3", file])
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 200)
            #expect(
                lines.enumerated().allSatisfy { $1.hasPrefix(#"{"index":\#($0),"id":"m-\#($0)","verdict":"review""#) }
            )
            #expect(result.status == 1)
            #expect(result.errors.hasPrefix("200 care months in "))
            #expect(result.errors.contains(/\n  review +200 +100\.0 %\n/))
            #expect(result.errors.contains("Duplicates: 0\n"))
            #expect(result.errors.contains("Underbilled: 0 care months, $0.00\n"))
            // No bar where no terminal is.
            #expect(!result.errors.contains("\r") && !result.errors.contains("[#"))
            // The same lines from standard input, known by the first two.
            #expect(try Program.run(["validate"], input: text).output == result.output)
        }
    }

    @Test("One array, reports, or lines of one document alone", arguments: ["json", "text", "ndjson"])
    func forms(form: String) throws {
        let input = Self.month("a", patient: "a") + "\n" + Self.month("b", patient: "b") + "\n"
        let output = try Program.run(["validate", "--format", form], input: input).output
        let one = try Program.run(["validate", "--format", form], input: Self.month("a")).output
        switch form {
        case "json":
            let array = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[String: Any]]
            #expect(array?.map { $0["index"] as? Int } == [0, 1])
            #expect(one.hasPrefix(#"{"id":"a""#))
            #expect(try Program.run(["validate", "--lines", "--format", "json"]).output == "[]\n")
        case "text":
            #expect(output.contains("REVIEW - a, March 2026") && output.contains("\n\nREVIEW - b, March 2026"))
            #expect(one.hasPrefix("REVIEW - a"))
        default:
            #expect(output.split(separator: "\n").map { $0.prefix(11) } == [#"{"index":0,"#, #"{"index":1,"#])
            #expect(one.hasPrefix(#"{"index":0,"id":"a""#))
        }
    }

    @Test(
        "The exit status is that of the worst",
        arguments: [
            (["{\"serviceMonth\":\"2026-03\",\"lines\":[{\"code\":\"99490\"}]}", "nonsense"], "validate", 2),
            ([#"{"serviceMonth":"2026-03"}"#], "suggest", 1), ([], "validate", 0),
            ([#"{"serviceMonth":"2026-03"}"#, "{}"], "gaps", 2),
        ] as [([String], String, Int32)]
    )
    func status(lines: [String], command: String, status: Int32) throws {
        try withFile(lines.joined(separator: "\n"), name: "months.jsonl") { file in
            let result = try Program.run([command, file])
            #expect(result.status == status)
            #expect(result.output.split(separator: "\n").count == lines.count)
            #expect(result.errors.contains("unusable") == (status == 2))
        }
    }

    @Test("A service that comes twice is a finding, and beyond what is remembered the table says so")
    func duplicates() throws {
        let text = ["a", "b", "a", "b"].enumerated().map { Self.month("m-\($0)", patient: $1) }.joined(separator: "\n")
        try withFile(text) { file in
            let all = try Program.run(["validate", file])
            #expect(
                all.output.split(separator: "\n").map { $0.contains("not-billed-twice") } == [false, false, true, true]
            )
            #expect(all.output.contains(#""facts":{"earlierIndex":1}"#))
            #expect(all.errors.contains("Duplicates: 2\n"))
            #expect(all.errors.contains("Rules most often broken\n  not-billed-twice  2\n"))
            let some = try Program.run(["validate", "--max-remembered-services", "1", file])
            #expect(
                some.errors.contains("Duplicates: 1; compared with the first 1 services only, so there may be more\n")
            )
        }
    }

    @Test("Interrupted, it ends with what it has", arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func interrupted(signal: Int32, status: Int32) throws {
        let program = try Program(["validate", "--lines"])
        try program.write(Self.month("a") + "\n")
        #expect(program.nextLine()?.hasPrefix(#"{"index":0,"id":"a""#) == true)
        #expect(program.stop(signal) == status)
        #expect(program.nextErrorLine() == (signal == SIGINT ? "SIGINT" : "SIGTERM") + ": stopped early")
        #expect(program.nextErrorLine()?.hasPrefix("1 care months in ") == true)
    }

    @Test("What a flag takes is bounded", arguments: [("0", 64), ("1", 0), ("256", 0), ("257", 64), ("many", 64)])
    func jobs(count: String, status: Int32) throws {
        #expect(try Program.run(["validate", "--lines", "--jobs", count]).status == status)
    }

    @Test("A file that is not there, or ends in an error, ends with 2")
    func unreadable() throws {
        #expect(
            try Program.run(["validate", "nowhere.ndjson"]).errors == "nowhere.ndjson: No such file or directory\n"
        )
        let folder = try Program.run(["validate", "--lines", "/"])
        #expect(folder.status == 2)
        #expect(folder.errors.hasPrefix("/: Is a directory\n"))
    }
}
