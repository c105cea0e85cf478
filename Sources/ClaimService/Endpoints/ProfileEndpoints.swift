import ClaimFormats
import ClaimRules

/// The named profiles.
enum ProfileEndpoints {
    static func list(_ call: Call) throws(Problem) -> Reply {
        let profiles = call.desk.profiles
        return call.desk.documents.document(.profiles) { writer in
            writer.beginObject()
            writer.name("profiles")
            writer.beginArray()
            for profile in profiles.all {
                writer.beginObject()
                writer.profileMembers(profile)
                writer.member("default", profile.id == profiles.standard.id)
                writer.endObject()
            }
            writer.endArray()
            writer.rulesetIdentity(profiles)
            writer.endObject()
        }.reply
    }
}
