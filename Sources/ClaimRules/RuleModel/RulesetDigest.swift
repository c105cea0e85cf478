extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:70eb05c5f14af035288a62e04677e4e25ddb73d1b41837d2670af1f6c9b0dfc1"
}
