extension Ruleset {
    /// Written by `scripts/ruleset-digest`; a test fails when it is out of date.
    public static let digest = "sha256:ed0ada7b6b70b1dbf76966d87ba542078bf0d8253ab6a3f083882d38175d59f3"
}
