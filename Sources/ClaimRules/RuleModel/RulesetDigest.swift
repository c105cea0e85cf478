extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:1c86e18cc08a1e6052b020f29f6f77d084eeb94dc65805bdecf1677b32c0912d"
}
