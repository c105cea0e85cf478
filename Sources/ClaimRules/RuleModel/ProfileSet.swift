/// The profiles that a process judges by: the built-in ones, then those that a deployment has added.
///
/// Whoever reads a deployment's profiles makes the set and works out its digest; nothing here reads a file.
public struct ProfileSet: Sendable {
    /// The default first.
    public let all: [Profile]
    /// Over the rules, the tables and every added profile: answers and catalogues of this set carry it.
    public let digest: String

    /// The built-in profiles alone.
    public static let builtIn = ProfileSet(adding: [], digest: Ruleset.digest)

    /// - Parameters:
    ///   - own: a deployment's profiles, of names that neither each other nor the built-in ones have.
    ///   - digest: changes whenever one of them does.
    public init(adding own: [Profile], digest: String) {
        let names = Set((Profile.all + own).map(\.id))
        precondition(names.count == Profile.all.count + own.count, "two profiles of one name")
        all = Profile.all.map { $0.known(as: digest) } + own.map { $0.withWeighedRules().known(as: digest) }
        self.digest = digest
    }

    /// What a month is judged by that names no profile.
    public var standard: Profile { all[0] }

    /// The profiles that are not built in.
    public var own: ArraySlice<Profile> { all.dropFirst(Profile.all.count) }

    /// The profile of this name, or nil where there is none.
    public func named(_ name: String) -> Profile? {
        all.first { $0.id.rawValue == name }
    }
}
