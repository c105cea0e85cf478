public import ClaimFormats
public import ClaimRules

/// The catalogue: every rule with its citation, dates, weight in each profile and two examples.
enum RuleEndpoints {
    static func list(_ call: Call) throws(Problem) -> Reply {
        let profiles = call.desk.profiles
        return call.desk.documents.document(.rules) { writer in
            writer.beginObject()
            writer.name("rules")
            writer.beginArray()
            for rule in RuleCatalog.all { RuleDocument.write(rule, in: profiles, to: &writer) }
            writer.endArray()
            writer.rulesetIdentity(profiles)
            writer.endObject()
        }.reply
    }

    static func one(_ call: Call) throws(Problem) -> Reply {
        guard let rule = RuleCatalog.all.first(where: { $0.id.description == call.parameter }) else {
            throw Problem(.noSuchRule)
        }
        return StaticDocument { RuleDocument.write(rule, in: call.desk.profiles, to: &$0) }.reply
    }
}

/// One rule as the service and the command show it.
public enum RuleDocument: Sendable {
    /// - Parameter profiles: whose weights are shown.
    public static func write(_ rule: Rule, in profiles: ProfileSet, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", rule.id.description)
        writer.member("title", rule.title)
        writer.member("remedy", rule.remedy)
        writer.name("citation")
        write(rule.citation, to: &writer)
        writer.name("effective")
        writer.period(rule.effective)
        writer.name("severity")
        writer.beginObject()
        for profile in profiles.all {
            writer.name(profile.id.rawValue)
            if let severity = rule.severity(in: profile) { writer.string(severity.rawValue) } else { writer.null() }
        }
        writer.endObject()
        writer.name("needs")
        writer.beginArray()
        for pointer in rule.needs { writer.string(pointer.text) }
        writer.endArray()
        if let adjustment = rule.adjustment {
            writer.name("adjustment")
            write(adjustment, to: &writer)
        }
        writer.name("example")
        writer.beginObject()
        writer.member("profile", rule.example.profile.id.rawValue)
        writer.name("passes")
        writer.careMonth(judged(rule.example.passes, by: rule.example.profile))
        writer.name("fails")
        writer.careMonth(judged(rule.example.fails, by: rule.example.profile))
        writer.endObject()
        writer.endObject()
    }

    /// The month naming its profile, so that it can be sent as it stands.
    private static func judged(_ month: CareMonth, by profile: Profile) -> CareMonth {
        month.with { $0.profile = profile.id.rawValue }
    }

    private static func write(_ citation: Citation, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("title", citation.title)
        writer.member("section", citation.section)
        if let url = citation.url { writer.member("url", url) }
        writer.name("grade")
        writer.string(citation.grade.word)
        writer.endObject()
    }

    private static func write(_ adjustment: Adjustment, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("group", adjustment.group)
        writer.member("carc", adjustment.carc)
        writer.name("rarc")
        writer.beginArray()
        for code in adjustment.rarc { writer.string(code) }
        writer.endArray()
        writer.endObject()
    }
}
