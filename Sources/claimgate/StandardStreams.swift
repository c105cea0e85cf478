import ArgumentParser
import Glibc
import Synchronization

/// Descriptors 0, 1 and 2.
enum StandardStreams {
    /// Opens `/dev/null` on those that were closed before the program began. Otherwise the next file or connection would get
    /// one of these numbers, and be sent what is meant for the stream.
    ///
    /// It is opened the wrong way round, so that reading and writing fail as they do on a closed descriptor: who closes
    /// standard output and asks for an answer is told that it could not be written.
    static func occupy() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // The lowest number that is free, which is this one.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}

/// Standard error for messages of commands; the service logs through `StructuredLog`.
enum StandardError {
    static let descriptor: Int32 = 2

    static var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Columns of the terminal; 80 where it does not say.
    static var columns: Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    static func write(_ text: String) { _ = Descriptor.write(Array(text.utf8), to: descriptor) }
}

/// Standard output. What cannot be written is remembered, to be said once at the end.
enum StandardOutput {
    private static let error = Atomic<Int32>(0)

    static let descriptor: Int32 = 1

    static var isTerminal: Bool { isatty(descriptor) == 1 }

    /// False if not everything could be written.
    @discardableResult
    static func write(_ bytes: [UInt8]) -> Bool {
        if Descriptor.write(bytes, to: descriptor) { return true }
        error.store(errno, ordering: .relaxed)
        return false
    }

    /// Writes everything.
    ///
    /// - Throws: the status to end with, after saying why it cannot be written.
    static func put(_ bytes: [UInt8]) throws(ExitCode) {
        if !write(bytes) { throw ExitCode(failure()) }
    }

    static func put(_ text: String) throws(ExitCode) { try put(Array(text.utf8)) }

    /// Says why the last answer could not be written, and gives the status to end with: 2. Who reads no further, as
    /// `head` does, knows why; then nothing is said, and the status is the one that a shell gives to a death by SIGPIPE.
    static func failure() -> Int32 {
        let error = error.load(ordering: .relaxed)
        if error == EPIPE { return 128 + SIGPIPE }
        StandardError.write("standard output: \(String(cString: strerror(error)))\n")
        return 2
    }

    @discardableResult
    static func write(_ text: String) -> Bool { write(Array(text.utf8)) }
}

/// Reading and writing whole.
enum Descriptor {
    /// False if the descriptor took less than everything.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
                if count < 0, errno != EINTR { return false }
                offset += max(0, count)
            }
            return true
        }
    }

    /// Whether reading would not wait: there are bytes, or the end, or an error.
    static func isReady(_ descriptor: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) != 0
    }

    /// At most so many bytes, none at the end; nil if it cannot be read.
    static func readSome(_ descriptor: Int32, atMost count: Int) -> [UInt8]? {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while true {
                let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if got < 0, errno == EINTR { continue }
                failed = got < 0
                done = max(0, got)
                return
            }
        }
        return failed ? nil : bytes
    }

    /// Everything up to the end, or up to one byte more than the limit; nil if it cannot be read.
    static func read(_ descriptor: Int32, limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &chunk, min(chunk.count, limit + 1 - bytes.count))
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes += chunk[..<count]
        }
        return bytes
    }
}
