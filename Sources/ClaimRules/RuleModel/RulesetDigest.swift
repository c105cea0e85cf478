extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:f1f9bd1937329f88aa0cff84002633618c6feb835618563a5d51a52a49a17a95"
}
