public import ClaimRules

/// The values that care months and answers share.
extension JSONWriter {
    public mutating func date(_ value: CalendarDate) {
        let (year, month, day) = value.parts
        openText()
        appendPadded(year, 4)
        append("-")
        appendPadded(month, 2)
        append("-")
        appendPadded(day, 2)
        closeText()
    }

    public mutating func month(_ value: CalendarMonth) {
        openText()
        appendPadded(value.year, 4)
        append("-")
        appendPadded(value.number, 2)
        closeText()
    }

    public mutating func money(_ value: Money) { money(cents: Int(value.cents)) }

    // MARK: Members that may be absent

    mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        self.name(name)
        string(value)
    }

    mutating func member(_ name: StaticString, _ value: Bool?) {
        guard let value else { return }
        self.name(name)
        bool(value)
    }

    mutating func member(_ name: StaticString, _ value: Int?) {
        guard let value else { return }
        self.name(name)
        int(value)
    }

    mutating func member(_ name: StaticString, _ value: CalendarDate?) {
        guard let value else { return }
        self.name(name)
        date(value)
    }

    mutating func member(_ name: StaticString, _ value: Money?) {
        guard let value else { return }
        self.name(name)
        money(value)
    }

    mutating func member(_ name: StaticString, _ value: (some RawRepresentable<String>)?) {
        member(name, value?.rawValue)
    }

    /// A list, written even when it is empty: an empty list says that there is none.
    mutating func list<Element>(
        _ name: StaticString,
        _ elements: (some Sequence<Element>)?,
        _ write: (inout JSONWriter, Element) -> Void
    ) {
        guard let elements else { return }
        self.name(name)
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }

    /// An object that may be absent.
    mutating func object<Value>(
        _ name: StaticString,
        _ value: Value?,
        _ write: (inout JSONWriter, Value) -> Void
    ) {
        guard let value else { return }
        self.name(name)
        beginObject()
        write(&self, value)
        endObject()
    }
}
