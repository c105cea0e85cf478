/// One entry of the month's time log.
public struct TimeEntry: Equatable, Sendable {
    /// How long, and when; nil where no time was recorded.
    public var duration: Duration?
    public var performer: Performer?
    public var activity: String?
    /// Spent face to face with the patient. Nil is taken as not: the log is one of care between visits.
    public var faceToFace: Bool?
    /// The program the minutes were recorded for; nil is CCM.
    public var program: String?

    public init() {}

    /// An entry's length, in one of the two ways the contract allows.
    public enum Duration: Equatable, Sendable {
        /// Whole minutes, on a day where one was given.
        case minutes(Int, on: CalendarDate?)
        /// From one moment to a later one.
        case interval(start: Timestamp, end: Timestamp)

        /// The given day, or the day on the wall where the interval began.
        public var date: CalendarDate? {
            switch self {
            case .minutes(_, let date): date
            case .interval(let start, _): start.localDate
            }
        }

        public var milliseconds: Int64 {
            switch self {
            case .minutes(let minutes, _): Int64(minutes) * 60_000
            case .interval(let start, let end): end.milliseconds - start.milliseconds
            }
        }
    }

    /// The day the entry belongs to: the given one, or the day on the wall where the interval began.
    public var date: CalendarDate? { duration?.date }

    /// The entry's length in milliseconds, or nil where no time was recorded.
    public var milliseconds: Int64? { duration?.milliseconds }

    /// The program that minutes count for here.
    public static let program = "ccm"

    var isOwnProgram: Bool {
        guard let program else { return true }
        return program == TimeEntry.program || program.lowercased() == TimeEntry.program
    }

    /// The entry says what was done; blanks say nothing.
    var hasActivity: Bool {
        guard let activity else { return false }
        // An ASCII letter settles it; only a text without any is gone through by what people see as characters.
        return activity.utf8.contains { $0 > 0x20 && $0 < 0x7F } || activity.contains { !$0.isWhitespace }
    }
}

/// Who did the work of a time entry.
public struct Performer: Equatable, Sendable {
    public var kind: PerformerKind?
    public var id: String?
    public var credential: String?

    public init(kind: PerformerKind? = nil, id: String? = nil, credential: String? = nil) {
        self.kind = kind
        self.id = id
        self.credential = credential
    }
}

/// The three kinds of people whose time appears in a log.
public enum PerformerKind: String, CaseIterable, Sendable {
    case clinicalStaff = "clinical-staff"
    case practitioner
    case nonClinical = "non-clinical"
}
