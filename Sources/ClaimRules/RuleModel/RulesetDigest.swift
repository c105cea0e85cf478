extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:d8c97b5d2f14d00ad08526d76b61b41e0ff60465e2d44c779d1447446a49827f"
}
