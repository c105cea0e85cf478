extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:c81b085e01ffa76696914345729f849ed6c8a970e89b7f075bc2ae16dcc76032"
}
