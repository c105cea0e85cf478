/// How a record becomes a line.
public enum LogFormat: String, CaseIterable, Sendable {
    /// One JSON object: the fields of the OpenTelemetry log data model by their names, then the attributes in their own order.
    case json
    /// Time of day, level, event and `name=value`, for a person at a terminal.
    case human

    /// Appends the record and a line feed.
    public func write(_ record: LogRecord, of resource: LogResource, to output: inout [UInt8]) {
        switch self {
        case .json: JSONLine.write(record, resource, to: &output)
        case .human: HumanLine.write(record, to: &output)
        }
        output.append(0x0a)
    }
}

private enum JSONLine {
    static func write(_ record: LogRecord, _ resource: LogResource, to output: inout [UInt8]) {
        append("{\"Timestamp\":\"", to: &output)
        let start = output.count
        LineText.writeDate(record.time, to: &output)
        output.append(0x54)
        LineText.writeTimeOfDay(record.time, to: &output)
        output.append(0x5a)
        let time = start..<output.count
        // Made here and now: nobody else has observed it.
        append("\",\"ObservedTimestamp\":\"", to: &output)
        // Byte by byte: a slice of the output would be a second reference to it, and the next append would copy all of it.
        for index in time { output.append(output[index]) }
        append("\",\"SeverityText\":\"", to: &output)
        output.append(contentsOf: record.level.rawValue.utf8)
        append("\",\"SeverityNumber\":", to: &output)
        LineText.writeScalar(.integer(record.level.severity), to: &output)
        append(",\"EventName\":", to: &output)
        writeQuoted(record.event, to: &output)
        if let trace = record.trace { write(trace, to: &output) }
        append(",\"Attributes\":{", to: &output)
        for (index, field) in record.fields.enumerated() {
            if index > 0 { output.append(0x2c) }
            writeQuoted(LogWord(field.name), to: &output)
            output.append(0x3a)
            write(field.value, to: &output)
        }
        append("},", to: &output)
        output.append(contentsOf: resource.json)
        append(",\"InstrumentationScope\":{\"Name\":\"", to: &output)
        append(record.scope.name, to: &output)
        append("\"}}", to: &output)
    }

    private static func append(_ text: StaticString, to output: inout [UInt8]) {
        text.withUTF8Buffer { output.append(contentsOf: $0) }
    }

    private static func write(_ trace: TraceContext, to output: inout [UInt8]) {
        append(",\"TraceId\":\"", to: &output)
        trace.writeTrace(to: &output)
        append("\",\"SpanId\":\"", to: &output)
        trace.writeSpan(to: &output)
        append(trace.isSampled ? "\",\"TraceFlags\":1" : "\",\"TraceFlags\":0", to: &output)
    }

    private static func write(_ value: LogValue, to output: inout [UInt8]) {
        switch value {
        case .integer, .boolean, .duration:
            LineText.writeScalar(value, to: &output)
        case .requestID, .identifier, .address, .digest, .pseudonym, .version:
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
        if let trace = record.trace {
            output.append(contentsOf: " traceparent=".utf8)
            trace.write(to: &output)
        }
        for field in record.fields {
            output.append(0x20)
            field.name.withUTF8Buffer { output.append(contentsOf: $0) }
            output.append(0x3d)
            write(field.value, to: &output)
        }
    }

    private static func write(_ value: LogValue, to output: inout [UInt8]) {
        switch value {
        case .integer, .boolean, .duration, .requestID, .identifier, .address, .digest, .pseudonym, .version:
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
