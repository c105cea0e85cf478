import Synchronization

/// Encoders that are kept for the next answer, and a bound on how many there are: each holds a quarter of a mebibyte.
final class DeflaterPool: Sendable {
    private struct State: Sendable {
        var idle: [Deflater] = []
        var count = 0
    }

    private let level: Int32
    private let maximum: Int
    private let state = Mutex(State())

    init(level: Int32, maximum: Int) {
        self.level = level
        self.maximum = maximum
    }

    /// An encoder for one answer; nil when all are in use, and the answer then goes as it is.
    func take() -> Deflater? {
        state.withLock { state in
            if let deflater = state.idle.popLast() { return deflater }
            guard state.count < maximum, let deflater = Deflater(level: level) else { return nil }
            state.count += 1
            return deflater
        }
    }

    func giveBack(_ deflater: Deflater) {
        state.withLock { $0.idle.append(deflater) }
    }
}
