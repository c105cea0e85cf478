import Synchronization

/// Runs a bounded number of tasks at a time and keeps a bounded number waiting for their turn.
final class TaskQueue: Sendable {
    /// One piece of work. `start` makes its task and calls what it is given when that has ended.
    struct Job: Sendable {
        let start: @Sendable (_ leave: @escaping @Sendable () -> Void) -> Void
    }

    private struct State: Sendable {
        var running = 0
        var waiting: [Job] = []
        /// The first of those that wait which has not had its turn.
        var next = 0
    }

    private enum Entrance {
        case runs
        case waits
        case isRefused
    }

    private let maximumTasks: Int
    private let maximumWaiting: Int
    private let state = Mutex(State())

    init(maximumTasks: Int, maximumWaiting: Int) {
        self.maximumTasks = max(1, maximumTasks)
        self.maximumWaiting = maximumWaiting
    }

    /// Starts the job now or when its turn comes; false when there is no room for it.
    func enter(_ job: Job) -> Bool {
        let entrance: Entrance = state.withLock { state in
            if state.running < maximumTasks {
                state.running += 1
                return .runs
            }
            guard state.waiting.count - state.next < maximumWaiting else { return .isRefused }
            state.waiting.append(job)
            return .waits
        }
        if entrance == .runs { run(job) }
        return entrance != .isRefused
    }

    private func run(_ job: Job) {
        job.start { [self] in leave() }
    }

    /// Gives the place of a task that has ended to the next in line.
    private func leave() {
        let job: Job? = state.withLock { state in
            guard state.next < state.waiting.count else {
                state.waiting = []
                state.next = 0
                state.running -= 1
                return nil
            }
            state.next += 1
            let job = state.waiting[state.next - 1]
            if state.next > 1024 {
                state.waiting.removeFirst(state.next)
                state.next = 0
            }
            return job
        }
        if let job { run(job) }
    }
}
