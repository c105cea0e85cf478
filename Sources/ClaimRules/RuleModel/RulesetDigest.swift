extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:44131a4aaac96bb47a38c88d881019069c75eecb3061bbcd40f773c9b9011cc1"
}
