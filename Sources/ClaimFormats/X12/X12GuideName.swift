/// Which guides are read, and what the others are called.
enum X12GuideName {
    /// The professional claim, as published and with either of its errata.
    static func isTaken(_ version: String) -> Bool {
        ["005010X222", "005010X222A1", "005010X222A2"].contains(version)
    }

    /// What a transaction set that is not read is called; nil for one that is.
    static func refusal(kind: String, version: String) -> String? {
        guard kind == "837" else { return others[kind] ?? "a transaction set other than a claim" }
        if isTaken(version) { return nil }
        let is4010 = version.hasPrefix("004010")
        let form = forms.first { version.dropFirst(6).hasPrefix($0.guide) }?.name
        if is4010 { return (form ?? "a claim") + " in version 4010" }
        return form ?? "a claim of another guide"
    }

    private static let forms: [(guide: String, name: String)] = [
        ("X222", "a professional claim (837P)"), ("X223", "an institutional claim (837I)"),
        ("X224", "a dental claim (837D)"), ("X098", "a professional claim (837P)"),
        ("X096", "an institutional claim (837I)"), ("X097", "a dental claim (837D)"),
        ("X298", "a post-adjudicated professional claim (837P)"),
        ("X299", "a post-adjudicated institutional claim (837I)"),
    ]

    private static let others = [
        "270": "an eligibility inquiry (270)", "271": "an eligibility response (271)",
        "276": "a claim status request (276)", "277": "a claim status or acknowledgement (277)",
        "278": "a services review (278)", "834": "an enrolment (834)", "835": "a remittance advice (835)",
        "997": "a functional acknowledgement (997)", "999": "an implementation acknowledgement (999)",
    ]
}
