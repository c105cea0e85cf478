import ClaimFormats
import ClaimRules

/// What libFuzzer calls with each input: a stream of lines, each of which may be a care month.
///
/// Whatever comes, reading must end in a month or a told problem with its place inside the document; a month that was
/// taken must be written and read back unchanged, and all three answers to it must be JSON that we read ourselves.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    check(bytes)
    var splitter = LineSplitter(limit: 4_096)
    for piece in [bytes.prefix(count / 3), bytes.dropFirst(count / 3)] {
        let buffer = UnsafeBufferPointer(rebasing: piece)
        var position = 0
        while splitter.next(in: buffer, from: &position, { line, _ in line.map(check) }) {}
    }
    _ = splitter.end { line, _ in line.map(check) }
    return 0
}

private func check(_ document: UnsafeBufferPointer<UInt8>) {
    do throws(DocumentError) {
        let decoded = try CareMonthDecoder().decode(document)
        judge(decoded.month, decoded.ignored)
        var writer = JSONWriter()
        writer.careMonth(decoded.month)
        let again = try CareMonthDecoder().decode(writer.bytes)
        precondition(again.month == decoded.month && again.ignored.isEmpty, "a month is written as it was read")
    } catch {
        switch error {
        case .notParseable(let problem):
            precondition(problem.offset <= document.count && problem.line > 0 && problem.column > 0)
        case .wrongShape(let problems, let leftOut):
            precondition(!problems.isEmpty && leftOut >= 0)
            precondition(problems.allSatisfy { $0.offset < document.count })
        }
    }
}

private func judge(_ month: CareMonth, _ ignored: [String]) {
    for profile in Profile.all {
        let decision = ClaimEvaluator.evaluate(month, profile: profile)
        let suggestion = CodeSuggester.suggest(month, profile: profile)
        let checklist = ChecklistAuditor.audit(month, profile: profile)
        for answer in [
            AnswerJSON.decision(decision, ignored: ignored), AnswerJSON.suggestion(suggestion, ignored: ignored),
            AnswerJSON.checklist(checklist, ignored: ignored),
        ] {
            // An answer is no care month, but if it is JSON then that is all that is wrong with it.
            do throws(DocumentError) {
                _ = try CareMonthDecoder().decode(answer)
                preconditionFailure("an answer has no service month")
            } catch {
                guard case .wrongShape = error else { preconditionFailure("an answer is JSON") }
            }
        }
        _ = TextReport.decision(decision, of: month, profile: profile, ignored: ignored)
        _ = TextReport.suggestion(suggestion, of: month, ignored: ignored)
        _ = TextReport.checklist(checklist, of: month, ignored: ignored)
    }
}
