public import ClaimRules

/// What a profile is, for lists of profiles and for the digest of a set.
extension JSONWriter {
    /// The members of a profile's object: every difference from the base of the catalogue, in a fixed order.
    public mutating func profileMembers(_ profile: Profile) {
        name("id")
        string(profile.id.rawValue)
        name("title")
        string(profile.title)
        name("summary")
        string(profile.summary)
        if let base = profile.extends {
            name("extends")
            string(base.rawValue)
        }
        name("defaultSetting")
        string(profile.defaultSetting.rawValue)
        name("diagnosesNeeded")
        int(profile.diagnosesNeeded)
        name("practitionerMinutesCountAsStaff")
        bool(profile.countsPractitionerMinutesAsStaff)
        name("unitEdits")
        bool(profile.appliesUnitEdits)
        if !profile.unitLimits.isEmpty {
            name("unitLimits")
            beginObject()
            for (code, limit) in profile.unitLimits.sorted(by: { $0.key < $1.key }) {
                name(code.text)
                int(limit)
            }
            endObject()
        }
        if !profile.requiredModifiers.isEmpty {
            name("requiredModifiers")
            beginObject()
            for (code, modifiers) in profile.requiredModifiers.sorted(by: { $0.key < $1.key }) {
                name(code.text)
                beginArray()
                for modifier in modifiers { string(modifier.text) }
                endArray()
            }
            endObject()
        }
        if !profile.severities.isEmpty {
            name("severity")
            beginObject()
            for (rule, severity) in profile.severities.map({ ($0.key.description, $0.value) }).sorted(by: {
                $0.0 < $1.0
            }) {
                name(rule)
                if let severity { string(severity.rawValue) } else { string("off") }
            }
            endObject()
        }
    }
}
