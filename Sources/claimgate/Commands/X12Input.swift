import ArgumentParser
import ClaimFormats
import ClaimRules
import Dispatch
import Glibc
import Synchronization

/// A file of professional claims (837P) at the command line: read in pieces and answered while it is read.
struct X12Input {
    let file: String
    let form: X12Form
    let profile: Profile

    /// How much is read at once, in bytes.
    private static let pieceBytes = 1 << 18

    /// Whether a file is X12 by its name, or by its first letters where it can be read twice.
    static func isX12(_ file: String) -> Bool {
        if [".837", ".x12", ".edi"].contains(where: file.lowercased().hasSuffix) { return true }
        guard file != "-" else { return false }
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        var first = [UInt8](repeating: 0, count: 6)
        let count = Glibc.read(descriptor, &first, first.count)
        guard count > 0 else { return false }
        let letters = first.prefix(count).drop { [0xEF, 0xBB, 0xBF].contains($0) }
        return letters.starts(with: "ISA".utf8)
    }

    /// Answers on standard output; ends with 1 when something is in the way and with 2 when the input cannot be used.
    func run() throws {
        let name = file == "-" ? "standard input" : file
        let descriptor = file == "-" ? 0 : open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(name) }
        defer { if file != "-" { close(descriptor) } }
        var session = X12Session(form: form, stamp: X12Input.now(), profile: profile, judge: X12Input.judge)
        var piece = [UInt8](repeating: 0, count: X12Input.pieceBytes)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw unreadable(name)
            }
            piece.withUnsafeBufferPointer { session.feed(UnsafeBufferPointer(rebasing: $0[..<count])) }
            guard StandardOutput.write(session.takeAnswer()) else { throw ExitCode(2) }
        }
        do throws(X12Refusal) {
            try session.end()
        } catch {
            StandardError.write("\(name): \(X12Input.words(error))\n")
            throw ExitCode(2)
        }
        guard StandardOutput.write(session.takeAnswer()) else { throw ExitCode(2) }
        if !session.isClear { throw ExitCode(1) }
    }

    /// Decides the months of a batch on all processors.
    private static func judge(_ work: X12Work) -> [Decision] {
        let count = work.count
        let parts = min(64, max(1, count / 16))
        guard parts > 1 else { return work.decisions() }
        let decisions = Mutex([[Decision]](repeating: [], count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let mine = (part * count / parts..<(part + 1) * count / parts).map { work.decision($0) }
            decisions.withLock { $0[part] = mine }
        }
        return decisions.withLock { Array($0.joined()) }
    }

    /// The answer is dated in universal time, and numbered by the seconds since 1970.
    private static func now() -> X12Stamp {
        let seconds = Int(time(nil))
        return X12Stamp(
            date: CalendarDate(dayNumber: Int32(seconds / 86_400)),
            minute: seconds % 86_400 / 60,
            control: seconds % 999_999_999 + 1
        )
    }

    private static func words(_ refusal: X12Refusal) -> String {
        switch refusal {
        case .unreadable(let failure): "byte \(failure.offset), segment \(failure.segment): \(failure.detail)"
        case .notProfessional(let name): "This is \(name); a professional claim (837P), 005010X222A1 or A2, is taken."
        }
    }

    private func unreadable(_ name: String) -> ExitCode {
        StandardError.write("\(name): \(String(cString: strerror(errno)))\n")
        return ExitCode(2)
    }
}
