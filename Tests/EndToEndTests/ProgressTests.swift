import Foundation
import Glibc
import Testing

/// What the command shows of its progress to a person at a terminal; left out where the machine has none to give, as in
/// a root directory without a mounted devpts.
@Suite(.enabled(if: Terminal() != nil))
struct ProgressTests {
    private static let month =
        #"{"serviceMonth":"2026-03","patient":{"id":"p"},"lines":[{"code":"99490","date":"2026-03-31"}]}"# + "\n"

    /// The command with a terminal for its standard error, whose other end is read here.
    private final class Session {
        let process = Process()
        let input = Pipe()
        let output = Pipe()
        private let terminal: Terminal

        init(columns: UInt16) throws {
            terminal = try #require(Terminal())
            var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
            _ = ioctl(terminal.descriptor, UInt(TIOCSWINSZ), &size)
            let other = open(terminal.other, O_RDWR | O_NOCTTY)
            process.executableURL = Program.url
            process.arguments = ["validate", "--lines", "--jobs", "2"]
            process.standardInput = input
            process.standardOutput = output
            process.standardError = FileHandle(fileDescriptor: other, closeOnDealloc: true)
            try process.run()
        }

        /// What the terminal shows up to this text, or up to the end.
        func read(until text: String) -> String {
            var shown = ""
            var buffer = [UInt8](repeating: 0, count: 4_096)
            while !shown.contains(text) {
                let count = Glibc.read(terminal.descriptor, &buffer, buffer.count)
                guard count > 0 else { break }
                shown += String(decoding: buffer[..<count], as: UTF8.self)
            }
            return shown
        }
    }

    @Test("A terminal gets a bar that is written over again, and the table in its place at the end")
    func bar() throws {
        let session = try Session(columns: 120)
        session.input.fileHandleForWriting.write(Data(Self.month.utf8))
        let bar = session.read(until: "review 1\u{1B}[K")
        #expect(bar.hasPrefix("\r") && bar.contains("1 claims, ") && bar.hasSuffix("\u{1B}[K"))
        try session.input.fileHandleForWriting.close()
        #expect(session.read(until: "Underbilled").contains("\r\u{1B}[K1 care months in "))
        session.process.waitUntilExit()
        #expect(session.process.terminationStatus == 1)
    }

    @Test("A narrow terminal gets a line that fits into it")
    func narrow() throws {
        let session = try Session(columns: 20)
        session.input.fileHandleForWriting.write(Data(Self.month.utf8))
        let bar = session.read(until: "1 claims, ") + session.read(until: "\u{1B}[K")
        #expect(!bar.contains("review"))
        try session.input.fileHandleForWriting.close()
        #expect(session.read(until: "Underbilled").contains("1 care months in "))
        session.process.waitUntilExit()
    }

    @Test("Ctrl-C shows what there is until then")
    func interrupt() throws {
        let session = try Session(columns: 120)
        session.input.fileHandleForWriting.write(Data(Self.month.utf8))
        _ = session.read(until: "review 1\u{1B}[K")
        session.process.interrupt()
        let end = session.read(until: "Underbilled")
        #expect(end.contains("SIGINT: stopped early") && end.contains("1 care months in "))
        session.process.waitUntilExit()
        #expect(session.process.terminationStatus == 130)
        let answers = session.output.fileHandleForReading.readDataToEndOfFile()
        #expect(String(decoding: answers, as: UTF8.self).hasPrefix(#"{"index":0,"verdict":"review""#))
    }
}

/// A pair of terminals, as posix_openpt(3), unlockpt(3) and ptsname(3) make it, which Swift does not see (ioctl_tty(2)).
private final class Terminal {
    let descriptor: Int32
    /// Where the other end is opened.
    let other: String
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    /// Nil where the machine has none to give.
    init?() {
        descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var lock: Int32 = 0
        var number: UInt32 = 0
        let isOpen = ioctl(descriptor, Self.setLock, &lock) == 0 && ioctl(descriptor, Self.getNumber, &number) == 0
        other = "/dev/pts/\(number)"
        if !isOpen || access(other, R_OK | W_OK) != 0 { return nil }
    }

    deinit { close(descriptor) }
}
