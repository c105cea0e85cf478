/// What the scopes of a token open here.
public enum SMARTScopes: Sendable {
    /// What a list of scopes with spaces between them allows. Words that are not known allow nothing.
    ///
    /// A word is one of `Scope`, or a scope of a system on claims as SMART App Launch writes it: `system/Claim.read`, `.write`
    /// and `.*` (version 1), `system/Claim.` and letters of `cruds` in their order (version 2), or either for every resource,
    /// `system/*.rs`. Nothing is stored here, so what is asked is what may be done with the claim in the body:
    /// - `r`: read it and say what is to be said, which is all three questions;
    /// - `c`: whoever may create a claim may ask whether it would stand;
    /// - `u`, `d`, `s`: nothing, for there is nothing to change or search.
    ///
    /// A scope with a query (`system/Claim.rs?status=active`) restricts in a way that is not judged here, and allows nothing.
    public static func scopes(_ text: String) -> Scopes {
        text.split(separator: " ").reduce(into: Scopes([])) { $0.formUnion(scopes(of: $1)) }
    }

    private static func scopes(of word: Substring) -> Scopes {
        if let scope = Scope(rawValue: String(word)) { return Scopes([scope]) }
        for prefix in ["system/Claim.", "system/*."] where word.hasPrefix(prefix) {
            return permissions(word.dropFirst(prefix.utf8.count))
        }
        return Scopes([])
    }

    private static func permissions(_ letters: Substring) -> Scopes {
        switch letters {
        case "read", "*": return .claims
        case "write": return Scopes([.validateClaims, .readRules])
        default: break
        }
        // In the order c, r, u, d, s, each at most once.
        var rest = Substring("cruds")
        for letter in letters {
            guard let index = rest.firstIndex(of: letter) else { return Scopes([]) }
            rest = rest[rest.index(after: index)...]
        }
        if letters.contains("r") { return .claims }
        return letters.contains("c") ? Scopes([.validateClaims, .readRules]) : Scopes([])
    }
}
