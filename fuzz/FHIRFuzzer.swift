import ClaimFormats
import ClaimRules

/// What libFuzzer calls with each input: a document that may be FHIR.
///
/// Whatever comes, reading must end in a care month or in told problems with their places inside the document. A month must
/// be one that the contract can carry, and every answer to it must be JSON that we read ourselves.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let document = UnsafeBufferPointer(start: start, count: count)
    _ = FHIRClaimDecoder.isFHIR(document)
    do throws(DocumentError) {
        answer(try FHIRClaimDecoder().decode(document))
    } catch {
        switch error {
        case .notParseable(let problem):
            precondition(problem.offset <= count && problem.line > 0 && problem.column > 0)
        case .wrongShape(let problems, let leftOut):
            precondition(!problems.isEmpty && leftOut >= 0)
            precondition(problems.allSatisfy { $0.offset < count && $0.expression != nil })
        }
    }
    return 0
}

private func answer(_ decoded: DecodedCareMonth) {
    var writer = JSONWriter()
    writer.careMonth(decoded.month)
    do throws(DocumentError) {
        let again = try CareMonthDecoder().decode(writer.bytes)
        // What could not be read is no member of the contract.
        var month = decoded.month
        month.unread = UnreadParts()
        precondition(again.month == month, "a month from FHIR is one of the contract's")
    } catch {
        preconditionFailure("a month from FHIR is one of the contract's")
    }
    let decision = ClaimEvaluator.evaluate(decoded.month, profile: .cmsFeeForService).afterReading(decoded)
    let suggestion = CodeSuggester.suggest(decoded.month, profile: .cmsFeeForService)
    let checklist = ChecklistAuditor.audit(decoded.month, profile: .cmsFeeForService)
    for answer in [
        AnswerJSON.decision(decision, ignored: decoded.ignored, fhir: decoded.fhir),
        AnswerJSON.suggestion(suggestion, ignored: decoded.ignored, fhir: decoded.fhir),
        AnswerJSON.checklist(checklist, ignored: decoded.ignored, fhir: decoded.fhir),
        OperationOutcomeJSON.decision(decision, of: decoded), ClaimResponseJSON.decision(decision, of: decoded),
    ] {
        do throws(DocumentError) {
            _ = try CareMonthDecoder(jsonLimits: JSONLimits(bytes: 1 << 26)).decode(answer)
            preconditionFailure("an answer has no service month")
        } catch {
            guard case .wrongShape = error else { preconditionFailure("an answer is JSON") }
        }
    }
    _ = TextReport.decision(decision, of: decoded, profile: .cmsFeeForService)
}
