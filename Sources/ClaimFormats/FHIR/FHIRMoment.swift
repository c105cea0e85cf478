import ClaimRules

/// A FHIR date or dateTime (R4 section 2.24.0.1): a year, a month, a day, or a moment with its offset.
enum FHIRMoment: Equatable {
    case year(Int)
    case month(CalendarMonth)
    case day(CalendarDate)
    case time(Timestamp)

    init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        switch bytes.count {
        case 4:
            var year = 0
            for byte in bytes {
                guard JSONByte.isDigit(byte) else { return nil }
                year = year * 10 + Int(byte - JSONByte.zero)
            }
            guard year > 0 else { return nil }
            self = .year(year)
        case 7:
            guard let month = CalendarMonth(utf8: bytes) else { return nil }
            self = .month(month)
        case 10:
            guard let day = CalendarDate(utf8: bytes) else { return nil }
            self = .day(day)
        default:
            guard let time = Timestamp(utf8: bytes) else { return nil }
            self = .time(time)
        }
    }

    /// The calendar day, on the wall where the moment was written; nil for less than a day's precision.
    var day: CalendarDate? {
        switch self {
        case .day(let day): day
        case .time(let time): time.localDate
        case .year, .month: nil
        }
    }

    var month: CalendarMonth? {
        if case .month(let month) = self { return month }
        return day?.month
    }

    var time: Timestamp? {
        if case .time(let time) = self { return time }
        return nil
    }

    /// Certainly earlier than the other one.
    func isBefore(_ other: FHIRMoment) -> Bool {
        if let time, let otherTime = other.time { return time < otherTime }
        if let day, let otherDay = other.day { return day < otherDay }
        return lastDay.map { last in other.firstDay.map { last < $0 } ?? false } ?? false
    }

    private var firstDay: CalendarDate? {
        switch self {
        case .year(let year): CalendarMonth(year: year, month: 1)?.firstDay
        case .month(let month): month.firstDay
        case .day, .time: day
        }
    }

    private var lastDay: CalendarDate? {
        switch self {
        case .year(let year): CalendarMonth(year: year, month: 12)?.lastDay
        case .month(let month): month.lastDay
        case .day, .time: day
        }
    }
}

/// A period, open at an end that was not sent.
struct FHIRPeriod {
    let start: FHIRMoment?
    let end: FHIRMoment?
    let element: FHIRElement

    /// The one day on which it begins and ends.
    var singleDay: CalendarDate? {
        guard let day = start?.day, day == end?.day else { return nil }
        return day
    }

    /// The one month in which it begins and ends.
    var singleMonth: CalendarMonth? {
        guard let month = start?.month, month == end?.month else { return nil }
        return month
    }

    /// The latest day that is known of it.
    var latestDay: CalendarDate? { end?.day ?? start?.day }
}
