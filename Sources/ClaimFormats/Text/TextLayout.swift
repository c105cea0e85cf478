/// Lays out plain text in lines that fit a terminal: paragraphs wrapped between words, with a mark before the first line
/// and the others aligned under its text.
struct TextLayout {
    /// Columns of a line; one less than a terminal's 80, so that no terminal wraps what is wrapped already.
    static let width = 79

    /// What has been laid out, as UTF-8.
    private(set) var bytes: [UInt8] = []

    /// An empty line, unless nothing has been written or the last line is empty.
    mutating func gap() {
        if !bytes.isEmpty && !bytes.suffix(2).elementsEqual([10, 10]) { bytes.append(10) }
    }

    /// A line of its own above a section.
    mutating func heading(_ words: String) {
        gap()
        paragraph(words)
    }

    /// Words wrapped to the width. `mark` stands before the first line, behind `indent` columns; further lines are aligned
    /// with the first word behind it. A word longer than the line stands alone and is not cut.
    mutating func paragraph(_ words: String, indent: Int = 0, mark: String = "") {
        let margin = indent + mark.unicodeScalars.count
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
        bytes += TextLayout.printable(mark).utf8
        var column = margin
        var text = TextLayout.printable(words)
        text.withUTF8 { text in
            // By bytes, as files of many thousands of reports are laid out: a word at a time as a string takes ten times
            // as long.
            for word in text.split(separator: UInt8(ascii: " ")) {
                // Every character begins with the one byte that is no continuation.
                let length = word.count { $0 & 0xC0 != 0x80 }
                if column > margin {
                    if column + 1 + length > TextLayout.width {
                        bytes.append(10)
                        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: margin))
                        column = margin
                    } else {
                        bytes.append(UInt8(ascii: " "))
                        column += 1
                    }
                }
                bytes.append(contentsOf: word)
                column += length
            }
        }
        bytes.append(10)
    }

    /// A line as it is.
    mutating func verbatim(_ line: String) {
        bytes += TextLayout.printable(line).utf8
        bytes.append(10)
    }

    /// The text without anything that a terminal would obey: control characters, and those that turn the direction of
    /// writing. A document may hold them in its id, for one.
    static func printable(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x2029: clean.append(" ")
            case 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x061C, 0xFEFF: continue
            default: clean.append(scalar)
            }
        }
        return String(clean)
    }
}
