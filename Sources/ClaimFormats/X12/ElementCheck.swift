import ClaimRules

/// Holds a segment's elements against the guide: presence, type, length, codes.
struct ElementCheck {
    let guide: X12Guide
    let segment: X12Segment

    typealias Tell = (_ element: Int, _ component: Int?, _ fault: X12Issue.ElementFault) -> Void

    func run(_ index: Int, _ tell: Tell) {
        let node = guide.nodes[index]
        let rules = node.elements
        let known = rules.count
        for position in 1...max(1, segment.count) where position <= segment.count {
            let bytes = segment.element(position)
            if bytes.isEmpty { continue }
            if position > known {
                tell(position, nil, .tooManyElements)
                break
            }
            let rule = guide.elements[rules.lowerBound + position - 1]
            if rule.kind == .composite {
                composite(rule, position, bytes, tell)
            } else if let fault = check(rule, bytes, format: position - 1) {
                tell(position, nil, fault)
            }
        }
        for need in node.needs {
            let place = guide.needs[need]
            let element = Int(place.element)
            if segment.isEmpty(element) {
                if place.component == 0 { tell(element, nil, .missing) }
            } else if place.component > 0, segment.component(element, Int(place.component)).isEmpty {
                tell(element, Int(place.component), .missing)
            }
        }
        for index in node.codes { code(guide.codes[index], tell) }
        if node.tag == ElementCheck.name, segment.isEmpty(8) != segment.isEmpty(9) {
            tell(segment.isEmpty(8) ? 8 : 9, nil, .missingInItsPair)
        }
    }

    /// Names come with an identifier and its qualifier, or with neither.
    private static let name = X12Word.word("NM1")

    private func composite(_ rule: X12ElementRule, _ position: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ tell: Tell) {
        var start = 0
        var number = 0
        for end in 0...bytes.count where end == bytes.count || bytes[end] == segment.delimiters.component {
            number += 1
            if number > rule.components.count {
                tell(position, nil, .tooManyComponents)
                return
            }
            let part = UnsafeBufferPointer(rebasing: bytes[start..<end])
            start = end + 1
            if part.isEmpty { continue }
            if let fault = check(guide.elements[rule.components.lowerBound + number - 1], part, format: 0) {
                tell(position, number, fault)
            }
        }
    }

    private func code(_ list: X12Guide.CodeList, _ tell: Tell) {
        let element = Int(list.place.element)
        let component = Int(list.place.component)
        let bytes = component == 0 ? segment.element(element) : segment.component(element, component)
        if bytes.isEmpty { return }
        let word = X12Word.pack(bytes)
        for position in list.values where guide.values[position] == word { return }
        tell(element, component == 0 ? nil : component, .invalidCode)
    }

    private func check(
        _ rule: X12ElementRule,
        _ bytes: UnsafeBufferPointer<UInt8>,
        format: Int
    ) -> X12Issue.ElementFault? {
        var length = bytes.count
        switch rule.kind {
        case .notUsed: return .notUsed
        case .composite: return nil
        case .text, .code:
            for byte in bytes where byte < 32 || byte == 127 { return .invalidCharacter }
        case .facility:
            if bytes.count == 2, PlaceOfService(utf8: bytes) == nil { return .invalidCode }
        case .whole, .decimal, .amount:
            // The sign and the point are no part of a number's length (X12.6).
            var digits = 0
            var points = 0
            for (position, byte) in bytes.enumerated() {
                if X12Bytes.isDigit(byte) {
                    digits += 1
                } else if byte == UInt8(ascii: "."), rule.kind != .whole, points == 0 {
                    points = 1
                } else if byte != UInt8(ascii: "-") || position > 0 || rule.kind == .amount {
                    return .invalidCharacter
                }
            }
            length = digits
            if rule.kind == .amount, digits > 0, X12Amount.money(bytes) == nil { return .tooLong }
        case .date: return X12Dates.date(bytes) == nil ? .invalidDate : nil
        case .time: return X12Dates.isTime(bytes) ? nil : .invalidTime
        case .period:
            switch segment.packed(format) {
            case X12Dates.single: return X12Dates.date(bytes) == nil ? .invalidDate : nil
            case X12Dates.range: return X12Dates.period(bytes) == nil ? .invalidDate : nil
            default: break
            }
        }
        if length < rule.shortest { return .tooShort }
        return length > rule.longest ? .tooLong : nil
    }
}

/// X12's amounts of money.
enum X12Amount {
    /// Of nine digits at most before the point and two behind it, either of which may be left out: `75`, `75.5`, `.5`. Not
    /// negative.
    static func money(_ bytes: UnsafeBufferPointer<UInt8>) -> Money? {
        let point = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.count
        let decimals = max(0, bytes.count - point - 1)
        guard point <= 9, decimals <= 2, point + decimals > 0 else { return nil }
        var cents: Int64 = 0
        for (position, byte) in bytes.enumerated() where position != point {
            guard X12Bytes.isDigit(byte) else { return nil }
            cents = cents * 10 + Int64(byte & 15)
        }
        return Money(cents: decimals == 0 ? cents * 100 : decimals == 1 ? cents * 10 : cents)
    }
}

/// X12's dates and times.
enum X12Dates {
    static let single = X12Word.word("D8")
    static let range = X12Word.word("RD8")

    /// `20260331`.
    static func date(_ bytes: UnsafeBufferPointer<UInt8>) -> CalendarDate? {
        guard bytes.count == 8, let number = X12Bytes.number(bytes) else { return nil }
        return CalendarDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }

    /// `20260301-20260331`, of which the end is not before the beginning.
    static func period(_ bytes: UnsafeBufferPointer<UInt8>) -> (first: CalendarDate, last: CalendarDate)? {
        guard bytes.count == 17, bytes[8] == UInt8(ascii: "-"),
            let first = date(UnsafeBufferPointer(rebasing: bytes[..<8])),
            let last = date(UnsafeBufferPointer(rebasing: bytes[9...])), first <= last
        else { return nil }
        return (first, last)
    }

    /// Hours and minutes, with or without seconds and hundredths.
    static func isTime(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard [4, 6, 8].contains(bytes.count), let number = X12Bytes.number(bytes) else { return false }
        let digits = bytes.count == 4 ? number * 100 : bytes.count == 8 ? number / 100 : number
        return digits / 10_000 < 24 && digits / 100 % 100 < 60 && digits % 100 < 60
    }

    static func text(_ date: CalendarDate) -> String { date.description.filter { $0 != "-" } }
}
