import StructuredLog

/// What is written down, and where.
extension ServeSettings {
    static var log: [Setting] {
        [
            .choice(
                "log-level",
                \.logLevel,
                .log,
                "Least level of the lines that are logged; the audit has all of its own."
            ),
            .choice(
                "log-format",
                \.logFormat,
                .log,
                "One JSON object a line, or lines for a person; auto is human at a terminal."
            ),
            .log(
                "log-service",
                \.logService,
                "Where goes what the service says of itself: stderr, stdout, off, or the absolute path of a file, which SIGHUP opens anew."
            ),
            .log("log-access", \.logAccess, "The same for the line of each request."),
            .log("log-decisions", \.logDecisions, "The same for the line of each decision."),
            .log("log-audit", \.logAudit, "The same for who was let in and what was done to the service."),
            .file(
                "log-id-key",
                \.logIDKey,
                "File of 32 to 128 hexadecimal digits, the key under which decisions say whose claim it was; without it they do not.",
                group: .log
            ),
        ]
    }

    func place(of scope: LogScope) -> LogPlace {
        switch scope {
        case .service: logService
        case .access: logAccess
        case .decisions: logDecisions
        case .audit: logAudit
        }
    }
}

/// The form of the log, or the choice left to what it is written to.
enum LogFormatChoice: String, CaseIterable {
    case json
    case human
    case auto

    func format(isTerminal: Bool) -> LogFormat {
        switch self {
        case .json: .json
        case .human: .human
        case .auto: isTerminal ? .human : .json
        }
    }
}
