extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:61e14ee643fef80e36321424f847913690188a0b229af54876e55ab7b696f446"
}
