import ClaimFormats
import ClaimRules
import Foundation
import Testing

/// Public FHIR documents, where a folder `../shared/samples/fhir` lies beside the checkout: Synthea patients, the examples
/// of the specification, prior-authorization fixtures and CMS test responses, with what is to come of each.
@Suite("Public FHIR documents")
struct FHIRSampleTests {
    static let folder: URL? = {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { path, _ in path.deletingLastPathComponent() }
        let folder = root.appending(path: "../shared/samples/fhir").standardizedFileURL
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// What comes of a document.
    enum Outcome: Equatable {
        /// Decided, with a note that nothing here applies, since none of them has a care-management line.
        case decided(Verdict)
        /// A problem with these codes at these places.
        case problem([String])
    }

    static let noClaim = Outcome.problem(["required "])
    static let otherResource = Outcome.problem(["unknown-word /resourceType"])
    /// The files by the beginnings of their names.
    static let expected: [(name: String, outcome: Outcome)] = [
        ("bfd__claimfissreadwithtaxnumbers", .decided(.review)),
        ("bfd__claimresponse", otherResource),
        ("bfd__claimresponsesearchpaginated", noClaim),
        // Its HCPCS codes are letters only.
        (
            "bfd__claimsearchpaginated",
            .problem([
                "invalid-procedure-code /entry/0/resource/item/0/productOrService/coding/0/code",
                "invalid-procedure-code /entry/0/resource/item/1/productOrService/coding/0/code",
            ])
        ),
        ("davinci-prior-auth__bundle-dtr", noClaim),
        // Conditions of an earlier FHIR release, whose statuses are plain codes.
        (
            "davinci-prior-auth__bundle-prior-auth",
            .problem(
                (7...9).flatMap { entry in
                    ["clinicalStatus", "verificationStatus"].map { "wrong-type /entry/\(entry)/resource/\($0)" }
                }
            )
        ),
        ("davinci-prior-auth__bundle-with-only-claim", .decided(.accept)),
        ("davinci-prior-auth__claim-only", .decided(.accept)),
        ("davinci-prior-auth__claimresponse-only", otherResource),
        // Cancelled items, said by a modifier extension.
        ("davinci-prior-auth__db-claimupdate1", cancelled(0)),
        ("davinci-prior-auth__db-grantedresponse", cancelled(1)),
        ("inferno-pas__conformant-pas-bundle", .decided(.review)),
        ("inferno-pas__", noClaim),
        ("r4spec__claim-med-00050", .decided(.accept)),
        ("r4spec__claim-", .decided(.review)),
        ("r4spec__", otherResource),
        ("synthea__", .decided(.accept)),
    ]

    static func cancelled(_ entry: Int) -> Outcome {
        .problem((0...1).map { "modifier-extension /entry/\(entry)/resource/item/\($0)/modifierExtension" })
    }

    static let files: [String] = {
        guard let folder else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted()
    }()

    @Test("comes to what is written down for it", arguments: files)
    func outcome(file: String) throws {
        let folder = try #require(Self.folder)
        let bytes = [UInt8](try Data(contentsOf: folder.appending(path: file)))
        let name = file.dropLast(".json".count)
        let row = try #require(Self.expected.filter { name.hasPrefix($0.name) }.max { $0.name.count < $1.name.count })
        #expect(outcome(of: bytes) == row.outcome)
    }

    private func outcome(of bytes: [UInt8]) -> Outcome? {
        do throws(DocumentError) {
            let decoded = try FHIRClaimDecoder().decode(bytes)
            #expect(!decoded.month.lines.contains { CodeTable.entry($0.code) != nil })
            #expect(decoded.notes.contains { $0.code == .nothingApplies && $0.severity == .info })
            #expect(!decoded.notes.contains { $0.severity == .warning })
            let decision = ClaimEvaluator.evaluate(decoded.month, profile: .cmsFeeForService)
            #expect(decision.findings.allSatisfy { $0.severity == .info })
            return .decided(decision.verdict)
        } catch {
            guard case .wrongShape(let problems, 0) = error else { return nil }
            return .problem(problems.map { "\($0.code.rawValue) \($0.pointer)" })
        }
    }

    @Test("each has its row, where the folder is there")
    func complete() {
        #expect(Self.folder == nil || Self.files.count == 41)
    }
}
