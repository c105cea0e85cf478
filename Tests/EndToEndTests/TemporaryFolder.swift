import Foundation

/// A directory of files that goes with the object.
final class TemporaryFolder: Sendable {
    let directory = FileManager.default.temporaryDirectory.appending(path: "claimgate-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func path(_ name: String) -> String { directory.appending(path: name).path }

    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: directory.appending(path: name))
        // As a secret has to be kept.
        chmod(path(name), 0o600)
        return path(name)
    }
}
