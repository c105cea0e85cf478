import ClaimRules
import Foundation
import TestSupport
import Testing

@testable import ClaimFormats

/// The same month as JSON and as 837P gets the same decision, up to what an 837P cannot carry.
struct X12RoundTripTests {
    /// How many months are tried; `CLAIMGATE_ROUND_TRIPS` asks for more.
    static let count = ProcessInfo.processInfo.environment["CLAIMGATE_ROUND_TRIPS"].flatMap(UInt64.init) ?? 300

    @Test("A random month comes back from an 837P as it was, and is decided as its JSON is")
    func oneClaim() throws {
        for seed in 0..<Self.count {
            let month = CareMonth.randomForX12(seed: seed)
            let read = ReadFile(ClaimFile(month, claimPerLine: false))
            #expect(read.issues == [], "seed \(seed)")
            #expect(read.months == [month], "seed \(seed)")
            var writer = JSONWriter()
            writer.careMonth(month)
            let decoded = try CareMonthDecoder().decode(writer.bytes).month
            #expect(read.decisions == [ClaimEvaluator.evaluate(decoded, profile: .cmsFeeForService)], "seed \(seed)")
        }
    }

    @Test("A claim for each line is the same month, but that an add-on stands on another claim than its base")
    func manyClaims() {
        for seed in 0..<Self.count / 3 {
            let month = CareMonth.randomForX12(seed: seed)
            let read = ReadFile(ClaimFile(month, claimPerLine: true))
            // A code that the claim has twice stands once where several claims have it.
            guard Set(month.diagnoses ?? []).count == month.diagnoses?.count else { continue }
            #expect(read.months == [month], "seed \(seed)")
            let expected = ClaimEvaluator.evaluate(month, profile: .cmsFeeForService)
            let found = read.decisions[0].findings.filter { $0.rule != "add-on-on-later-claim" }
            #expect(read.decisions[0].unverified == expected.unverified, "seed \(seed)")
            // A rejected month says more: of each claim that is rejected why.
            #expect(expected.verdict == .reject || found == expected.findings, "seed \(seed)")
            #expect(Set(expected.findings.map(\.rule)).isSubset(of: Set(found.map(\.rule))), "seed \(seed)")
            var accepted = month
            accepted.lines = zip(month.lines, read.outcomes).filter { $1.isAccepted }.map { $0.0 }
            guard !accepted.lines.isEmpty else { continue }
            let again = ReadFile(ClaimFile(accepted, claimPerLine: true))
            let isHeld = again.outcomes.allSatisfy { $0.isAccepted }
            #expect(isHeld, "seed \(seed)")
        }
    }
}
