extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:14c4cc0af2a552b049fb35de49d5d683898da0859d509e0a18849c98c861acc0"
}
