extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:edf51654fe542de701b9793023c6159a0cc00db8241db5cf13fd054fe1a4f731"
}
