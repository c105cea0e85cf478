import ClaimRules

/// A value of a FHIR document, with typed ways into it.
///
/// What is asked for and has another form than FHIR gives it is a problem, noted with its place; reading goes on. `null` and an
/// absent member are the same.
struct FHIRElement {
    let reading: FHIRReading
    let index: Int

    var tape: FHIRTape { reading.tape }
    var node: FHIRTape.Node { tape.nodes[index] }
    var kind: JSONKind { node.kind }
    var pointer: String { tape.pointer(index) }

    // MARK: Members

    /// The member of this name; nil for `null`.
    func child(_ name: StaticString) -> FHIRElement? {
        guard kind == .object else { return nil }
        var child = Int(node.firstChild)
        while child >= 0 {
            if tape.isNamed(child, name) {
                tape.markRead(child)
                return tape.nodes[child].kind == .null ? nil : FHIRElement(reading: reading, index: child)
            }
            child = Int(tape.nodes[child].next)
        }
        return nil
    }

    /// The values in this list or object, `null` left out.
    var children: [FHIRElement] {
        var found: [FHIRElement] = []
        var child = Int(node.firstChild)
        while child >= 0 {
            if tape.nodes[child].kind != .null { found.append(FHIRElement(reading: reading, index: child)) }
            child = Int(tape.nodes[child].next)
        }
        return found
    }

    /// The objects of a repeating element.
    func list(_ name: StaticString) -> [FHIRElement] {
        guard let list = child(name) else { return [] }
        guard list.kind == .array else {
            reading.problem(.wrongType, list, "This must be an array.")
            return []
        }
        return list.children.filter { element in
            tape.markRead(element.index)
            if element.kind == .object { return true }
            reading.problem(.wrongType, element, "This must be an object.")
            return false
        }
    }

    /// The object of an element that comes at most once.
    func object(_ name: StaticString) -> FHIRElement? {
        guard let element = child(name) else { return nil }
        if element.kind == .object { return element }
        reading.problem(.wrongType, element, "This must be an object.")
        return nil
    }

    // MARK: Primitives

    func string(_ name: StaticString) -> String? {
        child(name)?.text
    }

    /// The text of this value; a problem where it is no string or too long a one.
    var text: String? {
        guard kind == .string else {
            reading.problem(.wrongType, self, "This must be a string.")
            return nil
        }
        let raw = rawText
        guard raw.count <= reading.limits.text * 4 else { return tooLong() }
        let string = raw.string
        return raw.count > reading.limits.text && string.unicodeScalars.count > reading.limits.text ? tooLong() : string
    }

    private func tooLong() -> String? {
        reading.problem(.tooLong, self, "This must not be longer than \(reading.limits.text) characters.")
        return nil
    }

    private var rawText: JSONText {
        let start = Int(node.offset) + 1
        let count = Int(node.end) - 1 - start
        let isEscaped = tape.bytes[start..<start + count].contains(JSONByte.backslash)
        return JSONText(
            start: tape.bytes.baseAddress! + start,
            count: count,
            isEscaped: isEscaped,
            offset: Int(node.offset)
        )
    }

    /// Lends the bytes of a string.
    func withText<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R? {
        kind == .string ? rawText.withUTF8(body) : nil
    }

    func bool(_ name: StaticString) -> Bool? {
        guard let element = child(name) else { return nil }
        guard element.kind == .boolean else {
            reading.problem(.wrongType, element, "This must be true or false.")
            return nil
        }
        return tape.bytes[Int(element.node.offset)] == UInt8(ascii: "t")
    }

    /// The digits of a number as they were written.
    func decimal(_ name: StaticString) -> FHIRDecimal? {
        guard let element = child(name) else { return nil }
        guard element.kind == .number else {
            reading.problem(.wrongType, element, "This must be a number.")
            return nil
        }
        return FHIRDecimal(tape.bytes[Int(element.node.offset)..<Int(element.node.end)])
    }

    /// A whole number from 1, as FHIR's `positiveInt` and the sequences are.
    func positiveInt(_ name: StaticString) -> Int? {
        guard let element = child(name), let value = decimal(name) else { return nil }
        guard let whole = value.integer, whole >= 1, whole <= Int(Int32.max) else {
            reading.problem(.outOfRange, element, "This must be a whole number from 1.")
            return nil
        }
        return whole
    }

    /// A date or a moment, to whatever precision it is given.
    func moment(_ name: StaticString) -> FHIRMoment? {
        guard let element = child(name) else { return nil }
        guard element.kind == .string else {
            reading.problem(.wrongType, element, "This must be a string.")
            return nil
        }
        if let moment = element.withText(FHIRMoment.init(utf8:)) ?? nil { return moment }
        reading.problem(.invalidDate, element, "This must be a FHIR date or dateTime of the calendar.")
        return nil
    }

    /// A period, with the day or moment at either end where there is one.
    func period(_ name: StaticString) -> FHIRPeriod? {
        guard let element = object(name) else { return nil }
        tape.markWhole(element.index)
        let period = FHIRPeriod(start: element.moment("start"), end: element.moment("end"), element: element)
        if let start = period.start, let end = period.end, end.isBefore(start) {
            reading.problem(.contradictory, element, "A period must not end before it starts.")
            return nil
        }
        return period
    }

    /// A duration in whole minutes, completed ones.
    func minutes(_ name: StaticString) -> Int? {
        guard let element = object(name) else { return nil }
        tape.markWhole(element.index)
        guard let value = element.decimal("value") else { return nil }
        let unit = element.string("code") ?? element.string("unit") ?? "min"
        let seconds: Int? =
            switch unit {
            case "s", "second", "seconds": value.scaled(by: 1)
            case "min", "minute", "minutes": value.scaled(by: 60)
            case "h", "hour", "hours": value.scaled(by: 3_600)
            default: nil
            }
        guard let seconds, (0...CareMonthLimits.minutes * 60).contains(seconds) else {
            reading.problem(
                .outOfRange,
                element,
                "This must be a length of time in s, min or h, no longer than a month."
            )
            return nil
        }
        return seconds / 60
    }
}

/// A JSON number as FHIR means it: exact decimal digits.
struct FHIRDecimal {
    /// The digits without the point, and how many of them stand behind it.
    private let digits: Int
    private let places: Int

    /// The number in these bytes; nil with an exponent or with more digits than an amount ever has.
    init?(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        var digits = 0
        var places: Int?
        var isNegative = false
        for byte in bytes {
            switch byte {
            case JSONByte.minus: isNegative = true
            case JSONByte.dot: places = 0
            case JSONByte.zero...JSONByte.nine:
                guard digits < 1_000_000_000_000_000 else { return nil }
                digits = digits * 10 + Int(byte - JSONByte.zero)
                places = places.map { $0 + 1 }
            default: return nil
            }
        }
        self.digits = isNegative ? -digits : digits
        self.places = places ?? 0
    }

    /// The value if it is whole: `2`, `2.0`.
    var integer: Int? { exactly(places: 0) }

    /// The amount in cents if it has no smaller part and is not negative.
    var money: Money? {
        guard let cents = exactly(places: 2), (0...99_999_999_999).contains(cents) else { return nil }
        return Money(cents: Int64(cents))
    }

    /// The value times `factor`, rounded down; nil where it is negative or too large.
    func scaled(by factor: Int) -> Int? {
        guard digits >= 0 else { return nil }
        let (product, overflow) = digits.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product / power(places)
    }

    private func exactly(places wanted: Int) -> Int? {
        if places <= wanted {
            let (value, overflow) = digits.multipliedReportingOverflow(by: power(wanted - places))
            return overflow ? nil : value
        }
        let divisor = power(places - wanted)
        return digits % divisor == 0 ? digits / divisor : nil
    }

    private func power(_ exponent: Int) -> Int { (0..<min(exponent, 16)).reduce(1) { value, _ in value * 10 } }
}
