extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:9a841b892f217cf508477b2b56b01e5743ad308c558260f04ffec2925379f050"
}
