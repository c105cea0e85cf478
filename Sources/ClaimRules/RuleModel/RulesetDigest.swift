extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:260823cb75094053bc0a9c7ec5c70867762f5266703e6807d3ea60db3b686d7a"
}
