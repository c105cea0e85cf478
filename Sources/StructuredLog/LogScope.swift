/// The log that a record belongs to: its instrumentation scope. Each may go to a place of its own.
public enum LogScope: String, CaseIterable, Sendable {
    /// What the service says of itself.
    case service
    /// One record for each request.
    case access
    /// One for each answer about a claim.
    case decisions
    /// Who was let in or not, and what was done to the service.
    case audit

    /// The scope's name in a record.
    var name: StaticString {
        switch self {
        case .service: "claimgate.service"
        case .access: "claimgate.access"
        case .decisions: "claimgate.decisions"
        case .audit: "claimgate.audit"
        }
    }

    /// The place in the declaration.
    var position: Int {
        switch self {
        case .service: 0
        case .access: 1
        case .decisions: 2
        case .audit: 3
        }
    }
}
