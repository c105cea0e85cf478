/// The rules, codes and tables as one thing with a version.
public enum Ruleset: Sendable {
    /// What an answer was judged by.
    public struct Identity: Equatable, Sendable {
        public let version: String
        /// A digest over everything that can change an answer, a deployment's own profiles included, as `sha256:` and 64 hexadecimal digits.
        public let digest: String
        public let profile: ProfileID

        init(profile: Profile) {
            version = Ruleset.version
            digest = profile.rulesetDigest
            self.profile = profile.id
        }
    }

    /// Raised with every change that alters an answer: year, month, and a count within the month.
    public static let version = "2026.11.7"
}
