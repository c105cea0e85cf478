import ClaimRules
import Testing

@testable import ClaimFormats

/// Loops, segments and elements against the guide.
struct X12GuideTests {
    @Test("Every loop of the guide is reachable and opens with a required segment")
    func integrity() {
        let guide = X12Guide.professional
        let opened = Set(guide.nodes.map(\.loop).filter { $0 >= 0 })
        #expect(opened == Set(1..<guide.loops.count))
        #expect(guide.loops.count == 39)
        for loop in guide.loops {
            let first = guide.nodes[loop.nodes.lowerBound]
            #expect(first.isRequired && first.limit == 1 && first.loop < 0, "\(loop.name)")
        }
        for node in guide.nodes where node.loop < 0 {
            for need in node.needs {
                let place = guide.needs[need]
                #expect(place.element <= node.elements.count, "\(X12Word.text(node.tag))")
                let rule = guide.elements[node.elements.lowerBound + Int(place.element) - 1]
                #expect(rule.kind != .notUsed && place.component <= rule.components.count)
            }
        }
    }

    @Test("A file with every loop and nearly every segment is accepted")
    func everything() {
        let read = ReadFile(WholeFile.file)
        #expect(read.issues == [])
        #expect(read.structure.isAccepted)
        #expect(read.batch.claims.map(\.account) == ["W1", "W2"])
        let loops = Set(WholeFile.loops)
        #expect(Set(X12Guide.professional.loops.map(\.name)) == loops)
    }

    struct Departure: CustomTestStringConvertible {
        let what: String
        let file: ClaimFile
        let issues: [String]

        init(_ what: String, _ file: ClaimFile, _ issues: String...) {
            self.what = what
            self.file = file
            self.issues = issues
        }

        var testDescription: String { what }
    }

    static let departures: [Departure] = [
        Departure("no beginning", .clean.replacing("BHT"), "ST BHT, segment 2: missing"),
        Departure("no submitter", .clean.replacing("NM1*41").replacing("PER"), "1000A NM1, segment 4: missing"),
        Departure("no receiver", .clean.replacing("NM1*40"), "1000B NM1, segment 5: missing"),
        Departure("no contact of the submitter", .clean.replacing("PER"), "1000A PER, segment 4: missing"),
        Departure("no billing provider's address", .clean.replacing("N3"), "2010AA N3, segment 8: missing"),
        Departure("no tax number", .clean.replacing("REF*EI"), "2010AA REF, segment 10: missing"),
        Departure("no subscriber information", .clean.replacing("SBR"), "2000B SBR, segment 12: missing"),
        Departure("no payer", .clean.replacing("NM1*PR"), "2010BB NM1, segment 17: missing"),
        Departure("no diagnoses", .clean.replacing("HI*"), "2300 HI, segment 19: missing"),
        Departure(
            "no line",
            ClaimFile(ClaimFile.claim(total: "0", lines: [])),
            "2400 LX, segment 22: missing"
        ),
        Departure("no date of service", .clean.replacing("DTP*472"), "2400 DTP, segment 24: missing"),
        Departure(
            "an unknown segment",
            .clean.replacing("HI*", with: "QQQ*1", "HI*ABK:I10*ABF:E119"),
            "2300 QQQ, segment 19: unrecognized"
        ),
        Departure(
            "a segment of another loop",
            .clean.replacing("HI*", with: "HI*ABK:I10*ABF:E119", "SVD*A1*5*HC:1**1"),
            "2300 SVD, segment 20: unexpected"
        ),
        Departure(
            "a claim's reference behind its diagnoses",
            .clean.replacing("HI*", with: "HI*ABK:I10*ABF:E119", "REF*D9*77"),
            "2300 REF, segment 20: outOfSequence"
        ),
        Departure(
            "a date qualifier that the loop does not have",
            .clean.replacing("DTP*472", with: "DTP*472*D8*20260331", "DTP*999*D8*20260331"),
            "2400 DTP01, segment 25: invalidCode"
        ),
        Departure(
            "a segment too often",
            .clean.replacing("HI*", with: "NTE*ADD*A", "NTE*ADD*B", "HI*ABK:I10*ABF:E119"),
            "2300 NTE, segment 20: repeatedTooOften"
        ),
        Departure(
            "a loop too often",
            .clean.replacing("PRV*PE", with: "PRV*PE*PXC*207Q00000X", "NM1*82*1*SMITH*ANN****XX*1234567893"),
            "2310B NM1, segment 22: loopRepeatedTooOften"
        ),
        Departure(
            "a missing element",
            .clean.replacing("CLM", with: "CLM*A1*75***11:B:1*Y**Y*Y"),
            "2300 CLM07, segment 18: missing"
        ),
        Departure(
            "a missing component",
            .clean.replacing("CLM", with: "CLM*A1*75***11::1*Y*A*Y*Y"),
            "2300 CLM05-2, segment 18: missing"
        ),
        Departure(
            "one of a pair",
            .clean.replacing("NM1*82", with: "NM1*82*1*SMITH*ANN****XX"),
            "2310B NM109, segment 20: missingInItsPair"
        ),
        Departure(
            "too many elements",
            .clean.replacing("LX", with: "LX*1*2"),
            "2400 LX02, segment 22: tooManyElements"
        ),
        Departure(
            "an element too long",
            .clean.replacing("CLM", with: "CLM*\(String(repeating: "A", count: 39))*75***11:B:1*Y*A*Y*Y"),
            "2300 CLM01, segment 18: tooLong"
        ),
        Departure(
            "an element too short",
            .clean.replacing("N4", with: "N4*B*MD*212340000"),
            "2010AA N401, segment 9: tooShort"
        ),
        Departure(
            "letters in a number",
            .clean.replacing("SV1", with: "SV1*HC:99490*75*UN*x***1:2"),
            "2400 SV104, segment 23: invalidCharacter"
        ),
        Departure(
            "a code that is none",
            .clean.replacing("CLM", with: "CLM*A1*75***11:B:1*Q*A*Y*Y"),
            "2300 CLM06, segment 18: invalidCode"
        ),
        Departure(
            "a day that is none",
            .clean.replacing("DTP*472", with: "DTP*472*D8*20260231"),
            "2400 DTP03, segment 24: invalidDate"
        ),
        Departure(
            "a period that ends before it begins",
            .clean.replacing("DTP*472", with: "DTP*472*RD8*20260331-20260301"),
            "2400 DTP03, segment 24: invalidDate"
        ),
        Departure(
            "an hour that is none",
            .clean.replacing("BHT", with: "BHT*0019*00*B1*20260401*2500*CH"),
            "ST BHT05, segment 2: invalidTime"
        ),
        Departure(
            "too many components",
            .clean.replacing("CLM", with: "CLM*A1*75***11:B:1:9*Y*A*Y*Y"),
            "2300 CLM05, segment 18: tooManyComponents"
        ),
        Departure(
            "an element that is not used",
            .clean.replacing("CLM", with: "CLM*A1*75*X**11:B:1*Y*A*Y*Y"),
            "2300 CLM03, segment 18: notUsed"
        ),
        Departure(
            "a level out of number",
            .clean.replacing("HL*2", with: "HL*3*1*22*0"),
            "2000B HL01, segment 11: invalidCode"
        ),
        Departure(
            "a level below none",
            .clean.replacing("HL*2", with: "HL*2*9*22*0"),
            "2000B HL02, segment 11: invalidCode"
        ),
        Departure(
            "a line out of number",
            .clean.replacing("LX", with: "LX*2"),
            "2400 LX01, segment 22: invalidCode"
        ),
    ]

    @Test("Every departure from the guide is told with its place and kind, and nothing else", arguments: departures)
    func departure(_ departure: Departure) {
        let read = ReadFile(departure.file)
        #expect(read.issues == departure.issues)
        #expect(read.firstSet.faults == [.segmentErrors])
        #expect(!read.structure.isAccepted)
    }

    @Test("No more errors are told than the limits allow, and the rest are counted")
    func errorLimits() {
        let bad = ClaimFile(ClaimFile.claim(lines: (1...10).map { ClaimFile.line($0, pointers: "x") }))
        var limits = X12Limits()
        limits.errors = 10
        #expect(ReadFile(bad.bytes, limits: limits).firstSet.issues.count == 10)
        #expect(ReadFile(bad.bytes, limits: limits).firstSet.moreIssues == 0)
        limits.errors = 9
        #expect(ReadFile(bad.bytes, limits: limits).firstSet.issues.count == 9)
        #expect(ReadFile(bad.bytes, limits: limits).firstSet.moreIssues == 1)
        limits.errorsOfFile = 4
        #expect(ReadFile(bad.bytes, limits: limits).firstSet.moreIssues == 6)
    }

    @Test("An issue never repeats a value of the file")
    func noValues() {
        let file = ClaimFile.clean.replacing("N4", with: "N4*SECRETVILLE*SECRET*S")
        for issue in ReadFile(file).firstSet.issues {
            #expect(!"\(issue.place) \(issue.detail) \(issue.segment)".contains("SECRET"))
        }
        let odd = ClaimFile.clean.replacing("N4", with: "SE?R$T!*1")
        #expect(ReadFile(odd).issues.first == "2010AA , segment 9: unrecognized")
    }
}
