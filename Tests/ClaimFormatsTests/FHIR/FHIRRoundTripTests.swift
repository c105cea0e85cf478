import ClaimFormats
import ClaimRules
import Foundation
import TestSupport
import Testing

@Suite("Care months as FHIR and back")
struct FHIRRoundTripTests {
    /// How many months are made up: enough for a second, or as many as the environment says.
    static let count = ProcessInfo.processInfo.environment["FHIR_ROUND_TRIPS"].flatMap(UInt64.init) ?? 120

    @Test("A month comes back whole, as far as FHIR carries it, and with it whatever is decided")
    func randomMonths() throws {
        for seed in 0..<Self.count {
            let month = CareMonth.random(seed: seed)
            let expected = month.carriedByFHIR
            let decoded = try FHIRClaimDecoder().decode(month.fhir.bytes)
            guard decoded.month == expected else {
                Issue.record("seed \(seed)\n\(Self.json(expected))\n\(Self.json(decoded.month))")
                return
            }
            #expect(decoded.ignored.isEmpty, "seed \(seed)")
            #expect(!decoded.notes.contains { $0.severity == .warning }, "seed \(seed)")
        }
    }

    @Test("A month that says nothing beyond FHIR is decided as it was")
    func decisions() throws {
        var same = 0
        for seed in 0..<Self.count where same < 20 {
            let month = CareMonth.random(seed: seed)
            guard month.carriedByFHIR == month else { continue }
            same += 1
            let decoded = try FHIRClaimDecoder().decode(month.fhir.bytes)
            #expect(
                ClaimEvaluator.evaluate(decoded.month, profile: .cmsFeeForService)
                    == ClaimEvaluator.evaluate(month, profile: .cmsFeeForService)
            )
        }
        #expect(same > 0)
    }

    private static func json(_ month: CareMonth) -> String {
        var writer = JSONWriter()
        writer.careMonth(month)
        return writer.string
    }
}
