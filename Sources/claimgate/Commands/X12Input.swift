import ArgumentParser
import ClaimFormats
import ClaimRules
import Dispatch
import Glibc
import Synchronization

/// A file of professional claims (837P) at the command line: read in pieces and answered while it is read.
struct X12Input {
    let inquiry: X12Inquiry
    let form: X12Form

    /// How much is read at once, in bytes.
    private static let pieceBytes = 1 << 18
    /// Months that are answered before what is answered is written.
    private static let monthsATurn = 2_048

    /// Answers on standard output; ends with 1 when something is in the way and with 2 when the input cannot be used.
    func run(_ input: InputFile, jobs: Int) throws {
        var input = input
        var session = X12Session(inquiry, form: form, stamp: X12Input.now())
        while true {
            let piece = try input.next(atMost: X12Input.pieceBytes)
            if piece.isEmpty { break }
            piece.withUnsafeBufferPointer { session.read($0) }
            try X12Input.answer(&session, jobs)
        }
        do throws(X12Refusal) {
            try session.endReading()
        } catch {
            StandardError.write("\(input.name): \(X12Input.words(error))\n")
            throw ExitCode(2)
        }
        try X12Input.answer(&session, jobs)
        if !session.isClear { throw ExitCode(1) }
    }

    private static func answer(_ session: inout X12Session, _ jobs: Int) throws {
        while session.isBusy {
            session.work(atMost: monthsATurn) { answers($0, jobs) }
            guard StandardOutput.write(session.takeAnswer()) else { throw ExitCode(2) }
        }
    }

    /// The answers about the months of a batch, worked out on several processors.
    private static func answers(_ work: X12Work, _ jobs: Int) -> [X12MonthAnswer] {
        let count = work.count
        let parts = min(jobs, count / 16)
        guard parts > 1 else { return work.answers() }
        let answers = Mutex([[X12MonthAnswer]](repeating: [], count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let mine = (part * count / parts..<(part + 1) * count / parts).map { work.answer($0) }
            answers.withLock { $0[part] = mine }
        }
        return answers.withLock { Array($0.joined()) }
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
}
