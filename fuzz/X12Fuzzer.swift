import ClaimFormats
import ClaimRules

/// What libFuzzer calls with each input: a file that may be X12.
///
/// Whatever comes, in whatever pieces, it is read to an end and answered in every form, or refused with a place inside it;
/// the pieces make no difference; and what is written back is X12 that is read without a structural fault.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    for form in X12Form.allCases {
        let whole = answer(bytes, form, piece: max(count, 1))
        precondition(whole == answer(bytes, form, piece: max(count / 3, 1)), "pieces make no difference")
        guard let whole, form.isX12, !whole.isEmpty else { continue }
        var reader = X12Session(form: .ta1, stamp: stamp)
        whole.withUnsafeBufferPointer { reader.feed($0) }
        try? reader.end()
        precondition(reader.structure.failure == nil, "what is written is read")
        for interchange in reader.structure.interchanges {
            precondition(!interchange.faults.contains(.groupCount) && !interchange.faults.contains(.structure))
            for group in interchange.groups {
                precondition(!group.faults.contains(.setCount) && !group.faults.contains(.controlNumbersDiffer))
                for set in group.sets { precondition(!set.faults.contains(.segmentCount), "segments are counted") }
            }
        }
    }
    return 0
}

private let stamp = X12Stamp(date: "2026-04-02", minute: 545, control: 1)

private func answer(_ bytes: UnsafeBufferPointer<UInt8>, _ form: X12Form, piece: Int) -> [UInt8]? {
    var limits = X12Limits()
    limits.claims = 5
    limits.claimsOfPatient = 3
    var session = X12Session(form: form, stamp: stamp, limits: limits)
    var output: [UInt8] = []
    var start = 0
    while start < bytes.count {
        let end = min(bytes.count, start + piece)
        session.feed(UnsafeBufferPointer(rebasing: bytes[start..<end]))
        output += session.takeAnswer()
        start = end
    }
    do throws(X12Refusal) {
        try session.end()
    } catch {
        if case .unreadable(let failure) = error { precondition(failure.offset <= bytes.count) }
        return nil
    }
    return output + session.takeAnswer()
}
