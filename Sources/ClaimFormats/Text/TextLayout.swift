/// Lays out plain text in lines that fit a terminal: paragraphs wrapped between words, with a mark before the first line
/// and the others aligned under its text.
struct TextLayout {
    /// Columns of a line; one less than a terminal's 80, so that no terminal wraps what is wrapped already.
    static let width = 79

    private(set) var text = ""

    /// An empty line, unless nothing has been written or the last line is empty.
    mutating func gap() {
        if !text.isEmpty && !text.hasSuffix("\n\n") { text += "\n" }
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
        text += String(repeating: " ", count: indent) + TextLayout.printable(mark)
        var column = margin
        var isFirst = true
        for word in TextLayout.printable(words).split(separator: " ") {
            let length = word.unicodeScalars.count
            if !isFirst {
                if column + 1 + length > TextLayout.width {
                    text += "\n" + String(repeating: " ", count: margin)
                    column = margin
                } else {
                    text += " "
                    column += 1
                }
            }
            text += word
            column += length
            isFirst = false
        }
        text += "\n"
    }

    /// A line as it is.
    mutating func verbatim(_ line: String) { text += TextLayout.printable(line) + "\n" }

    /// The text without anything that a terminal would obey: control characters, and those that turn the direction of
    /// writing. A document may hold them in its id, for one.
    static func printable(_ text: String) -> String {
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
