import ClaimFormats
import ClaimRules

/// The named profiles.
enum ProfileEndpoints {
    private static let document = StaticDocument { writer in
        writer.beginObject()
        writer.name("profiles")
        writer.beginArray()
        for profile in Profile.all {
            writer.beginObject()
            writer.member("id", profile.id.rawValue)
            writer.member("title", profile.title)
            writer.member("summary", profile.summary)
            writer.member("default", profile.id == Profile.all[0].id)
            writer.endObject()
        }
        writer.endArray()
        writer.rulesetIdentity()
        writer.endObject()
    }

    static func list(_ call: Call) throws(Problem) -> Reply { document.reply }
}
