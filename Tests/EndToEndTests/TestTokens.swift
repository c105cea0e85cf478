/// Tokens of an authorization server that there is not, and its key. They protect nothing.
enum TestTokens {
    static let keys =
        #"{"keys": [{"kty": "EC", "kid": "test", "crv": "P-256", "alg": "ES256", "use": "sig", "x": "rH3dS0EzuUgWdHPmd3tPomCbXMQbg0s92JHPyGYzYtA", "y": "oDnUqNGHQ9I_PGKSnQXS7P89cgMNQlGWJTGpPOQp-rA"}]}"#

    /// Good until the year 2125, with the scope `system/Claim.r`.
    static let good =
        "eyJhbGciOiJFUzI1NiIsImtpZCI6InRlc3QiLCJ0eXAiOiJhdCtqd3QifQ.eyJpc3MiOiJodHRwczovL2F1dGguZXhhbXBsZSIsI"
        + "mF1ZCI6Imh0dHBzOi8vY2xhaW1zLmV4YW1wbGUiLCJleHAiOjQ5MDAwMDAwMDAsImNsaWVudF9pZCI6Im5pZ2h0aW5nYWxlIiwic"
        + "2NvcGUiOiJzeXN0ZW0vQ2xhaW0uciJ9.NaWC3sPrHqC5p4IiTq830CeAdj5R1gJKP58nBhFftYQSbJx1o3B_5HMZIsmyb5znMgOd"
        + "W95I3NHxS91CDs2jUg"

    /// Good until November 2023.
    static let expired =
        "eyJhbGciOiJFUzI1NiIsImtpZCI6InRlc3QiLCJ0eXAiOiJhdCtqd3QifQ.eyJpc3MiOiJodHRwczovL2F1dGguZXhhbXBsZSIsI"
        + "mF1ZCI6Imh0dHBzOi8vY2xhaW1zLmV4YW1wbGUiLCJleHAiOjE3MDAwMDAwMDAsImNsaWVudF9pZCI6Im5pZ2h0aW5nYWxlIiwic"
        + "2NvcGUiOiJzeXN0ZW0vQ2xhaW0uciJ9.vyIcm5QmBjr2szJsL9octINT5zJ1jbzE1mU4PBgdPEMOtd0SpVzSFMZ3KIRJzg5B94BV"
        + "9F5QGi0GIDpGMW3Ihg"
}
