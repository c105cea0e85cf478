extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:c0c084472c7735031e7010cb964c2cb4ad04eb405b60408cc6cc814cf5799e40"
}
