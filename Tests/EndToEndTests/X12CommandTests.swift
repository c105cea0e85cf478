import Foundation
import Testing

/// The command on files of professional claims.
struct X12CommandTests {
    private static let file = (0..<3).reduce(URL(filePath: #filePath)) { path, _ in path.deletingLastPathComponent() }
        .appending(path: "examples/two-claims.837").path

    @Test("A file of claims is known by its name and its letters, and answered in the form that is asked for")
    func forms() throws {
        let json = try Program.run(["validate", Self.file])
        #expect(json.output.hasPrefix(#"{"decisions":["#) && json.status == 1)
        let text = try Program.run(["validate", "--format", "text", Self.file])
        #expect(text.output.hasSuffix("1 care month: 0 accept, 1 review, 0 reject.\n"))
        let claims = try Program.run(["validate", "--out", "277ca", Self.file])
        #expect(claims.output.contains("GS*HN*RECEIVER*SENDER*") && claims.output.contains("STC*A2:20*"))
        let structure = try Program.run(["validate", "--out", "999", Self.file])
        #expect(structure.output.contains("AK9*A*1*1*1~") && structure.status == 0)
        let other = FileManager.default.temporaryDirectory.appending(path: "claims-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: URL(filePath: Self.file), to: other)
        defer { try? FileManager.default.removeItem(at: other) }
        #expect(try Program.run(["validate", other.path]).output == json.output)
    }

    @Test("Standard input is taken as X12 where an answer to X12 is asked for")
    func standardInput() throws {
        let text = try String(contentsOfFile: Self.file, encoding: .utf8)
        #expect(try Program.run(["validate", "--out", "ta1", "-"], input: text).output.contains("TA1*000000101*"))
    }

    @Test(
        "Interrupted, it closes the answer with what it has, and says what is missing",
        arguments: [
            ("json", "\"stoppedEarly\":true"), ("277ca", "IEA*1*"), ("text", "It was stopped before the end"),
            ("999", ""),
        ]
    )
    func interrupted(form: String, end: String) throws {
        let text = try String(contentsOfFile: Self.file, encoding: .utf8)
        let program = try Program(["validate", "--out", form, "-"])
        // More than the pipe holds, so that most of it has been read when all of it is written.
        for number in 100...220 { try program.write(text.replacing("000000101", with: "000000\(number)")) }
        program.signal(SIGINT)
        var lines: [String] = []
        while let line = program.nextLine() { lines.append(line) }
        #expect(program.nextErrorLine() == "SIGINT: stopped early")
        #expect(program.stop(0) == 130)
        let output = lines.joined(separator: "\n")
        #expect(end.isEmpty || output.contains(end), "\(output)")
        if form == "json" {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(output.utf8)) }
        }
        #expect((form == "999") == output.isEmpty)
    }

    @Test("What is not X12, or no professional claim, ends with 2 and says why")
    func refused() throws {
        let none = try Program.run(["validate", "--out", "999"], input: "hello")
        #expect(none.status == 2 && none.output.isEmpty)
        #expect(none.errors.hasPrefix("standard input: byte 0, segment 1: This must be an X12 interchange"))
        let text = try String(contentsOfFile: Self.file, encoding: .utf8).replacing("X222A1", with: "X223A2")
        let other = try Program.run(["validate", "--out", "277ca"], input: text)
        #expect(other.status == 2 && other.errors.contains("This is an institutional claim (837I); "))
    }
}
