extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:fe795e552a3ef427fec2d50c940647f804a118d08817564d311dbf0fa8c3ef38"
}
