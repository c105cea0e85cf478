/// How a record becomes a line.
public enum LogFormat: String, CaseIterable, Sendable {
    /// One JSON object: `time`, `level`, `event`, then the fields in their own order.
    case json
    /// Time of day, level, event and `name=value`, for a person at a terminal.
    case human

    /// Appends the record and a line feed.
    public func write(_ record: LogRecord, to output: inout [UInt8]) {
        switch self {
        case .json: JSONLine.write(record, to: &output)
        case .human: HumanLine.write(record, to: &output)
        }
        output.append(0x0a)
    }
}

private enum JSONLine {
    static func write(_ record: LogRecord, to output: inout [UInt8]) {
        output.append(contentsOf: "{\"time\":\"".utf8)
        LineText.writeDate(record.time, to: &output)
        output.append(0x54)
        LineText.writeTimeOfDay(record.time, to: &output)
        output.append(contentsOf: "Z\",\"level\":\"".utf8)
        output.append(contentsOf: record.level.rawValue.utf8)
        output.append(contentsOf: "\",\"event\":".utf8)
        writeQuoted(record.event, to: &output)
        for field in record.fields {
            output.append(0x2c)
            writeQuoted(LogWord(field.name), to: &output)
            output.append(0x3a)
            write(field.value, to: &output)
        }
        output.append(0x7d)
    }

    private static func write(_ value: LogValue, to output: inout [UInt8]) {
        switch value {
        case .integer, .boolean, .duration:
            LineText.writeScalar(value, to: &output)
        case .requestID, .trace, .identifier, .address, .digest, .version:
            output.append(0x22)
            LineText.writeScalar(value, to: &output)
            output.append(0x22)
        case .word(let word):
            writeQuoted(word, to: &output)
        case .words(let words):
            output.append(0x5b)
            for (index, word) in words.enumerated() {
                if index > 0 { output.append(0x2c) }
                writeQuoted(word, to: &output)
            }
            output.append(0x5d)
        }
    }

    private static func writeQuoted(_ word: LogWord, to output: inout [UInt8]) {
        output.append(0x22)
        LineText.withBytes(of: word) { bytes in
            if bytes.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c }) {
                for byte in bytes { writeEscaped(byte, to: &output) }
            } else {
                output.append(contentsOf: bytes)
            }
        }
        output.append(0x22)
    }

    private static func writeEscaped(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case 0x22, 0x5c:
            output.append(0x5c)
            output.append(byte)
        case 0..<0x20:
            output.append(contentsOf: "\\u00".utf8)
            LineText.writeHex(byte, to: &output)
        default:
            output.append(byte)
        }
    }
}

private enum HumanLine {
    private static let levelWidth = 7

    static func write(_ record: LogRecord, to output: inout [UInt8]) {
        LineText.writeTimeOfDay(record.time, to: &output)
        output.append(0x20)
        output.append(contentsOf: record.level.rawValue.utf8)
        output.append(contentsOf: repeatElement(0x20, count: levelWidth - record.level.rawValue.utf8.count + 1))
        LineText.withBytes(of: record.event) { output.append(contentsOf: $0) }
        for field in record.fields {
            output.append(0x20)
            field.name.withUTF8Buffer { output.append(contentsOf: $0) }
            output.append(0x3d)
            write(field.value, to: &output)
        }
    }

    private static func write(_ value: LogValue, to output: inout [UInt8]) {
        switch value {
        case .integer, .boolean, .duration, .requestID, .trace, .identifier, .address, .digest, .version:
            LineText.writeScalar(value, to: &output)
        case .word(let word):
            LineText.withBytes(of: word) { output.append(contentsOf: $0) }
        case .words(let words):
            for (index, word) in words.enumerated() {
                if index > 0 { output.append(0x2c) }
                LineText.withBytes(of: word) { output.append(contentsOf: $0) }
            }
            if words.isEmpty { output.append(0x2d) }
        }
    }
}
