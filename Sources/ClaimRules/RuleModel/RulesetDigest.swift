extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:3ee958348fadd1ad1ae88564bed39479dcafa612a4e41f80a2fd6967479570d8"
}
