import ClaimRules
import Foundation
import Testing

@testable import ClaimFormats

/// Public sample files of others, where a folder `../shared/samples/x12` lies beside the checkout, against the outcome
/// that is written down here. Elsewhere there is nothing to compare.
struct SampleFileTests {
    enum Outcome: Equatable {
        /// Read, its structure accepted; the verdicts of its months and how many claims are rejected.
        case accepted([Verdict], rejected: Int)
        /// Read, with so many structural errors told, and the faults of sets and envelopes.
        case departs(issues: Int, [String])
        case refused(String)
        case unreadable(X12Failure.Kind, offset: Int)
    }

    static let expected: [(file: String, outcome: Outcome)] = [
        ("277__lfh__claim-level-status-ncpdp", .refused("a claim status or acknowledgement (277)")),
        ("277__lfh__provider-level-status", .refused("a claim status or acknowledgement (277)")),
        ("277__stupidedi__1", .refused("a claim status or acknowledgement (277)")),
        ("277__stupidedi__claim-response", .refused("a claim status or acknowledgement (277)")),
        ("277ca__x12parser__fromalexbrodsky", .refused("a claim status or acknowledgement (277)")),
        ("837-other__stupidedi__sales-tax", .refused("a dental claim (837D)")),
        ("837i-4010__lfh__institutional", .refused("an institutional claim (837I) in version 4010")),
        ("837i__lfh__institutional-claim", .refused("an institutional claim (837I)")),
        ("837i__lfh__two-claims-single-provider", .refused("an institutional claim (837I)")),
        ("837i__stupidedi__837-institutional-claim", .refused("an institutional claim (837I)")),
        ("837i__stupidedi__automobile-accident", .refused("an institutional claim (837I)")),
        (
            "837p-4010__lfh__dependent-commercial-insurance-02",
            .refused("a professional claim (837P) in version 4010")
        ),
        ("837p-4010__x12parser__cms1500test", .refused("a professional claim (837P) in version 4010")),
        ("837p-4010__x12parser__spec-4-2-3-payerispcins", .refused("a professional claim (837P) in version 4010")),
        ("837p__hccinfhir__sample-837-11", .departs(issues: 7, ["4", "5"])),
        ("837p__imsweb__x12-ambiguous-loop", .departs(issues: 0, ["4"])),
        ("837p__imsweb__x12-bad-valid-code", .departs(issues: 25, ["4", "5"])),
        (
            "837p__imsweb__x12-loop-errors2-exceeds-max-repeats-multiple-parents",
            .departs(issues: 18, ["4", "5"])
        ),
        ("837p__imsweb__x12-missing-elements", .departs(issues: 20, ["4", "5"])),
        ("837p__imsweb__x12-multiple-gs", .departs(issues: 54, ["021", "19", "19", "4", "5", "4", "5", "4", "5"])),
        ("837p__imsweb__x12-no-errors", .departs(issues: 17, ["4", "5"])),
        ("837p__imsweb__x12-segments-out-of-order", .departs(issues: 22, ["4", "5"])),
        ("837p__lfh__demo-cob-2ndary-example4", .departs(issues: 8, ["5"])),
        ("837p__lfh__demo-example11", .departs(issues: 12, ["5"])),
        ("837p__staedi__sample837-hl-nested", .refused("a claim of another guide")),
        ("837p__stupidedi__1", .unreadable(.notX12, offset: 0)),
        ("837p__stupidedi__commercial-health-insurance", .accepted([.review], rejected: 0)),
        ("837p__stupidedi__medicare-secondary-payer-cob", .accepted([.review], rejected: 0)),
        ("837p__stupidedi__ppo-repriced-claim", .accepted([.review], rejected: 0)),
        ("837p__x12parser__example1-healthinsurance", .accepted([.review], rejected: 0)),
        ("837p__x12parser__institutionalclaim5010", .refused("an institutional claim (837I)")),
        ("837p__x12parser__unicodeexample", .unreadable(.notX12, offset: 0)),
        ("837p__x12sdk__gen-ccm-99490-99439x2", .accepted([.reject], rejected: 1)),
        ("837p__x12sdk__gen-ccm-99490", .accepted([.reject], rejected: 1)),
        ("837p__x12sdk__gen-seed11", .accepted([.reject, .reject, .reject], rejected: 3)),
        ("997__staedi__extradelimiter997", .refused("a functional acknowledgement (997)")),
        ("997__staedi__optionalinterchangeservices", .refused("a functional acknowledgement (997)")),
        ("997__stupidedi__1", .unreadable(.notX12, offset: 53)),
        ("999__imsweb__x12-999-accepted", .refused("an implementation acknowledgement (999)")),
        ("999__staedi__invalid999", .refused("an implementation acknowledgement (999)")),
        ("999__x12parser__dhs-wisconsin-sample", .refused("an implementation acknowledgement (999)")),
        ("ta1__x12parser__technicalacknowledgment-sample1", .refused("an interchange without a transaction set")),
    ]

    static let folder: URL? = {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { path, _ in path.deletingLastPathComponent() }
        let folder = root.appending(path: "../shared/samples/x12").standardizedFileURL
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    @Test("Every sample file has the outcome that is written down", arguments: expected.indices)
    func sample(index: Int) throws {
        guard let folder = Self.folder else { return }
        let (file, expected) = Self.expected[index]
        let bytes = [UInt8](try Data(contentsOf: folder.appending(path: file + ".edi")))
        #expect(outcome(bytes) == expected, "\(file)")
        #expect(outcome(bytes, piece: 13) == expected, "\(file)")
    }

    @Test("Every sample file is in the table")
    func complete() throws {
        guard let folder = Self.folder else { return }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".edi") }
        #expect(Set(names) == Set(Self.expected.map { $0.file + ".edi" }))
        print("X12 samples: \(names.count) files")
    }

    private func outcome(_ bytes: [UInt8], piece: Int = .max) -> Outcome {
        do throws(X12Refusal) {
            _ = try answer(bytes, .json, piece: piece)
        } catch {
            switch error {
            case .notProfessional(let name): return .refused(name)
            case .unreadable(let failure): return .unreadable(failure.kind, offset: failure.offset)
            }
        }
        let read = ReadFile(bytes, piece: piece)
        let groups = read.structure.interchanges.flatMap(\.groups)
        let sets = groups.flatMap(\.sets)
        guard !read.structure.isAccepted else {
            return .accepted(read.decisions.map(\.verdict), rejected: read.outcomes.count { !$0.isAccepted })
        }
        let faults =
            read.structure.interchanges.flatMap(\.faults).map(\.rawValue) + groups.flatMap(\.faults).map(\.rawValue)
            + sets.flatMap(\.faults).map(\.rawValue)
        return .departs(issues: sets.reduce(0) { $0 + $1.issues.count + $1.moreIssues }, faults)
    }
}
