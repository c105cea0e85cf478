/// How one file of keys differs from another, by the ids of the keys alone.
public enum APIKeyChange: Sendable, Equatable {
    case added(APIKey.ID)
    case removed(APIKey.ID)
    /// The key of this id is another, or is for another client, for other things or for another time.
    case changed(APIKey.ID, [APIKeyMember])
}

/// A member of a key's record, as the file names it.
public enum APIKeyMember: String, CaseIterable, Sendable {
    case client
    case sha256
    case scopes
    case expires
}

extension APIKeyFile {
    /// What is different: first what was taken away or changed, in the old order, then what is new, in the new one.
    public static func changes(from old: APIKeyFile, to new: APIKeyFile) -> [APIKeyChange] {
        let before = Dictionary(uniqueKeysWithValues: old.keys.map { ($0.id, $0) })
        let after = Dictionary(uniqueKeysWithValues: new.keys.map { ($0.id, $0) })
        let changed = old.keys.compactMap { key -> APIKeyChange? in
            guard let now = after[key.id] else { return .removed(key.id) }
            let members = key.differences(from: now)
            return members.isEmpty ? nil : .changed(key.id, members)
        }
        return changed + new.keys.filter { before[$0.id] == nil }.map { .added($0.id) }
    }
}

extension APIKey {
    fileprivate func differences(from other: APIKey) -> [APIKeyMember] {
        APIKeyMember.allCases.filter { member in
            switch member {
            case .client: client != other.client
            case .sha256: digest != other.digest
            case .scopes: scopes != other.scopes
            case .expires: expires != other.expires
            }
        }
    }
}
