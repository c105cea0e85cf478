import ClaimFormats
import ClaimRules
import Foundation
import Testing

/// The care months in `examples/` and their answers in `examples/answers/`, compared whole.
///
/// An answer names the ruleset's digest, which changes with every rule; the files hold a placeholder in its place.
/// After a change that is meant, `UPDATE_EXAMPLES=1 swift test --filter ExampleTests` writes the answers anew.
@Suite("The examples")
struct ExampleTests {
    static let names = Repository.files(under: "examples", endingIn: [".json"]).map(\.path)
        .filter { !$0.hasPrefix("examples/answers/") && !$0.hasPrefix("examples/fhir/") }
        .map { String($0.dropFirst("examples/".count).dropLast(".json".count)) }

    @Test("there are at least ten, each with its answers")
    func count() {
        #expect(Self.names.count >= 10)
    }

    @Test("the answers are the ones on file", arguments: names)
    func answers(name: String) throws {
        let file = try #require(Repository.file("examples/\(name).json"))
        let decoded = try CareMonthDecoder().decode(Array(file.text.utf8))
        #expect(decoded.ignored.isEmpty)
        #expect(decoded.month.id == name)
        let month = decoded.month
        let profile = Profile.cmsFeeForService
        if !month.lines.isEmpty {
            try compare("\(name).decision") { $0.decision(ClaimEvaluator.evaluate(month, profile: profile)) }
        }
        try compare("\(name).suggestion") { $0.suggestion(CodeSuggester.suggest(month, profile: profile)) }
        try compare("\(name).checklist") { $0.checklist(ChecklistAuditor.audit(month, profile: profile)) }
    }

    @Test("the FHIR documents are read whole")
    func fhir() throws {
        let files = Repository.files(under: "examples/fhir", endingIn: [".json"])
        #expect(!files.isEmpty)
        for file in files {
            let decoded = try FHIRClaimDecoder().decode(Array(file.text.utf8))
            #expect(decoded.ignored.isEmpty && decoded.notes.isEmpty && !decoded.month.lines.isEmpty, "\(file.path)")
        }
    }

    private func compare(_ name: String, _ write: (inout JSONWriter) -> Void) throws {
        var writer = JSONWriter(form: .pretty)
        write(&writer)
        writer.endLine()
        let text = writer.string.replacingOccurrences(of: Ruleset.digest, with: "sha256:...")
        let path = "examples/answers/\(name).json"
        if ProcessInfo.processInfo.environment["UPDATE_EXAMPLES"] != nil {
            try text.write(to: Repository.root.appending(path: path), atomically: true, encoding: .utf8)
        }
        #expect(Repository.file(path)?.text == text)
    }
}
