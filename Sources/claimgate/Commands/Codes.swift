import ArgumentParser
import ClaimRules

/// The code table.
struct Codes: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the care management codes with their minutes and dates."
    )

    func run() throws {
        var text = ""
        for entry in CodeTable.entries {
            let minutes = String(entry.firstUnitMinutes)
            let step = entry.furtherUnitMinutes.map { "+\($0)" } ?? ""
            let from = entry.payable.from?.description ?? ""
            let through = entry.payable.through?.description ?? ""
            let columns = [(entry.code.text, 5), (minutes, 3), (step, 3), (from, 10), (through, 10)]
            text += columns.map { pad($0.0, $0.1) }.joined(separator: "  ") + "  \(entry.summary)\n"
        }
        try StandardOutput.put(text)
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
