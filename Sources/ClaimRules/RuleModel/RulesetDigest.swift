extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:4b61ab3721ce96aa58ba859dc5f73a61ad50322ab2095dd58d7dc53e6b5a246e"
}
