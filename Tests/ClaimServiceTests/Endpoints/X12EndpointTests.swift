import ClaimFormats
import HTTPMessage
import StructuredLog
import TestSupport
import Testing

@testable import ClaimService

/// Files of professional claims over HTTP. What is made of them is tested elsewhere.
struct X12EndpointTests {
    private static let path = "/v1/claims/validate"
    private static let file = """
        ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260401*1200*^*00501*000000101*1*T*:~
        GS*HC*SENDER*RECEIVER*20260401*1200*7*X*005010X222A1~
        ST*837*0001*005010X222A1~
        BHT*0019*00*B1*20260401*1200*CH~
        NM1*41*2*GOOD BILLING*****46*SUB1~
        PER*IC*JANE*TE*5551234567~
        NM1*40*2*MEDICARE*****46*12345~
        HL*1**20*1~
        NM1*85*2*GOOD CLINIC*****XX*1093817465~
        N3*1 MAIN ST~
        N4*BALTIMORE*MD*212340000~
        REF*EI*123456789~
        HL*2*1*22*0~
        SBR*P*18*******MB~
        NM1*IL*1*NIGHTINGALE*JOHN****MI*1EG4TE5MK73~
        NM1*PR*2*MEDICARE*****PI*12345~
        CLM*SECRET1*50***11:B:1*Y*A*Y*Y~
        HI*ABK:I10*ABF:E119~
        LX*1~
        SV1*HC:99439*50*UN*1***1:2~
        DTP*472*D8*20260331~
        SE*20*0001~
        GE*1*7~
        IEA*1*000000101~
        """

    private func post(_ text: String, accept: String? = nil, query: String = "") -> ServiceProbe.Answer {
        post(text, accept: accept, query: query, ServiceProbe())
    }

    private func post(_ text: String, accept: String?, query: String, _ probe: ServiceProbe) -> ServiceProbe.Answer {
        probe.send(
            .post,
            Self.path + query,
            [("Content-Type", "application/edi-x12")] + (accept.map { [("Accept", $0)] } ?? []),
            body: Array(text.utf8)
        )
    }

    @Test(
        "Accept chooses the form, and the parameter the acknowledgement",
        arguments: [
            (nil, "", "application/json", #"{"decisions":[{"id":"SECRET1","verdict":"reject","#),
            ("application/x-ndjson", "", "application/x-ndjson", #"{"id":"SECRET1","verdict":"reject","#),
            ("text/plain", "", "text/plain; charset=utf-8", "REJECT - SECRET1, March 2026\n"),
            ("application/edi-x12", "", "application/edi-x12", "GS*HN*RECEIVER*SENDER*20260402*0905*1*X*005010X214~"),
            ("application/edi-x12", "?acknowledgment=277ca", "application/edi-x12", "STC*A8:448*20260402*U*50.00"),
            ("application/edi-x12", "?acknowledgment=999", "application/edi-x12", "AK9*A*1*1*1~"),
            (nil, "?acknowledgment=999", "application/edi-x12", "AK9*A*1*1*1~"),
            ("*/*", "?acknowledgment=277ca", "application/edi-x12", "STC*A8:448*20260402*U*50.00"),
            ("application/*", "?acknowledgment=999", "application/edi-x12", "AK9*A*1*1*1~"),
            ("application/edi-x12", "?acknowledgment=TA1", "application/edi-x12", "TA1*000000101*260401*1200*A*000~"),
        ]
    )
    func forms(accept: String?, query: String, media: String, part: String) {
        let answer = post(Self.file, accept: accept, query: query)
        #expect(answer.status == 200)
        #expect(answer["Content-Type"] == media)
        #expect(answer["Cache-Control"] == "no-store")
        #expect(answer.body.contains(part), "\(answer.body)")
    }

    @Test(
        "An acknowledgement that there is not is a bad query, whatever the body is",
        arguments: [
            ("application/edi-x12", "application/edi-x12"), ("application/edi-x12", "application/json"),
            ("application/json", "application/json"), ("application/x-ndjson", "application/x-ndjson"),
        ]
    )
    func unknownAcknowledgement(type: String, accept: String) {
        let answer = ServiceProbe().send(
            .post,
            Self.path + "?acknowledgment=997",
            [("Content-Type", type), ("Accept", accept)],
            body: Array(Self.file.utf8)
        )
        #expect(answer.status == 400)
        #expect(answer.body.contains(#""parameter":"acknowledgment""#))
    }

    @Test(
        "An acknowledgement in another form than X12 is a 406 that says so",
        arguments: ["application/json", "text/plain"]
    )
    func acknowledgementForm(accept: String) {
        let answer = post(Self.file, accept: accept, query: "?acknowledgment=999")
        #expect(answer.status == 406)
        #expect(answer.body.contains("With the parameter acknowledgment this resource gives application/edi-x12."))
    }

    @Test(
        "A file may say that it is US-ASCII or UTF-8",
        arguments: ["us-ascii", "UTF-8", "\"us-ascii\"", "iso-8859-1"]
    )
    func charsets(charset: String) {
        let fields = [("Content-Type", "Application/EDI-X12; charset=\(charset)")]
        let answer = ServiceProbe().send(.post, Self.path, fields, body: Array(Self.file.utf8))
        #expect(answer.status == (charset == "iso-8859-1" ? 415 : 200))
        if answer.status == 415 { #expect(answer.body.contains("must be UTF-8 or US-ASCII")) }
    }

    @Test(
        "What cuts an answer short is its last line where it has lines; JSON and X12 lack their end",
        arguments: [MediaType.text, .ndjson, .json, .x12]
    )
    func cutShort(media: MediaType) throws {
        let call = Call(
            form: Negotiation.Form(media: media),
            desk: ClaimDesk(documentBytes: 1_000),
            metrics: ServiceMetrics(),
            readiness: Readiness(),
            clock: { LogTime(milliseconds: 0) }
        )
        let stream = try X12Stream(
            StreamQuestion(.validate),
            call,
            RequestID(number: 1),
            SeenServicesRoom(SeenServicesBudget(10_000))
        ) { _ in Response(.badRequest) }
        var writer = StreamWriter(hasBegun: true)
        // The file, and the beginning of another interchange.
        stream.receive(Array((Self.file + Self.file.prefix(200)).utf8).span, &writer)
        stream.cutShort(by: .answersNotTaken, &writer)
        let text = String(decoding: writer.bytes, as: UTF8.self)
        switch media {
        case .text:
            #expect(
                text.hasSuffix(
                    "were answered. More answers wait for the client than this server keeps. Read the answers while sending.\n"
                )
            )
        case .ndjson: #expect(text.contains(#"{"answered":0,"type":"/problems/answers-not-taken""#))
        default: #expect(!text.hasSuffix("}\n") && !text.contains("IEA"))
        }
    }

    @Test("What is not X12 is a 400 with the byte and the segment")
    func notX12() {
        let answer = post("hello")
        #expect(answer.status == 400)
        #expect(answer.body.contains(#""type":"/problems/not-x12""#))
        #expect(answer.body.contains(#""errors":[{"offset":0,"segment":1,"code":"not-x12""#))
    }

    @Test("Another guide is a 422 by its name, but gets its 999")
    func refused() {
        let file = Self.file.replacing("005010X222A1", with: "005010X223A2")
        let answer = post(file)
        #expect(answer.status == 422)
        #expect(answer.body.contains("This is an institutional claim (837I); "))
        let acknowledged = post(file, accept: "application/edi-x12", query: "?acknowledgment=999")
        #expect(acknowledged.status == 200 && acknowledged.body.contains("IK5*R*I6~"))
    }

    @Test("A care month is not acknowledged as X12, and only decisions are")
    func notForMonths() {
        let probe = ServiceProbe()
        let json = [("Content-Type", "application/json"), ("Accept", "application/edi-x12")]
        #expect(probe.send(.post, Self.path, json, body: Array("{}".utf8)).status == 406)
        for path in ["/v1/codes/suggest", "/v1/documentation/gaps"] {
            let x12 = [("Content-Type", "application/edi-x12"), ("Accept", "application/edi-x12")]
            #expect(probe.send(.post, path, x12, body: Array(Self.file.utf8)).status == 406)
            #expect(
                probe.send(.post, path + "?acknowledgment=999", [x12[0]], body: Array(Self.file.utf8)).status == 400
            )
        }
    }

    @Test(
        "The other questions answer for each month of a file",
        arguments: [
            ("/v1/codes/suggest", "application/json", #"{"suggestions":[{"id":"SECRET1","minutes":"#),
            ("/v1/codes/suggest", "application/x-ndjson", #"{"id":"SECRET1","minutes":"#),
            ("/v1/codes/suggest", "text/plain", "NOTHING TO BILL - SECRET1, March 2026\n"),
            ("/v1/documentation/gaps", "application/json", #"{"checklists":[{"id":"SECRET1","codes":["99439"]"#),
            ("/v1/documentation/gaps?codes=99490", "application/x-ndjson", #"{"id":"SECRET1","codes":["99490"]"#),
            ("/v1/documentation/gaps", "text/plain", "NOT READY - SECRET1, March 2026\n"),
        ]
    )
    func otherQuestions(target: String, accept: String, start: String) {
        let fields = [("Content-Type", "application/edi-x12"), ("Accept", accept)]
        let answer = ServiceProbe().send(.post, target, fields, body: Array(Self.file.utf8))
        #expect(answer.status == 200)
        #expect(answer.body.hasPrefix(start), "\(answer.body)")
        #expect(accept == "text/plain" || answer.body.contains(#""claims":[{"id":"SECRET1","interchange":"#))
        #expect(!answer.body.contains(#""status":"accepted""#))
    }

    @Test("The pieces in which a file arrives make no difference", arguments: [1, 7, 500])
    func pieces(size: Int) {
        let fields = [("Content-Type", "application/edi-x12")]
        for text in [Self.file, Self.file.replacing("HC:99439", with: "HC:1"), "hello, this is not X12"] {
            let whole = ServiceProbe().send(.post, Self.path, fields, body: Array(text.utf8))
            let parts = ServiceProbe().send(.post, Self.path, fields, body: Array(text.utf8), pieces: size)
            #expect(parts.status == whole.status && parts.body == whole.body)
        }
    }

    @Test("A file larger than a document is taken, and one that ends early gets what there is")
    func large() {
        var limits = ServiceLimits()
        limits.documentBytes = 100
        let body = Array(Self.file.utf8)
        let probe = ServiceProbe(limits: limits)
        let fields = [("Content-Type", "application/edi-x12"), ("Accept", "application/x-ndjson")]
        #expect(probe.send(.post, Self.path, fields, body: body).status == 200)
        let cut = probe.send(.post, Self.path, fields, body: Array(body.dropLast(60)))
        #expect(cut.status == 200 && cut.body.contains(#""accepted":false"#))
    }

    @Test("The log has counts, and nothing of the file")
    func logLine() throws {
        let probe = ServiceProbe()
        for text in [Self.file, Self.file.replacing("LX*1", with: "LX*NIGHTINGALE"), "NIGHTINGALE"] {
            let answer = post(text, accept: nil, query: "", probe)
            #expect(answer.status == 200 || !answer.body.contains("NIGHTINGALE"))
        }
        let record = try #require(probe.log.records(.decisions).first)
        #expect(
            record.fields.contains(LogField("claimgate.claims", 1))
                && record.fields.contains(LogField("claimgate.rejected_claims", 1))
        )
        let lines = (probe.log.lines(.json) + probe.log.lines(.human)).joined()
        for value in ["NIGHTINGALE", "SECRET1", "1EG4TE5MK73", "20260331"] {
            #expect(!lines.contains(value), "\(value)")
        }
    }
}
