extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
}
