import ClaimRules
import Testing

@testable import ClaimFormats

/// Interchanges, groups and sets against their trailers; what is refused by name.
struct X12EnvelopeTests {
    private func read(_ change: (inout String) -> Void, of file: ClaimFile = .clean) -> X12Structure {
        var text = file.text
        change(&text)
        return ReadFile(Array(text.utf8)).structure
    }

    struct Broken: CustomTestStringConvertible {
        let what: String
        let from: String
        let to: String
        var interchange: [X12Interchange.Fault] = []
        var group: [X12Group.Fault] = []
        var set: [X12Set.Fault] = []
        var testDescription: String { what }
    }

    static let broken: [Broken] = [
        Broken(what: "IEA counts other groups", from: "IEA*1*", to: "IEA*2*", interchange: [.groupCount]),
        Broken(
            what: "IEA has another number",
            from: "IEA*1*000000101",
            to: "IEA*1*000000102",
            interchange: [.controlNumbersDiffer]
        ),
        Broken(what: "no IEA", from: "IEA*1*000000101~\n", to: "", interchange: [.endOfFile]),
        Broken(what: "a test indicator that is none", from: "*1*T*:", to: "*1*Q*:", interchange: [.testIndicator]),
        Broken(
            what: "an interchange number of letters",
            from: "000000101",
            to: "00000010A",
            interchange: [.controlNumber]
        ),
        Broken(what: "a segment between envelopes", from: "GS*HC", to: "N3*X~\nGS*HC", interchange: [.structure]),
        Broken(what: "GE counts other sets", from: "GE*1*", to: "GE*3*", group: [.setCount]),
        Broken(what: "GE has another number", from: "GE*1*7", to: "GE*1*8", group: [.controlNumbersDiffer]),
        Broken(what: "no GE", from: "GE*1*7~\n", to: "", group: [.trailerMissing]),
        Broken(
            what: "a group number of letters",
            from: "*7*X*",
            to: "*G*X*",
            group: [.controlNumber, .controlNumbersDiffer]
        ),
        Broken(what: "SE counts other segments", from: "SE*25*", to: "SE*24*", set: [.segmentCount]),
        Broken(what: "SE has another number", from: "SE*25*0001", to: "SE*25*0002", set: [.controlNumbersDiffer]),
        Broken(what: "no SE", from: "SE*25*0001~\n", to: "", set: [.trailerMissing]),
        Broken(
            what: "a set without a number",
            from: "ST*837*0001*",
            to: "ST*837**",
            set: [.controlNumber, .segmentErrors, .controlNumbersDiffer]
        ),
    ]

    @Test("Every trailer that disagrees is told where it belongs", arguments: broken)
    func trailers(_ broken: Broken) {
        let structure = read {
            $0 = $0.replacing(broken.from, with: broken.to, maxReplacements: broken.from == "000000101" ? 2 : 1)
        }
        let interchange = structure.interchanges[0]
        #expect(interchange.faults == broken.interchange)
        #expect(interchange.groups[0].faults == broken.group)
        #expect(Set(interchange.groups[0].sets[0].faults) == Set(broken.set))
        #expect(!structure.isFaultless)
        // A trailer that counts wrong is noted, and takes nothing with it.
        let isNoted =
            broken.group.isEmpty && broken.set.isEmpty
            && broken.interchange.allSatisfy { $0 == .groupCount || $0 == .controlNumbersDiffer }
        #expect(structure.isAccepted == isNoted)
        #expect(structure.failure == nil)
    }

    @Test("Many interchanges, groups and sets in one file are told apart")
    func many() {
        var other = ClaimFile(sets: [ClaimFile.clean.sets[0], ClaimFile.clean.sets[0], ClaimFile.clean.sets[0]])
        other.interchange = "000000102"
        let second = other.text.replacing(
            "IEA*1",
            with: ClaimFile.clean.segments[1...].dropLast().joined(separator: "~\n").replacing("*7", with: "*8")
                + "~\nIEA*2"
        )
        let read = ReadFile(Array((ClaimFile.clean.text + second).utf8))
        #expect(read.structure.isAccepted)
        #expect(read.structure.interchanges.map { $0.groups.map(\.sets.count) } == [[1], [3, 1]])
        #expect(
            read.batch.claims.map { [$0.place.interchange, $0.place.group, $0.place.set] } == [
                [0, 0, 0], [1, 0, 0], [1, 0, 1], [1, 0, 2], [1, 1, 0],
            ]
        )
    }

    @Test("Control numbers that come twice are told")
    func twice() {
        let read = ReadFile(ClaimFile.clean.bytes + ClaimFile.clean.bytes)
        #expect(read.structure.interchanges.map(\.faults) == [[], [.duplicateControlNumber]])
        let sets = ClaimFile(sets: [ClaimFile.clean.sets[0], ClaimFile.clean.sets[0]]).text.replacing(
            "0002",
            with: "0001"
        )
        let faults = ReadFile(Array(sets.utf8)).structure.interchanges[0].groups[0].sets.map(\.faults)
        #expect(faults == [[], [.duplicateControlNumber]])
    }

    @Test(
        "What is no professional claim of version 5010 is refused by its name",
        arguments: [
            ("837", "005010X223A2", "an institutional claim (837I)"), ("837", "005010X224A2", "a dental claim (837D)"),
            ("837", "004010X098A1", "a professional claim (837P) in version 4010"),
            ("837", "004010X096A1", "an institutional claim (837I) in version 4010"),
            ("837", "004010X097A1", "a dental claim (837D) in version 4010"),
            ("837", "005010X999", "a claim of another guide"),
            ("999", "005010X231A1", "an implementation acknowledgement (999)"),
            ("277", "005010X214", "a claim status or acknowledgement (277)"),
            ("850", "005010", "a transaction set other than a claim"),
        ]
    )
    func refused(kind: String, version: String, name: String) throws {
        var file = ClaimFile(sets: [["BHT*0019*00*1*20260401*1200*CH"]])
        file.version = version
        let bytes = Array(file.text.replacing("ST*837", with: "ST*\(kind)").utf8)
        for form in [X12Form.json, .ndjson, .text, .claims] {
            #expect(throws: X12Refusal.notProfessional(name)) { try answer(bytes, form) }
        }
        // Acknowledgements of either kind get none.
        guard kind != "999" else { return }
        let text = try answer(bytes, .implementation)
        #expect(text.contains(kind == "837" ? "IK5*R*I6~" : "IK5*R*1~"))
    }

    @Test("Both errata and the guide without one are taken", arguments: ["005010X222", "005010X222A1", "005010X222A2"])
    func versions(version: String) {
        var file = ClaimFile.clean
        file.version = version
        #expect(ReadFile(file).structure.isAccepted)
    }

    @Test("As many envelopes as the limit are taken, one more stops the reading")
    func envelopeLimit() {
        var limits = X12Limits()
        limits.envelopes = 3
        #expect(ReadFile(ClaimFile.clean.bytes, limits: limits).structure.isAccepted)
        limits.envelopes = 2
        #expect(ReadFile(ClaimFile.clean.bytes, limits: limits).structure.failure?.kind == .tooManyEnvelopes)
    }

    @Test("Whole interchanges are handed on where there are any, their trailers read")
    func wholeInterchanges() {
        var limits = X12Limits()
        limits.claims = 2
        var parts: [(Int, Bool)] = []
        var reader = X12Reader(limits: limits)
        let two = ClaimFile(ClaimFile.claim("A1"), ClaimFile.claim("A2"))
        var other = two
        other.interchange = "000000102"
        let bytes = two.bytes + other.bytes.dropLast("IEA*1*000000102~\n".utf8.count)
        bytes.withUnsafeBufferPointer { reader.feed($0) { parts.append(($0.claims.count, $0.structure.isAccepted)) } }
        #expect(parts.map(\.0) == [2] && parts.map(\.1) == [true])
        reader.end()
        let rest = reader.takeClaims()
        #expect(rest.claims.count == 2 && !rest.structure.isAccepted)
    }

    @Test("Claims are handed on at the limit, whole patients at a time, and none is lost")
    func claimLimit() {
        var limits = X12Limits()
        limits.claims = 2
        limits.claimsOfPatient = 3
        let patients = (0..<4).flatMap { index in
            ClaimFile.subscriber(level: index + 2, id: "ID\(index)")
                + (0..<(index == 3 ? 9 : 2)).flatMap { ClaimFile.claim("P\(index)C\($0)") }
        }
        let file = ClaimFile(sets: [ClaimFile.heading + ClaimFile.provider + patients])
        var reader = X12Reader(limits: limits)
        var parts: [Int] = []
        file.bytes.withUnsafeBufferPointer { reader.feed($0) { parts.append($0.claims.count) } }
        reader.end()
        #expect(reader.structure.isAccepted)
        #expect(parts.allSatisfy { $0 <= 2 + 3 })
        #expect(parts.reduce(0, +) + reader.takeClaims().claims.count == 15)
        #expect(parts.prefix(3) == [2, 2, 2])
    }

    @Test("Whole sets are handed on where there are any, so that a claim knows whether its set is rejected")
    func wholeSets() {
        var limits = X12Limits()
        limits.claims = 3
        func set(_ count: Int) -> [String] {
            ClaimFile.heading + ClaimFile.provider
                + (0..<count).flatMap { ClaimFile.subscriber(level: $0 + 2, id: "ID\($0)") + ClaimFile.claim("C\($0)") }
        }
        var reader = X12Reader(limits: limits)
        var parts: [Int] = []
        ClaimFile(sets: [set(2), set(2), set(5)]).bytes.withUnsafeBufferPointer { bytes in
            reader.feed(bytes) { parts.append($0.claims.count) }
        }
        reader.end()
        #expect(parts == [2, 2, 3])
        #expect(reader.takeClaims().claims.count == 2)
    }

    @Test("Of a claim as many lines are kept as the limit says, and the rest is an error of structure")
    func lineLimit() {
        for count in [100, 101] {
            let lines = (1...count).map { ClaimFile.line($0) }
            let read = ReadFile(ClaimFile(ClaimFile.claim(lines: lines)))
            #expect(read.batch.claims[0].lines.count == 100)
            #expect(read.batch.claims[0].isCut == (count > 100))
            #expect(!read.structure.isAccepted)
            #expect(!read.outcomes[0].isAccepted)
        }
    }

    @Test("Lines that are held are bounded as claims are")
    func heldLines() {
        var limits = X12Limits()
        limits.lines = 4
        let patients = (0..<4).flatMap { index in
            ClaimFile.subscriber(level: index + 2, id: "ID\(index)")
                + ClaimFile.claim("P\(index)", lines: [ClaimFile.line(1), ClaimFile.line(2, "99439", charge: 50)])
        }
        let file = ClaimFile(sets: [ClaimFile.heading + ClaimFile.provider + patients])
        var reader = X12Reader(limits: limits)
        var parts: [Int] = []
        file.bytes.withUnsafeBufferPointer { reader.feed($0) { parts.append($0.claims.count) } }
        #expect(parts == [2, 2])
    }

    @Test("Of an element as much is kept as the limit says")
    func textLimit() {
        for count in [128, 129] {
            let read = ReadFile(ClaimFile(ClaimFile.claim(String(repeating: "A", count: count))))
            #expect(read.batch.claims[0].account.count == 128)
        }
    }
}
