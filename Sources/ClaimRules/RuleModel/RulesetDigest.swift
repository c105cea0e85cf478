extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:d52195ca7acaed2b489de7d87034e237f19f534dde8d145596d86d38d9f37e26"
}
