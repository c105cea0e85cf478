extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:94b17007d00cfcfa37759245f3b4fde24e5b61d9324fe3398b0d1bc6afe59032"
}
