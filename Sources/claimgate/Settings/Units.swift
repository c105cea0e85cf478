/// Sizes as an operator writes them: `1MiB`, `64KiB`, `512B`.
enum ByteCount {
    private static let units: [(name: String, bytes: Int)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
    ]

    static func read(_ text: String, in range: ClosedRange<Int>) throws(SettingFault) -> Int {
        guard let value = value(text[...]), range.contains(value) else {
            let bounds = "from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
            throw SettingFault(remedy: "give a size with its unit (B, KiB, MiB or GiB), \(bounds), as in 64KiB")
        }
        return value
    }

    static func readRate(_ text: String, in range: ClosedRange<Int>) throws(SettingFault) -> Int {
        guard text.hasSuffix("/s"), let value = value(text.dropLast(2)), range.contains(value) else {
            let bounds = "from \(Self.text(range.lowerBound))/s to \(Self.text(range.upperBound))/s"
            throw SettingFault(remedy: "give a size a second, \(bounds), as in 1KiB/s")
        }
        return value
    }

    private static func value(_ text: Substring) -> Int? {
        guard let unit = units.first(where: { text.hasSuffix($0.name) }),
            let count = WholeNumber.read(text.dropLast(unit.name.count))
        else { return nil }
        let (value, hasOverflowed) = count.multipliedReportingOverflow(by: unit.bytes)
        return hasOverflowed ? nil : value
    }

    /// In the largest unit that divides it.
    static func text(_ value: Int) -> String {
        let unit = units.first { value >= $0.bytes && value % $0.bytes == 0 } ?? units[units.count - 1]
        return "\(value / unit.bytes)\(unit.name)"
    }
}

/// Times as an operator writes them: `500ms`, `30s`, `5m`, `2h`.
enum TimeSpan {
    /// The longer names first: `ms` also ends in `s`.
    private static let units: [(name: String, milliseconds: Int)] = [
        ("ms", 1), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
    ]

    static func read(_ text: String, in range: ClosedRange<Duration>) throws(SettingFault) -> Duration {
        guard let unit = units.first(where: { text.hasSuffix($0.name) }),
            let count = WholeNumber.read(text.dropLast(unit.name.count)), count <= 1_000_000_000,
            range.contains(.milliseconds(count * unit.milliseconds))
        else {
            let bounds = "from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
            throw SettingFault(remedy: "give a time with its unit (ms, s, m or h), \(bounds), as in 30s")
        }
        return .milliseconds(count * unit.milliseconds)
    }

    /// In the largest unit that divides it, seconds up to two minutes.
    static func text(_ value: Duration) -> String {
        let milliseconds = Int(value / .milliseconds(1))
        let fitting = units.filter { milliseconds > 120_000 || $0.milliseconds <= 1000 }
            .filter { milliseconds % $0.milliseconds == 0 }
        let unit = milliseconds == 0 ? ("s", 1000) : fitting.max { $0.milliseconds < $1.milliseconds } ?? ("ms", 1)
        return "\(milliseconds / unit.1)\(unit.0)"
    }
}

/// Digits alone: no sign, no space.
enum WholeNumber {
    static func read(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}
