import Access
import StructuredLog

/// What the audit says of API keys: their ids, which are numbers made at random, and never more of them.
///
/// `claimgate keys` changes a file and nothing else, perhaps on another machine: what counts is from when on the service
/// takes a key or does not, and that is when it reads the file.
extension ServiceLog {
    /// The keys that the service begins with, one record each.
    func keysInForce(_ file: APIKeyFile?) {
        for key in file?.keys ?? [] { note("access.key-read", key.id) }
    }

    /// How the keys differ from those before a reload, one record for each that does.
    func keysChanged(from old: APIKeyFile?, to new: APIKeyFile?) {
        guard let old, let new else { return }
        for change in APIKeyFile.changes(from: old, to: new) {
            switch change {
            case .added(let id): note("access.key-added", id)
            case .removed(let id): note("access.key-removed", id)
            case .changed(let id, let members):
                note("access.key-changed", id, [LogField("claimgate.key.changed", .words(members.map { LogWord($0) }))])
            }
        }
    }

    private func note(_ event: StaticString, _ id: APIKey.ID, _ fields: [LogField] = []) {
        streams.audit.log(.notice, event, [LogField("claimgate.key.id", .identifier(id.number))] + fields)
    }
}
