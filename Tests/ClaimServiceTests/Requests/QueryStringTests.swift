import Testing

@testable import ClaimService

@Test(
    "Known parameters are read once and decoded",
    arguments: [
        (nil, nil), ("", nil), ("&", nil),
        ("codes=99490", "99490"), ("codes", ""), ("codes=", ""), ("codes=a%2Cb", "a,b"), ("%63odes=a+b", "a b"),
        ("codes=a=b", "a=b"), ("codes=%C3%A9", "\u{e9}"),
    ] as [(String?, String?)]
)
func knownParameters(query: String?, value: String?) throws {
    #expect(try QueryString(query, known: ["codes"])["codes"] == value)
}

@Test(
    "Any other parameter, a repeated one and broken encoding are refused",
    arguments: [
        ("code=1", .unknownParameter),
        ("Codes=1", .unknownParameter),
        ("=1", .unknownParameter),
        ("codes=1&codes=2", .repeatedParameter("codes")),
        ("codes=%", .badEncoding),
        ("codes=%4", .badEncoding),
        ("codes=%zz", .badEncoding),
        ("codes=%ff", .badEncoding),
    ] as [(String, QueryString.Failure)]
)
func refusedParameters(query: String, failure: QueryString.Failure) {
    #expect(throws: failure) { try QueryString(query, known: ["codes"]) }
}
