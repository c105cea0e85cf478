public import ClaimRules

/// When an answer is written and how it is numbered: arguments, so that the same file gets the same bytes.
public struct X12Stamp: Equatable, Sendable {
    public var date: CalendarDate
    /// Minutes since midnight, 0 to 1439.
    public var minute: Int
    /// The control number of the first interchange that is written, from 1 to 999,999,999; the next ones count on.
    public var control: Int

    public init(date: CalendarDate, minute: Int, control: Int) {
        self.date = date
        self.minute = min(max(minute, 0), 1_439)
        self.control = min(max(control, 1), 999_999_999)
    }

    var day: String { X12Dates.text(date) }
    var time: String { X12Writer.padded(minute / 60, 2) + X12Writer.padded(minute % 60, 2) }
}

/// Writes interchanges: a segment a line, with `*`, `:`, `^` and `~`, and counts what the trailers have to say.
struct X12Writer {
    private(set) var bytes: [UInt8] = []
    private let stamp: X12Stamp
    private var interchanges = 0
    private var groups = 0
    private var sets = 0
    private var segments = 0
    private var setControl = ""

    init(_ stamp: X12Stamp) { self.stamp = stamp }

    /// What was written since the last call.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private var control: String { X12Writer.padded((stamp.control - 1 + interchanges - 1) % 999_999_999 + 1, 9) }

    /// Opens an interchange that answers this one: sender and receiver change places.
    mutating func beginInterchange(answering received: X12Interchange) {
        interchanges += 1
        groups = 0
        let fields = [
            "00", X12Writer.fixed("", 10), "00", X12Writer.fixed("", 10),
            X12Writer.fixed(received.receiverQualifier, 2), X12Writer.fixed(received.receiver, 15),
            X12Writer.fixed(received.senderQualifier, 2), X12Writer.fixed(received.sender, 15),
            String(stamp.day.dropFirst(2)), stamp.time, "^", "00501", control, "0", received.isTest ? "T" : "P", ":",
        ]
        bytes += Array("ISA*\(fields.joined(separator: "*"))~\n".utf8)
    }

    mutating func endInterchange() { raw("IEA", ["\(groups)", control]) }

    mutating func beginGroup(_ kind: String, answering received: X12Group, version: String) {
        groups += 1
        sets = 0
        let sender = X12Writer.clean(received.receiver, 15)
        let receiver = X12Writer.clean(received.sender, 15)
        raw("GS", [kind, sender, receiver, stamp.day, stamp.time, "\(groups)", "X", version])
    }

    mutating func endGroup() { raw("GE", ["\(sets)", "\(groups)"]) }

    mutating func beginSet(_ kind: String, version: String) {
        sets += 1
        segments = 0
        setControl = X12Writer.padded(sets, 4)
        segment("ST", kind, setControl, version)
    }

    mutating func endSet() { segment("SE", "\(segments + 1)", setControl) }

    /// A segment; empty elements at its end are left out. The elements are written as they are.
    mutating func segment(_ name: StaticString, _ elements: String...) {
        segments += 1
        raw(name, elements)
    }

    /// A segment outside of transaction sets.
    mutating func raw(_ name: StaticString, _ elements: [String]) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        let last = elements.lastIndex { !$0.isEmpty } ?? -1
        for element in elements.prefix(last + 1) {
            bytes.append(UInt8(ascii: "*"))
            bytes.append(contentsOf: element.utf8)
        }
        bytes.append(UInt8(ascii: "~"))
        bytes.append(10)
    }

    /// Text of the received file for a file of ours: without our delimiters and control characters, and not too long.
    static func clean(_ text: String, _ longest: Int) -> String {
        var clean: [UInt8] = []
        for byte in text.utf8 {
            let isOurs = byte == 42 || byte == 58 || byte == 94 || byte == 126
            clean.append(byte < 32 || byte >= 127 || isOurs ? 32 : byte)
        }
        var bytes = clean.prefix(longest)
        while bytes.last == 32 { bytes.removeLast() }
        while bytes.first == 32 { bytes.removeFirst() }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func fixed(_ text: String, _ width: Int) -> String {
        let text = clean(text, width)
        return text + String(repeating: " ", count: max(0, width - text.utf8.count))
    }
}
