/// A moment with the offset it was written in, to the millisecond (RFC 3339).
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64
    /// Minutes east of UTC that the clock on the wall showed.
    public let offsetMinutes: Int16

    /// The moment this many milliseconds after 1970-01-01T00:00:00Z, shown at this offset.
    public init(milliseconds: Int64, offsetMinutes: Int16) {
        self.milliseconds = milliseconds
        self.offsetMinutes = offsetMinutes
    }

    /// The moment written as an RFC 3339 `date-time` with `Z` or a numeric offset, or nil for anything else.
    ///
    /// Digits of a second beyond the third are dropped. A leap second (`:60`) is taken as the next second, and only where
    /// one can be: at the end of a month in UTC (RFC 3339 section 5.7).
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= 20, bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), let date = CalendarDate(utf8: .init(rebasing: bytes[0..<10])),
            let hour = ASCII.number(bytes, 11..<13), hour < 24, let minute = ASCII.number(bytes, 14..<16),
            minute < 60, let second = ASCII.number(bytes, 17..<19), second <= 60
        else { return nil }
        var position = 19
        var fraction: Int64 = 0
        if bytes[position] == UInt8(ascii: ".") {
            position += 1
            let start = position
            var scale: Int64 = 100
            while position < bytes.count, ASCII.isDigit(bytes[position]) {
                fraction += Int64(bytes[position] &- 48) * scale
                scale /= 10
                position += 1
            }
            guard position > start else { return nil }
        }
        guard let offset = Timestamp.offset(bytes, from: position) else { return nil }
        let local = (Int64(date.dayNumber) * 1440 + Int64(hour * 60 + minute)) * 60 + Int64(second)
        let seconds = local - Int64(offset) * 60
        if second == 60 {
            guard seconds % 86_400 == 0, CalendarDate(dayNumber: Int32(seconds / 86_400)).parts.day == 1 else {
                return nil
            }
        }
        milliseconds = seconds * 1000 + fraction
        offsetMinutes = offset
    }

    /// The moment written as an RFC 3339 `date-time`, or nil for anything else.
    public init?(_ text: String) {
        guard let moment = Array(text.utf8).withUnsafeBufferPointer({ Timestamp(utf8: $0) }) else { return nil }
        self = moment
    }

    /// The day on the wall calendar at the written offset.
    public var localDate: CalendarDate {
        let seconds = localMilliseconds.flooredDivision(by: 1000)
        return CalendarDate(dayNumber: Int32(truncatingIfNeeded: seconds.flooredDivision(by: 86_400)))
    }

    private var localMilliseconds: Int64 { milliseconds + Int64(offsetMinutes) * 60_000 }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    private static func offset(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int) -> Int16? {
        guard position < bytes.count else { return nil }
        if bytes[position] | 0x20 == UInt8(ascii: "z") { return position + 1 == bytes.count ? 0 : nil }
        let sign: Int16
        switch bytes[position] {
        case UInt8(ascii: "+"): sign = 1
        case UInt8(ascii: "-"): sign = -1
        default: return nil
        }
        guard position + 6 == bytes.count, bytes[position + 3] == UInt8(ascii: ":"),
            let hours = ASCII.number(bytes, position + 1..<position + 3), hours < 24,
            let minutes = ASCII.number(bytes, position + 4..<position + 6), minutes < 60
        else { return nil }
        return sign * Int16(hours * 60 + minutes)
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339, with milliseconds only where there are any.
    public var description: String {
        let seconds = localMilliseconds.flooredDivision(by: 1000)
        let fraction = Int(localMilliseconds - seconds * 1000)
        let second = Int(seconds - seconds.flooredDivision(by: 86_400) * 86_400)
        var text = "\(localDate)T\(ASCII.padded(second / 3600, 2)):\(ASCII.padded(second / 60 % 60, 2))"
        text += ":\(ASCII.padded(second % 60, 2))"
        if fraction > 0 { text += ".\(ASCII.padded(fraction, 3))" }
        guard offsetMinutes != 0 else { return text + "Z" }
        let size = Int(abs(offsetMinutes))
        return text + (offsetMinutes < 0 ? "-" : "+") + ASCII.padded(size / 60, 2) + ":" + ASCII.padded(size % 60, 2)
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
