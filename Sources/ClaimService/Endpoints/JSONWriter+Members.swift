import ClaimFormats
import ClaimRules

/// Members of the reference documents.
extension JSONWriter {
    mutating func member(_ name: StaticString, _ value: String) {
        self.name(name)
        string(value)
    }

    mutating func member(_ name: StaticString, _ value: Int) {
        self.name(name)
        int(value)
    }

    mutating func member(_ name: StaticString, _ value: Bool) {
        self.name(name)
        bool(value)
    }

    /// First and last day; an open end is left out.
    mutating func period(_ period: EffectivePeriod) {
        beginObject()
        if let from = period.from { member("from", from.description) }
        if let through = period.through { member("through", through.description) }
        endObject()
    }

    /// Which tables and rules a reference document shows.
    mutating func rulesetIdentity(_ profiles: ProfileSet) {
        name("ruleset")
        beginObject()
        member("version", Ruleset.version)
        member("digest", profiles.digest)
        endObject()
    }
}
