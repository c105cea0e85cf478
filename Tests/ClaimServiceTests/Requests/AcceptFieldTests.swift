import Testing

@testable import ClaimService

@Test(
    "The best acceptable form is given, ours first where the client does not mind",
    arguments: [
        (nil, .json),
        ("", .json),
        ("*/*", .json),
        ("application/json", .json),
        ("text/plain", .text),
        ("text/*", .text),
        ("TEXT/Plain", .text),
        ("text/plain;q=0.9, application/json;q=0.8", .text),
        ("text/plain;q=0.5, */*", .json),
        ("application/json;q=0, */*;q=0.1", .text),
        ("text/html, application/xhtml+xml, */*;q=0.8", .json),
        ("application/*;q=0.2, application/json;q=0.9, text/plain;q=0.5", .json),
        ("application/json;charset=utf-8", .json),
        ("application/json;v=\"a,b\", text/plain;q=0.1", .json),
        (" , text/plain , ", .text),
        ("text/html", nil),
        ("application/json;q=0", nil),
        ("application/json;q=2", nil),
        ("application/json;q=0.1234", nil),
        ("json", nil),
        ("*/json", nil),
        ("/", nil),
    ] as [(String?, MediaType?)]
)
func accept(field: String?, chosen: MediaType?) {
    #expect(AcceptField(field).choose(from: [.json, .text]) == chosen)
}

@Test(
    "A weight is nought to one with at most three decimals",
    arguments: [
        ("0", 0), ("1", 1000), ("0.", 0), ("1.", 1000), ("0.5", 500), ("0.125", 125), ("1.000", 1000),
        ("1.001", nil), ("0.0001", nil), ("", nil), (".5", nil), ("-1", nil), ("2", nil), ("0,5", nil), ("0.5x", nil),
    ] as [(String, Int?)]
)
func weights(text: String, thousandths: Int?) {
    #expect(AcceptField.weight(text[...]) == thousandths)
}

@Test(
    "A body is taken for what its Content-Type says, in UTF-8 or the part of it that is US-ASCII",
    arguments: [
        ("application/json", true),
        ("Application/JSON", true),
        ("application/json; charset=utf-8", true),
        ("application/json;charset=\"UTF-8\"", true),
        ("application/json; profile=x", true),
        ("application/json; charset=latin1", false),
        ("application/json; charset=US-ASCII", true),
        ("application/json; charset=iso-8859-1", false),
        ("application/json; charset=\"utf-8", false),
        ("application/jsonp", false),
        ("text/json", false),
        ("application/x-www-form-urlencoded", false),
        ("", false),
        (nil, false),
    ] as [(String?, Bool)]
)
func contentType(field: String?, taken: Bool) {
    #expect((ContentTypeField.media(field, among: [.json]) == .json) == taken)
}

@Test(
    "Of FHIR nothing but R4 is taken and given, and what is wrong is told apart",
    arguments: [
        ("application/fhir+json;fhirVersion=4.0", .media(.fhir)),
        ("application/fhir+json; fhirversion=\"4.0.1\"", .media(.fhir)),
        ("application/fhir+json;fhirVersion=3.0", .otherFHIRVersion),
        ("application/fhir+json; charset=utf-8; fhirVersion=5.0", .otherFHIRVersion),
        ("application/fhir+json; charset=utf-16", .otherCharset), ("application/fhir+xml", .none),
        ("application/json; fhirVersion=3.0", .media(.json)), ("application/edi-x12; charset=us-ascii", .media(.x12)),
        ("Application/EDI-X12;charset=UTF-8", .media(.x12)), ("application/edi-x12; charset=ebcdic", .otherCharset),
    ] as [(String, ContentTypeField.Reading)]
)
func contentTypeParameters(field: String, reading: ContentTypeField.Reading) {
    #expect(ContentTypeField.read(field, among: [.json, .fhir, .x12]) == reading)
}

@Test(
    "A version of FHIR in Accept counts",
    arguments: [("4.0", MediaType.fhir), ("\"4.0\"", .fhir), ("3.0", nil), ("5.0", nil)] as [(String, MediaType?)]
)
func acceptedVersion(version: String, media: MediaType?) {
    #expect(AcceptField("application/fhir+json; fhirVersion=\(version)").choose(from: [.json, .fhir]) == media)
}
