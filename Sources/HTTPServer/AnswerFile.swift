import Glibc
import Synchronization

/// A file without a name for answers that wait, written at its end and read from its beginning.
///
/// It may hold what must not be read by others. It is made with mode 0600 and unlinked before anything is written, so no
/// other process can open it by name and nothing stays behind when this one ends, however it ends. What a disk keeps of
/// freed blocks is for the operator to rule out, by a directory in memory or on an encrypted volume.
///
/// Its calls block; they are made on a queue for file work.
final class AnswerFile: Sendable {
    private struct State {
        /// -1 until it is needed and after it is closed.
        var descriptor: Int32 = -1
        var written = 0
        var read = 0
    }

    private let directory: String
    private let state = Mutex(State())

    init(directory: String) {
        self.directory = directory
    }

    deinit { close() }

    /// Adds to the end; false when there is no room, and then nothing has been added.
    func append(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            if state.descriptor < 0 { state.descriptor = System.makeUnnamedFile(in: directory) ?? -1 }
            guard state.descriptor >= 0, System.write(bytes, at: state.written, to: state.descriptor) else {
                return false
            }
            state.written += bytes.count
            return true
        }
    }

    /// The next bytes in order, as many as were asked for; none if they cannot be read.
    func fetch(_ count: Int) -> [UInt8] {
        state.withLock { state in
            guard let bytes = System.read(count, at: state.read, from: state.descriptor) else { return [] }
            state.read += count
            return bytes
        }
    }

    func close() {
        state.withLock { state in
            if state.descriptor >= 0 { System.close(state.descriptor) }
            state.descriptor = -1
        }
    }
}
