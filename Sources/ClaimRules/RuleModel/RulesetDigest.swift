extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:e6d536c62064ceb09a8dd54e42072342c676f1245a0c7d3da69e8231cd98d34c"
}
