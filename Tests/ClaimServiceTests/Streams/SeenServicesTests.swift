import ClaimRules
import ClaimService
import TestSupport
import Testing

struct SeenServicesTests {
    @Test("What has been seen is known by the first that had it, and nothing else is")
    func likeADictionary() {
        var generator = SeededGenerator(seed: 7)
        var seen = SeenServices(limit: .max, budget: SeenServicesBudget(.max))
        var first: [UInt64: Int] = [0: 0]
        #expect(seen.see(0, in: 0) == nil)
        #expect(seen.see(0, in: 1) == 0)
        for document in 2..<30_000 {
            // Few enough keys that a third come again, some close to each other, some in one segment.
            var key = UInt64.random(in: 0..<8_000, using: &generator) &* 0x9E37_79B9_7F4A_7C15
            if key & 3 == 0 { key >>= 10 }
            #expect(seen.see(key, in: document) == first[key])
            if first[key] == nil { first[key] = document }
        }
        let (count, isFull) = (seen.count, seen.isFull)
        #expect(count == first.count)
        #expect(!isFull)
    }

    @Test("The key tells patients, months and codes apart")
    func keys() {
        var keys: Set<UInt64> = []
        for patient in ["P-1", "P-2", ""] {
            for month in ["2026-03", "2026-04"] as [CalendarMonth] {
                for code in ["99490", "99439"] as [ProcedureCode] {
                    keys.insert(SeenServices.key(patient: patient, month: month, code: code))
                    #expect(keys.contains(SeenServices.key(patient: patient, month: month, code: code)))
                }
            }
        }
        #expect(keys.count == 12)
    }

    @Test("Room that a stream took is given back when it ends")
    func budget() {
        let budget = SeenServicesBudget(4096)
        do {
            var one = SeenServices(limit: 10, budget: budget)
            #expect(one.see(1, in: 0) == nil)
            var other = SeenServices(limit: 10, budget: budget)
            #expect(other.see(1, in: 0) == nil)
            let (counts, isFull) = ([one.count, other.count], other.isFull)
            #expect(counts == [1, 0] && isFull)
        }
        var next = SeenServices(limit: 10, budget: budget)
        #expect(next.see(1, in: 0) == nil)
        let count = next.count
        #expect(count == 1)
    }
}
