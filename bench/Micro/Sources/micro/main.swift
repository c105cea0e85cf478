import AllocationCount
import ClaimFormats
import ClaimRules
import Glibc

// swift run -c release --package-path bench/Micro --scratch-path .build/micro micro [MONTH.json] [STEP]
//
// Nanoseconds of CPU for each step of one answer, the median of nine rounds with the least and the most beside it, and
// how often memory was asked for.
// Without a file it takes 1.5 KB of its own; STEP picks the steps whose name begins so.

func cpuNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

func contents(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = read(descriptor, &bytes, bytes.count)
    return count < 0 ? nil : Array(bytes[..<count])
}

/// Keeps what is measured from being left out as unused.
nonisolated(unsafe) var kept = 0
/// What the step that was measured last took.
nonisolated(unsafe) var median = 0
let onlyStep = CommandLine.arguments.count > 2 ? CommandLine.arguments[2] : ""

func measure(_ step: String, _ body: () -> Int) {
    guard step.hasPrefix(onlyStep) else { return }
    let count = 10_000
    for _ in 0..<count / 10 { kept &+= body() }
    let rounds = (0..<9).map { _ in
        let start = cpuNanoseconds()
        for _ in 0..<count { kept &+= body() }
        return Int(cpuNanoseconds() - start) / count
    }.sorted()
    let allocations = allocationcount_total()
    for _ in 0..<100 { kept &+= body() }
    let perStep = (allocationcount_total() - allocations) / 100
    let name = step + String(repeating: " ", count: max(1, 36 - step.count))
    print("\(name)\(rounds[4]) ns  (\(rounds[0]) to \(rounds[8])), \(perStep) allocations")
    median = rounds[4]
}

let example = #"""
    {"id":"demo-0001","serviceMonth":"2026-03","setting":"office","patient":{"id":"P-1042","birthDate":"1947-05-02",\#
    "newToPractice":false,"lastSeen":"2025-11-18"},"practitioner":{"npi":"1234567893","kind":"physician","groupTIN":"123456789"},\#
    "diagnoses":["I10","E11.9"],"lines":[{"code":"99490","units":1,"date":"2026-03-31","placeOfService":"11",\#
    "diagnosisPointers":[1,2],"charge":"75.00"},{"code":"99439","units":1,"date":"2026-03-31","placeOfService":"11",\#
    "diagnosisPointers":[1,2],"charge":"55.00"}],"conditions":[{"icd10":"I10","lastsTwelveMonths":true,"significantRisk":true},\#
    {"icd10":"E11.9","lastsTwelveMonths":true,"significantRisk":true}],"timeLog":[{"date":"2026-03-04","minutes":12,\#
    "performer":{"kind":"clinical-staff","id":"RN-7","credential":"RN"},"activity":"medication reconciliation"},\#
    {"date":"2026-03-11","minutes":9,"performer":{"kind":"clinical-staff","id":"RN-7","credential":"RN"},\#
    "activity":"coordination with cardiology"},{"start":"2026-03-18T14:00:00-06:00","end":"2026-03-18T14:11:30-06:00",\#
    "performer":{"kind":"clinical-staff","id":"RN-7","credential":"RN"},"activity":"care-plan review call"}],\#
    "consent":{"given":true,"date":"2025-11-18","form":"verbal","covers":["cost-sharing","single-practitioner","right-to-stop"]},\#
    "carePlan":{"activity":["monitored"],"date":"2026-03-18","electronic":true,"copyGiven":true,\#
    "addresses":["medical","psychosocial","functional"]},"initiatingVisit":{"code":"99214","date":"2025-11-18",\#
    "ccmDiscussed":true},"attestations":{"access-24-7":true,"structured-record":true,"signature":true},"history":[],"stays":[]}
    """#

let document = CommandLine.arguments.dropFirst().first.flatMap(contents) ?? Array(example.utf8)
let decoder = CareMonthDecoder()
let profile = Profile.cmsFeeForService
let month = try decoder.decode(document).month
let decision = ClaimEvaluator.evaluate(month, profile: profile)
let suggestion = CodeSuggester.suggest(month, profile: profile)
let checklist = ChecklistAuditor.audit(month, profile: profile)
var writer = JSONWriter(reserving: 1 << 16)

print("document \(document.count) bytes, decision \(AnswerJSON.decision(decision).count) bytes")
measure("decode") {
    document.withUnsafeBufferPointer { bytes in (try? decoder.decode(bytes))?.month.lines.count ?? 0 }
}
measure("evaluate") { ClaimEvaluator.evaluate(month, profile: profile).findings.count }
if "evaluate".hasPrefix(onlyStep) {
    let rules = RuleCatalog.all.count { $0.severity(in: profile) != nil }
    print("  \(rules) rules, \(median / rules) ns a rule, \(decision.findings.count) findings")
}
measure("suggest") { CodeSuggester.suggest(month, profile: profile).alternatives.count }
measure("audit") { ChecklistAuditor.audit(month, profile: profile).items.count }
measure("write decision") {
    writer.reset()
    writer.decision(decision)
    return writer.count
}
measure("write suggestion") {
    writer.reset()
    writer.suggestion(suggestion)
    return writer.count
}
measure("write checklist") {
    writer.reset()
    writer.checklist(checklist)
    return writer.count
}
measure("write care month") {
    writer.reset()
    writer.careMonth(month)
    return writer.count
}
measure("report decision as text") { TextReport.decision(decision, of: month, profile: .cmsFeeForService).count }
measure("whole: decode, evaluate, write") {
    let decided = document.withUnsafeBufferPointer { bytes in
        (try? decoder.decode(bytes)).map { ClaimEvaluator.evaluate($0.month, profile: profile) }
    }
    writer.reset()
    if let decided { writer.decision(decided) }
    return writer.count
}
