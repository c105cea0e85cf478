/// The bytes both line formats share.
enum LineText {
    static func withBytes(of word: LogWord, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        switch word.storage {
        case .literal(let literal):
            literal.withUTF8Buffer(body)
        case .enumeration(var text):
            text.withUTF8(body)
        }
    }

    /// A number, truth value, id, address or digest, without quotes.
    static func writeScalar(_ value: LogValue, to output: inout [UInt8]) {
        switch value {
        case .integer(let number):
            if number < 0 { output.append(0x2d) }
            writeDecimal(UInt64(number.magnitude), to: &output)
        case .boolean(let truth):
            output.append(contentsOf: (truth ? "true" : "false").utf8)
        case .duration(let duration):
            writeSeconds(duration, to: &output)
        case .requestID(let id):
            id.write(to: &output)
        case .identifier(let number):
            for shift in stride(from: UInt32(24), through: 0, by: -8) {
                writeHex(UInt8(truncatingIfNeeded: number >> shift), to: &output)
            }
        case .address(let address):
            output.append(contentsOf: address.host.utf8)
        case .digest(let digest):
            output.append(contentsOf: "sha256:".utf8)
            for byte in digest.bytes { writeHex(byte, to: &output) }
        case .pseudonym(let pseudonym):
            for byte in pseudonym.bytes { writeHex(byte, to: &output) }
        case .version(let version):
            for (index, number) in version.numbers.enumerated() {
                if index > 0 { output.append(0x2e) }
                output.append(contentsOf: String(number).utf8)
            }
        case .word, .words:
            preconditionFailure("words are written by the format, which knows how they are quoted")
        }
    }

    private static func writeDecimal(_ number: UInt64, to output: inout [UInt8]) {
        var divisor: UInt64 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            output.append(0x30 + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    static func writeHex(_ byte: UInt8, to output: inout [UInt8]) {
        for nibble in [byte >> 4, byte & 0xf] {
            output.append(nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10)
        }
    }

    /// Whole microseconds, as seconds with six decimals; a negative duration is written as zero.
    private static func writeSeconds(_ duration: Duration, to output: inout [UInt8]) {
        let (seconds, attoseconds) = duration.components
        let microseconds = max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
        writeDecimal(UInt64(microseconds / 1_000_000), to: &output)
        output.append(0x2e)
        writeDigits(microseconds % 1_000_000, width: 6, to: &output)
    }

    /// `2026-11-21`.
    static func writeDate(_ time: LogTime, to output: inout [UInt8]) {
        let days = floorDivide(time.milliseconds, millisecondsADay).quotient
        let (year, month, day) = civil(daysSince1970: days)
        writeDigits(year, width: 4, to: &output)
        output.append(0x2d)
        writeDigits(month, width: 2, to: &output)
        output.append(0x2d)
        writeDigits(day, width: 2, to: &output)
    }

    /// `21:50:03.042`.
    static func writeTimeOfDay(_ time: LogTime, to output: inout [UInt8]) {
        let ofDay = floorDivide(time.milliseconds, millisecondsADay).remainder
        writeDigits(ofDay / 3_600_000, width: 2, to: &output)
        output.append(0x3a)
        writeDigits(ofDay / 60_000 % 60, width: 2, to: &output)
        output.append(0x3a)
        writeDigits(ofDay / 1000 % 60, width: 2, to: &output)
        output.append(0x2e)
        writeDigits(ofDay % 1000, width: 3, to: &output)
    }

    private static let millisecondsADay: Int64 = 86_400_000

    private static func floorDivide(_ a: Int64, _ b: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
        return remainder < 0 ? (quotient - 1, remainder + b) : (quotient, remainder)
    }

    private static func writeDigits(_ number: Int64, width: Int, to output: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            output.append(0x30 + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    /// The proleptic Gregorian date of a day number, counted in eras of 400 years that begin on a 1 March, so that
    /// the leap day is the last of its year and needs no case of its own.
    private static func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
