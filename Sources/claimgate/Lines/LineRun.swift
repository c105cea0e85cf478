import ArgumentParser
import ClaimFormats
import ClaimRules
import ClaimService
import Dispatch
import Glibc
import StructuredLog
import Synchronization

/// Answers a file of care months, one a line, from beginning to end.
final class LineRun: Sendable {
    private let question: ClaimQuestion
    private let form: AnswerForm
    private let bar: ProgressBar?
    private let pipeline: LinePipeline
    private let start = LineRun.now()
    private let bytes = Atomic<Int>(0)
    private let isEnding = Atomic<Bool>(false)
    private let output: LineOutput

    init(_ desk: ClaimDesk, _ asked: StreamQuestion, size: Int?, jobs: Int, rememberedServices: Int) {
        question = asked.question
        form = asked.form
        bar = StandardError.isTerminal ? ProgressBar(question: asked.question, size: size) : nil
        var asked = asked
        asked.isMeasuring = true
        let output = LineOutput(form: asked.form)
        self.output = output
        let seen = SeenServices(limit: rememberedServices, budget: SeenServicesBudget(rememberedServices + 4096))
        pipeline = LinePipeline(desk, asked, seen, jobs: jobs) { output.write($0) }
    }

    /// Ends the process with status 0 when nothing is in the way of any, 1 when something is, 2 when a line cannot be
    /// used, the input not be read or the answers not be written; with 128 and the signal's number when it is interrupted.
    func run(_ input: InputFile) -> Never {
        let signals = ServiceSignals(onHangUp: { _exit(128 + SIGHUP) }, onImpatience: { _ in })
        // Reading may never come back, so it is not what the process ends by.
        DispatchQueue(label: "claimgate.reader").async { [self] in
            let isRead = read(input)
            guard begin() else { return }
            let status = end(interruption: nil)
            exit(isRead ? status : 2)
        }
        let signal = signals.wait()
        // Another than the first to end it waits for that to end the process.
        guard begin() else { while true { pause() } }
        exit(end(interruption: signal.text))
    }

    /// Gives all of the input to the pipeline; false if it cannot be read.
    private func read(_ input: InputFile) -> Bool {
        let ticker = bar.map { bar in
            let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "claimgate.progress"))
            timer.schedule(deadline: .now() + 0.2, repeating: 0.2)
            timer.setEventHandler { [self] in show(bar) }
            timer.activate()
            return timer
        }
        defer { ticker?.cancel() }
        var blocks = LineBlocks(
            beginning: input.beginning,
            lineLimit: DocumentInput.limit,
            hasMore: { Descriptor.isReady(input.descriptor) },
            read: { Descriptor.readSome(input.descriptor, atMost: $0) }
        )
        var hasRoom = true
        while hasRoom, let block = blocks.next() {
            bytes.store(blocks.bytes, ordering: .relaxed)
            hasRoom = pipeline.submit(block)
        }
        if blocks.hasFailed { _ = input.unreadable() }
        return !blocks.hasFailed
    }

    private func begin() -> Bool { !isEnding.exchange(true, ordering: .acquiringAndReleasing) }

    private func end(interruption: String?) -> Int32 {
        pipeline.finish()
        let isWritten = output.end() && !pipeline.hasFailed
        let tally = pipeline.tally
        let limit = pipeline.withSeen { $0.isFull ? $0.limit : nil }
        let table = SummaryTable(
            question: question,
            tally: tally,
            seconds: seconds,
            rememberedLimit: limit,
            interruption: interruption
        )
        StandardError.write((bar == nil ? "" : "\r\u{1B}[K") + table.text)
        if !isWritten { return StandardOutput.failure() }
        if let interruption { return 128 + (interruption == "SIGINT" ? SIGINT : SIGTERM) }
        if tally.problems > 0 { return 2 }
        return tally.clear == tally.documents ? 0 : 1
    }

    private func show(_ bar: ProgressBar) {
        if isEnding.load(ordering: .relaxed) { return }
        let line = bar.line(
            pipeline.tally,
            bytes: bytes.load(ordering: .relaxed),
            seconds: seconds,
            columns: StandardError.columns
        )
        StandardError.write("\r\(line)\u{1B}[K")
    }

    private var seconds: Double { Double(LineRun.now() - start) / 1e9 }

    private static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }
}

/// Puts answers in their form on standard output: as lines, as one JSON array, or as reports with lines between them.
final class LineOutput: Sendable {
    private let form: AnswerForm
    private let hasBegun = Mutex(false)

    init(form: AnswerForm) { self.form = form }

    /// Writes answers, each of which ends its line; one thread at a time calls it.
    func write(_ answers: [UInt8]) -> Bool {
        guard form == .json else { return StandardOutput.write(answers) }
        var text: [UInt8] = []
        text.reserveCapacity(answers.count + answers.count / 256)
        let isFirst = hasBegun.withLock { hasBegun in
            defer { hasBegun = true }
            return !hasBegun
        }
        text += Array((isFirst ? "[\n" : ",\n").utf8)
        // A line feed never stands inside an answer.
        for byte in answers.dropLast() {
            if byte == 0x0a { text.append(UInt8(ascii: ",")) }
            text.append(byte)
        }
        return StandardOutput.write(text)
    }

    /// Ends what has to be ended.
    func end() -> Bool {
        guard form == .json else { return true }
        return StandardOutput.write(hasBegun.withLock { $0 } ? "\n]\n" : "[]\n")
    }
}
