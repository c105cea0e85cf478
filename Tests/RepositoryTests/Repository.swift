import Foundation

/// The project's own files, for tests that hold house rules.
enum Repository {
    /// The project's root, seen from this file.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct TextFile: Sendable {
        /// Relative to the root.
        let path: String
        let text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        /// Modules that a Swift file imports.
        var imports: [Substring] {
            text.matches(
                of:
                    /(?m)^(?:@testable )?(?:public |internal |package |private )?import (?:struct |enum |class |func )?(\w+)/
            )
            .map(\.1)
        }
    }

    /// Every text file below a folder of the project whose name ends in one of these, in a stable order; not what a
    /// build left in a hidden folder.
    static func files(under folder: String, endingIn endings: [String]) -> [TextFile] {
        let base = root.appending(path: folder)
        let paths = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
        let visible = paths.filter { !$0.hasPrefix(".") && !$0.contains("/.") }
        return visible.filter { path in endings.contains { path.hasSuffix($0) } }.sorted().compactMap { path in
            guard let text = try? String(contentsOf: base.appending(path: path), encoding: .utf8) else { return nil }
            return TextFile(path: folder + "/" + path, text: text)
        }
    }

    static let sources = files(under: "Sources", endingIn: [".swift", ".c", ".h"])
    static let swiftSources = sources.filter { $0.path.hasSuffix(".swift") }

    /// README, CHANGELOG and everything in docs/.
    static let pages =
        ["README.md", "CHANGELOG.md"].compactMap { file($0) } + files(under: "docs", endingIn: [".md"])

    static func file(_ path: String) -> TextFile? {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)).map { TextFile(path: path, text: $0) }
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }
}
