import ClaimFormats
import ClaimRules
import ClaimService
import Dispatch
import Synchronization

/// Answers blocks of lines on several threads and gives the answers out in order.
///
/// A block is read by one thread; what depends on the lines before it (indices, line numbers, duplicates) is filled in as
/// soon as all blocks before it have been read; then any thread answers it. The number of blocks on their way is
/// bounded, and with it the memory.
final class LinePipeline: Sendable {
    private struct ReadBlock: Sendable {
        var documents: [(document: StreamDocument, line: Int)] = []
        var lines = 0
        var firstIndex = 0
        var firstLine = 0
        var repeated: [[RepeatedService]] = []
    }

    private enum Job: Sendable {
        case read([UInt8], Int)
        case answer(ReadBlock, Int)
        case stop
    }

    private struct State: ~Copyable {
        var jobs: [Job] = []
        var read: [Int: ReadBlock] = [:]
        var answered: [Int: [UInt8]] = [:]
        var nextToPlace = 0
        var nextToWrite = 0
        var submitted = 0
        var isWriting = false
        var hasFailed = false
        var lines = 0
        var documents = 0
        var seen: SeenServices
        var tally = StreamTally()
    }

    private let desk: ClaimDesk
    private let asked: StreamQuestion
    private let write: @Sendable ([UInt8]) -> Bool
    private let state: Mutex<State>
    private let work = DispatchSemaphore(value: 0)
    private let room: DispatchSemaphore
    private let threads = DispatchGroup()
    private let capacity: Int
    private let jobs: Int

    /// - Parameter write: writes what comes next; false when nothing more can be written.
    init(
        _ desk: ClaimDesk,
        _ asked: StreamQuestion,
        _ seen: consuming SeenServices,
        jobs: Int,
        write: @escaping @Sendable ([UInt8]) -> Bool
    ) {
        self.desk = desk
        self.asked = asked
        self.jobs = jobs
        self.write = write
        capacity = 4 * jobs
        room = DispatchSemaphore(value: 4 * jobs)
        state = Mutex(State(seen: seen))
        let queue = DispatchQueue(label: "claimgate.lines", attributes: .concurrent)
        for _ in 0..<jobs { queue.async(group: threads) { [self] in run() } }
    }

    /// Adds a block; waits while as many as may be are on their way. False when nothing more can be written.
    func submit(_ block: [UInt8]) -> Bool {
        room.wait()
        return state.withLock { state in
            if state.hasFailed {
                room.signal()
                return false
            }
            state.jobs.append(.read(block, state.submitted))
            state.submitted += 1
            work.signal()
            return true
        }
    }

    /// Waits until everything that was submitted has been written.
    func finish() {
        for _ in 0..<capacity { room.wait() }
        state.withLock { state in
            state.jobs += Array(repeating: Job.stop, count: jobs)
            for _ in 0..<jobs { work.signal() }
        }
        threads.wait()
        // Whoever waits at its release counts what it began with.
        for _ in 0..<capacity { room.signal() }
    }

    var tally: StreamTally { state.withLock { $0.tally } }
    var hasFailed: Bool { state.withLock { $0.hasFailed } }

    /// Lends the table of what has been seen, for the summary.
    func withSeen<Result>(_ body: (borrowing SeenServices) -> sending Result) -> sending Result {
        state.withLock { body($0.seen) }
    }

    private func run() {
        while true {
            work.wait()
            // What is furthest gets done first, so that little waits.
            let job = state.withLock { state -> Job in
                let answer = state.jobs.firstIndex { if case .answer = $0 { true } else { false } }
                return state.jobs.remove(at: answer ?? 0)
            }
            switch job {
            case .read(let block, let number): place(readAll(block), number)
            case .answer(let block, let number): hand(answerAll(block), number)
            case .stop: return
            }
        }
    }

    private func readAll(_ bytes: [UInt8]) -> ReadBlock {
        var block = ReadBlock()
        var splitter = LineSplitter(limit: desk.documentBytes)
        func take(_ line: UnsafeBufferPointer<UInt8>?, _ number: Int) {
            block.documents.append((desk.read(line, asked), number))
        }
        bytes.withUnsafeBufferPointer { bytes in
            var position = 0
            while splitter.next(in: bytes, from: &position, take) {}
        }
        _ = splitter.end(take)
        block.lines = bytes.count { $0 == 0x0a }
        return block
    }

    /// Fills in what depends on the blocks before, for this one and those that have waited for it.
    private func place(_ block: ReadBlock, _ number: Int) {
        state.withLock { state in
            state.read[number] = block
            while var next = state.read.removeValue(forKey: state.nextToPlace) {
                next.firstIndex = state.documents
                next.firstLine = state.lines
                if asked.question == .validate {
                    for (offset, entry) in next.documents.enumerated() {
                        next.repeated.append(state.seen.repeated(entry.document, index: next.firstIndex + offset))
                    }
                }
                state.documents += next.documents.count
                state.lines += next.lines
                state.jobs.append(.answer(next, state.nextToPlace))
                state.nextToPlace += 1
                work.signal()
            }
        }
    }

    private func answerAll(_ block: ReadBlock) -> [UInt8] {
        var output: [UInt8] = []
        var tally = StreamTally()
        for (offset, entry) in block.documents.enumerated() {
            desk.answer(
                entry.document,
                index: block.firstIndex + offset,
                line: block.firstLine + entry.line,
                asked,
                repeated: block.repeated.isEmpty ? [] : block.repeated[offset],
                into: &output,
                &tally
            )
        }
        state.withLock { $0.tally.add(tally) }
        return output
    }

    /// Writes what is next in order, and what has waited for it. One thread at a time writes; the others go on.
    private func hand(_ output: [UInt8], _ number: Int) {
        let isMine = state.withLock { state in
            state.answered[number] = output
            if state.isWriting { return false }
            state.isWriting = true
            return true
        }
        guard isMine else { return }
        while true {
            let next = state.withLock { state -> (bytes: [UInt8], canWrite: Bool)? in
                guard let bytes = state.answered.removeValue(forKey: state.nextToWrite) else {
                    state.isWriting = false
                    return nil
                }
                state.nextToWrite += 1
                return (bytes, !state.hasFailed)
            }
            guard let next else { return }
            if next.canWrite, !next.bytes.isEmpty, !write(next.bytes) { state.withLock { $0.hasFailed = true } }
            room.signal()
        }
    }
}
