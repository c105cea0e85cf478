import ArgumentParser
import ClaimFormats
import ClaimRules
import ClaimService
import Dispatch
import Glibc
import StructuredLog
import Synchronization

/// Answers a file of professional claims (837P) at the command line, while it is read in pieces.
final class X12Run: Sendable {
    private let inquiry: X12Inquiry
    private let form: X12Form
    private let jobs: Int
    private let bar: ProgressBar?
    private let session: Mutex<X12Session>
    private let tally = Mutex(StreamTally())
    private let bytes = Atomic<Int>(0)
    private let isEnding = Atomic<Bool>(false)
    private let start = X12Run.uptime()

    /// How much is read at once, in bytes.
    private static let pieceBytes = 1 << 18
    /// Months that are answered before what is answered is written.
    private static let monthsATurn = 2_048

    init(_ inquiry: X12Inquiry, form: X12Form, size: Int?, jobs: Int) {
        self.inquiry = inquiry
        self.form = form
        self.jobs = jobs
        // Answers that go to the same terminal show how far it is.
        let hasBar = StandardError.isTerminal && !StandardOutput.isTerminal
        bar = hasBar ? ProgressBar(question: inquiry.question, size: size, unit: "care months") : nil
        session = Mutex(X12Session(inquiry, form: form, stamp: X12Run.stamp()))
    }

    /// Ends the process with status 0 when nothing is in the way, 1 when something is, 2 when the input cannot be used or
    /// read or the answers not be written; with 128 and the signal's number when it is interrupted, after what there is.
    func run(_ input: InputFile) -> Never {
        let signals = ServiceSignals(onHangUp: { _exit(128 + SIGHUP) }, onImpatience: { _ in })
        // Reading may never come back, so it is not what the process ends by.
        DispatchQueue(label: "claimgate.reader").async { [self] in
            let status = answer(input)
            if begin() { exit(end(status)) }
        }
        let signal = signals.wait()
        // Another than the first to end it waits for that to end the process.
        guard begin() else { while true { pause() } }
        let isWritten = breakOff()
        show(interruption: signal.text)
        exit(isWritten ? 128 + (signal.text == "SIGINT" ? SIGINT : SIGTERM) : StandardOutput.failure())
    }

    private func begin() -> Bool { !isEnding.exchange(true, ordering: .acquiringAndReleasing) }

    /// The status to end with, once everything is read and answered, or cannot be.
    private func answer(_ input: InputFile) -> Int32 {
        var input = input
        let ticker = bar.map(ticker)
        defer { ticker?.cancel() }
        while true {
            guard let piece = try? input.next(atMost: Self.pieceBytes) else {
                return breakOff() ? 2 : StandardOutput.failure()
            }
            if piece.isEmpty { break }
            bytes.add(piece.count, ordering: .relaxed)
            guard work({ session in piece.withUnsafeBufferPointer { session.read($0) } }) else {
                return StandardOutput.failure()
            }
        }
        var refusal: X12Refusal?
        let isWritten = work { session in
            do throws(X12Refusal) { try session.endReading() } catch { refusal = error }
        }
        if let refusal {
            StandardError.write("\(input.name): \(X12Run.words(refusal))\n")
            return 2
        }
        guard isWritten else { return StandardOutput.failure() }
        return session.withLock { $0.isClear } ? 0 : 1
    }

    private func end(_ status: Int32) -> Int32 {
        if StandardError.isTerminal, status < 2 { show(interruption: nil) }
        return status
    }

    /// Lets the session take something, and answers what it can then, turn by turn; false when it cannot be written. After
    /// an interruption it does nothing.
    private func work(_ take: (inout X12Session) -> Void) -> Bool {
        var isFirst = true
        while true {
            let next = session.withLock { session -> Bool? in
                if isEnding.load(ordering: .acquiring) { return false }
                if isFirst { take(&session) }
                isFirst = false
                guard session.isBusy else { return false }
                session.work(atMost: Self.monthsATurn, answers)
                return StandardOutput.write(session.takeAnswer()) ? true : nil
            }
            guard let next else { return false }
            if !next { return true }
        }
    }

    /// Answers what has been read as far as it can be, and closes the answer; false when it cannot be written.
    private func breakOff() -> Bool {
        session.withLock { session in
            session.breakOff(answers)
            return StandardOutput.write(session.takeAnswer())
        }
    }

    /// The answers about the months of a batch, worked out on several processors.
    private func answers(_ work: X12Work) -> [X12MonthAnswer] {
        let count = work.count
        let parts = min(jobs, count / 16)
        var found: [X12MonthAnswer]
        if parts > 1 {
            let answers = Mutex([[X12MonthAnswer]](repeating: [], count: parts))
            DispatchQueue.concurrentPerform(iterations: parts) { part in
                let mine = (part * count / parts..<(part + 1) * count / parts).map { work.answer($0) }
                answers.withLock { $0[part] = mine }
            }
            found = answers.withLock { Array($0.joined()) }
        } else {
            found = work.answers()
        }
        tally.withLock { tally in for answer in found { tally.add(answer) } }
        return found
    }

    /// The answer is dated in universal time, and numbered by the seconds since 1970.
    private static func stamp() -> X12Stamp {
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

    private static func uptime() -> UInt64 { DispatchTime.now().uptimeNanoseconds }
}

/// What a person at a terminal sees beside the answer.
extension X12Run {
    private var seconds: Double { Double(X12Run.uptime() - start) / 1e9 }

    private func ticker(_ bar: ProgressBar) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "claimgate.progress"))
        timer.schedule(deadline: .now() + 0.2, repeating: 0.2)
        timer.setEventHandler { [self] in
            if isEnding.load(ordering: .relaxed) { return }
            let line = bar.line(
                tally.withLock { $0 },
                bytes: bytes.load(ordering: .relaxed),
                seconds: seconds,
                columns: StandardError.columns
            )
            StandardError.write("\r\(line)\u{1B}[K")
        }
        timer.activate()
        return timer
    }

    private func show(interruption: String?) {
        let table = session.withLock { session in
            X12SummaryTable(
                question: inquiry.question,
                counts: session.counts,
                segments: session.structure.segments,
                claimsRead: session.claimsRead,
                rules: tally.withLock { $0.rules },
                seconds: seconds,
                interruption: interruption,
                isJudged: form.isJudged
            )
        }
        StandardError.write((bar == nil ? "" : "\r\u{1B}[K") + table.text)
    }
}
