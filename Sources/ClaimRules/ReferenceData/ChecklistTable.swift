/// The documentation checklist.
///
/// Sources: contractors' care-management pages and review results, CMS questions and answers, the practice guides; each
/// item cites its own.
enum ChecklistTable {
    static let items: [ChecklistItem] = timeItems + eligibilityItems + planItems + consentItems + recordItems

    static func item(
        _ id: ChecklistItemID,
        _ requirements: ChecklistItem.Requirements,
        _ message: String,
        remedy: String,
        _ citation: Citation,
        evidence: (@Sendable (ChecklistEvidence) -> ChecklistFact)? = nil
    ) -> ChecklistItem {
        ChecklistItem(
            id: id,
            requirements: requirements,
            message: message,
            remedy: remedy,
            citation: citation,
            evidence: evidence
        )
    }
}
