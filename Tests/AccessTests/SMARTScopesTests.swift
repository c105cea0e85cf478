import Access
import Testing

@Test(
    "Scopes of SMART App Launch open what they say and no more",
    arguments: [
        ("", []), ("openid profile launch/patient", []), ("system/Claim.read", Scopes.claims.list),
        ("system/Claim.*", Scopes.claims.list), ("system/Claim.write", [.validateClaims, .readRules]),
        ("system/Claim.r", Scopes.claims.list), ("system/Claim.rs", Scopes.claims.list),
        ("system/Claim.cruds", Scopes.claims.list), ("system/Claim.c", [.validateClaims, .readRules]),
        ("system/Claim.cud", [.validateClaims, .readRules]), ("system/Claim.u", []), ("system/Claim.uds", []),
        ("system/Claim.s", []), ("system/Claim.sr", []), ("system/Claim.rr", []), ("system/Claim.", []),
        ("system/Claim", []), ("system/claim.read", []), ("system/Claim.READ", []), ("system/*.rs", Scopes.claims.list),
        ("system/*.read", Scopes.claims.list), ("system/*.*", Scopes.claims.list),
        ("system/Claim.rs?status=active", []), ("patient/Claim.rs", []), ("user/Claim.rs", []),
        ("system/ClaimResponse.rs", []), ("system/Patient.rs", []),
        ("claims:gaps metrics:read", [.findGaps, .readMetrics]), ("claims:*", []),
        ("system/Claim.c  claims:gaps", [.validateClaims, .findGaps, .readRules]),
    ] as [(String, [Scope])]
)
func smartScopes(text: String, scopes: [Scope]) {
    #expect(SMARTScopes.scopes(text).list == scopes)
}
