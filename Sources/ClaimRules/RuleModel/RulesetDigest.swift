extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:5241c717e929fc6e8451fbeb8eb81aa683902dc1637b7762278fa9a0c31b72f7"
}
