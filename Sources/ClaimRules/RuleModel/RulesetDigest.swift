extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:2c21d076c9cafff687d2630ed2a80308f76a29be0a97b57234990751db4d4f8f"
}
