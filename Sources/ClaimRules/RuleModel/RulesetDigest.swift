extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:ac9a8b5fce3d8a78b1c821bbef09dd537b3b257e34c4ec0b75ea69f3aed8488d"
}
