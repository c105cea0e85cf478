import ClaimRules
import Foundation
import TestSupport
import Testing

@testable import ClaimFormats

/// pyx12, an independent validator, reads what is written here: its `x12valid` is named by `CLAIMGATE_X12VALID`. Without
/// the variable there is nothing to ask.
struct OtherValidatorTests {
    static let validator = ProcessInfo.processInfo.environment["CLAIMGATE_X12VALID"]

    static let files: [(name: String, bytes: [UInt8])] = {
        // Its map of the 999 has the TA1 behind the groups, where the standard has it before them: it is not asked for.
        var other = ClaimFile.clean
        other.interchange = "000000102"
        other.wantsAcknowledgement = false
        var files = [
            ("clean", ClaimFile.clean.bytes), ("whole", WholeFile.file.bytes),
            ("two interchanges", other.bytes + Array(other.text.replacing("000000102", with: "000000103").utf8)),
        ]
        for departure in X12GuideTests.departures { files.append((departure.what, departure.file.bytes)) }
        for seed in UInt64(0)..<20 {
            let month = CareMonth.randomForX12(seed: seed)
            files.append(("random \(seed)", ClaimFile(month, claimPerLine: seed % 2 == 0).bytes))
        }
        return files
    }()

    @Test("Another validator reads the acknowledgements of every file without an error")
    func acknowledgements() throws {
        guard let validator = Self.validator else { return }
        let folder = FileManager.default.temporaryDirectory.appending(path: "x12-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var names: [String] = []
        for (index, file) in Self.files.enumerated() {
            for form in [X12Form.implementation, .claims] {
                let name = folder.appending(path: "\(index).\(form.rawValue)")
                try Data(try answer(file.bytes, form).utf8).write(to: name)
                names.append(name.path)
            }
        }
        let process = Process()
        process.executableURL = URL(filePath: validator)
        process.arguments = names
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        // Its exit status is 1 for files it calls OK, too: the verdict is the last word of each file's line.
        #expect(text.split(separator: "\n").count { $0.hasSuffix(": OK") } == names.count, "\(text)")
    }
}
