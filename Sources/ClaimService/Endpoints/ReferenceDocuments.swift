import ClaimFormats
import ClaimRules
import Synchronization

/// The documents about codes, rules and profiles that are the same as long as the profiles are: each is made when it is
/// first asked for.
final class ReferenceDocuments: Sendable {
    enum Name: Sendable {
        case codes
        case rules
        case profiles
    }

    private let made = Mutex<[Name: StaticDocument]>([:])

    /// The document of this name, written by `write` the first time.
    func document(_ name: Name, _ write: (inout JSONWriter) -> Void) -> StaticDocument {
        made.withLock { made in
            if let known = made[name] { return known }
            let document = StaticDocument(json: write)
            made[name] = document
            return document
        }
    }
}
