extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:33b6b8d6a6394d5e5bfecde4c3179e697466c9a7a7a5bbc7eb8f33f16b44a19d"
}
