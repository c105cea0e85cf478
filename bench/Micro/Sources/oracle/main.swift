import ClaimRules
import Dispatch
import Glibc
import Synchronization

// swift run -c release --package-path bench/Micro --scratch-path .build/micro oracle
//
// Compares the engine with the printed minute tables at every point of the oracle's space, on all cores, and prints how
// many there were, what disagreed and how long it took. The exit status is 1 where anything did.

/// One row of the space: all practitioner minutes for one number of staff minutes.
struct Row {
    let month: CalendarMonth
    let profile: Profile
    let level: DecisionMaking?
    let staff: Int
}

func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

let rows = OracleSpace.months.flatMap { month in
    Profile.all.flatMap { profile in
        OracleSpace.levels.flatMap { level in
            OracleSpace.staffMinutes.map { Row(month: month, profile: profile, level: level, staff: $0) }
        }
    }
}
let mismatches = Mutex<[String]>([])
let compared = Atomic<Int>(0)
let start = now()
let chunk = 64
DispatchQueue.concurrentPerform(iterations: (rows.count + chunk - 1) / chunk) { index in
    for row in rows[(index * chunk)..<min(rows.count, (index + 1) * chunk)] {
        for practitioner in OracleSpace.practitionerMinutes {
            if let mismatch = OracleSpace.mismatch(
                row.month,
                row.profile,
                row.level,
                staff: row.staff,
                practitioner: practitioner
            ) {
                mismatches.withLock { $0.append(mismatch) }
            }
        }
        compared.add(OracleSpace.practitionerMinutes.count, ordering: .relaxed)
    }
}
let seconds = now() - start
let count = compared.load(ordering: .relaxed)
let wrong = mismatches.withLock { $0 }
precondition(count == OracleSpace.size, "not every point was compared")
print("\(OracleSpace.months.count) months, \(Profile.all.count) profiles, \(OracleSpace.levels.count) levels:")
print("\(count) points compared, \(wrong.count) disagree, \(Int(seconds)) s")
for mismatch in wrong.prefix(20) { print(mismatch) }
exit(wrong.isEmpty ? 0 : 1)
