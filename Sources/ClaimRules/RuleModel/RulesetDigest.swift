extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:4d209e1b473f68691579c7d515dc471d22b17cbfa43b7c25a59b134dc239a1f0"
}
