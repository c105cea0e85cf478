import Foundation
import Testing

@testable import ClaimRules

/// The embedded tables against the public files they were made from, where a folder `../shared/data` lies beside the
/// checkout. Elsewhere these tests have nothing to compare, and the pinned totals of ``TableIntegrityTests`` must do.
@Suite("The public files")
struct PublicFilesTests {
    static let root = (0..<4).reduce(URL(filePath: #filePath)) { path, _ in path.deletingLastPathComponent() }

    static let folder: URL? = {
        let folder = root.appending(path: "../shared/data").standardizedFileURL
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// The rows of a file without quoted fields, its first row left out; nil where there are no public files.
    static func rows(_ name: String) throws -> [[Substring]]? {
        guard let folder else { return nil }
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        return text.utf8.split(separator: UInt8(ascii: "\n")).dropFirst().map { line in
            line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { Substring($0) }
        }
    }

    @Test("every ICD-10-CM code is billable in its editions, and in no other")
    func editions() throws {
        guard let rows = try Self.rows("icd10cm_billable.csv") else { return }
        let dates: [CalendarDate] = ["2024-03-31", "2025-03-31", "2026-03-31"]
        var billable = [0, 0, 0]
        var wrong: [String] = []
        for row in rows {
            let code = try #require(DiagnosisCode(row[0]))
            for edition in 0..<3 {
                let status = DiagnosisTable.status(of: code, on: dates[edition])
                let isListed = row[1 + edition] == "1"
                if status == .billable { billable[edition] += 1 }
                if isListed != (status == .billable) || status == .unknown { wrong.append(code.text) }
            }
        }
        print("ICD-10-CM: \(rows.count) codes compared, billable in FY2024, FY2025 and FY2026: \(billable)")
        #expect(wrong.isEmpty)
        #expect(billable == [74_044, 74_260, 74_719])
    }

    @Test("every group, reason and remark code that a rule names is in the public lists and has not ended")
    func adjustments() throws {
        guard let rows = try Self.rows("carc_rarc_codes.csv") else { return }
        let current = Set(rows.filter { $0[4].isEmpty }.map { "\($0[0]) \($0[1])" })
        var named: Set<String> = []
        for adjustment in RuleCatalog.all.compactMap(\.adjustment) {
            named.formUnion(["Group \(adjustment.group)", "CARC \(adjustment.carc)"])
            named.formUnion(adjustment.rarc.map { "RARC \($0)" })
        }
        print("adjustment codes: \(named.count) compared with \(rows.count) rows")
        #expect(named.subtracting(current).isEmpty, "\(named.subtracting(current).sorted())")
    }

    @Test("every heading of FY2026 needs more characters")
    func headings() throws {
        guard let rows = try Self.rows("icd10cm_nonbillable_headers_fy2026.csv") else { return }
        let wrong = try rows.filter { row in
            let code = try #require(DiagnosisCode(row[0]))
            return DiagnosisTable.status(of: code, on: "2026-03-31") != .header
                || DiagnosisTable.nearest(to: code, on: "2026-03-31", limit: 1).isEmpty
        }
        print("ICD-10-CM FY2026: \(rows.count) headings compared")
        #expect(wrong.isEmpty)
        #expect(rows.count == 23_467)
    }

    @Test("the chronic indicator is that of every row, and of no other code")
    func chronic() throws {
        guard let rows = try Self.rows("ccir_v2026_1.csv"), let codes = try Self.rows("icd10cm_billable.csv") else {
            return
        }
        var totals: [Bool?: Int] = [:]
        var wrong: [String] = []
        var listed: Set<DiagnosisCode> = []
        for row in rows {
            let code = try #require(DiagnosisCode(row[0]))
            listed.insert(code)
            let expected: Bool? =
                switch row[1] {
                case "1": true
                case "0": false
                default: nil
                }
            if DiagnosisTable.isChronic(code) != expected { wrong.append(code.text) }
            totals[expected, default: 0] += 1
        }
        var silent = 0
        for row in codes {
            let code = try #require(DiagnosisCode(row[0]))
            guard !listed.contains(code) else { continue }
            silent += 1
            if DiagnosisTable.isChronic(code) != nil { wrong.append(code.text) }
        }
        print("AHRQ CCIR: \(rows.count) codes compared, \(totals[true] ?? 0) chronic, \(totals[false] ?? 0) not")
        #expect(wrong.isEmpty)
        #expect(totals == [true: 12_934, false: 52_154, nil: 10_611])
        #expect(silent == 26)
    }

    @Test("every pair that stands in the public file stands here, and every other is gone")
    func pairs() throws {
        guard let rows = try Self.rows("ncci_ptp_practitioner_2024q3.csv") else { return }
        let family: Set<String> = [
            "99437", "99439", "99487", "99489", "99490", "99491", "G0506", "G0511", "G2058",
        ]
        var standing: [[ProcedureCode]: PairEdit.Bypass] = [:]
        var all: Set<[ProcedureCode]> = []
        for row in rows {
            let codes = [String(row[0]), String(row[1])]
            guard !family.isDisjoint(with: codes) else { continue }
            let pair = try codes.map { try #require(ProcedureCode($0)) }
            all.insert(pair)
            if row[2].isEmpty { standing[pair] = row[3] == "0" ? .never : .withModifier }
        }
        for pair in all {
            let edit = ProcedurePairTable.edit(column1: pair[0], column2: pair[1], on: "2024-07-01")
            #expect(edit?.bypass == standing[pair], "\(pair)")
        }
        print("NCCI pairs: \(all.count) compared, \(standing.count) stand")
        #expect(standing.count == 1_351)
    }

    @Test("the script gives these very bytes again")
    func sameBytes() throws {
        guard let folder = Self.folder else { return }
        let target = FileManager.default.temporaryDirectory.appending(path: "claimgate-tables-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: target) }
        let script = Process()
        script.executableURL = Self.root.appending(path: "scripts/reference-data")
        script.arguments = [folder.path, "--into", target.path]
        script.standardOutput = FileHandle.nullDevice
        try script.run()
        script.waitUntilExit()
        #expect(script.terminationStatus == 0)
        let tables = Self.root.appending(path: "Sources/CReferenceData/tables")
        let names = try FileManager.default.contentsOfDirectory(atPath: tables.path).sorted()
        #expect(names.count == 9)
        #expect(try FileManager.default.contentsOfDirectory(atPath: target.path).sorted() == names)
        for name in names {
            let bytes = try Data(contentsOf: tables.appending(path: name))
            #expect(try bytes == Data(contentsOf: target.appending(path: name)), "\(name)")
            #expect(bytes.count <= 1 << 20, "\(name)")
            #expect(bytes[511] == UInt8(ascii: "\n"), "\(name)")
        }
    }
}
