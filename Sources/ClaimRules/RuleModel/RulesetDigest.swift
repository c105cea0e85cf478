extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:ac0c9fd170dc05c02f65a4f242a2ece772fe63e16bfcabc2ca9d45d016f1d746"
}
