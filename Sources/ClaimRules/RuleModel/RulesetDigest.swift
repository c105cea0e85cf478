extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:3caf8b2519291880994cae3282b02c504fd7ea59e0dca63bf63b1025895eb328"
}
