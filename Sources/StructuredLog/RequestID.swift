import Synchronization

/// 128 bits that name one request, written as 32 lower-case hexadecimal digits.
///
/// A number and not a text, so that it can carry nothing else into a log line or a header.
public struct RequestID: Hashable, Sendable, CustomStringConvertible {
    /// The number of digits of the written form.
    public static let digits = 32

    let high: UInt64
    let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.digits)
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the written form.
    func write(to output: inout [UInt8]) {
        for half in [high, low] {
            for shift in stride(from: UInt64(60), through: 0, by: -4) {
                let nibble = UInt8(truncatingIfNeeded: half >> shift) & 0xf
                output.append(nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10)
            }
        }
    }
}

/// Makes request ids that do not repeat within a process and, for all practical purposes, between processes.
///
/// The first half is random for each process; the second is a counter that a bijection scrambles, so that ids never
/// collide, tell a client nothing of how many requests others made, and cost no system call each.
public final class RequestIDSource: Sendable {
    private let process: UInt64
    private let offset: UInt64
    private let counter = Atomic<UInt64>(0)

    public convenience init() {
        var random = SystemRandomNumberGenerator()
        self.init(process: random.next(), offset: random.next())
    }

    /// A source whose ids are known beforehand, for tests.
    public init(process: UInt64, offset: UInt64) {
        self.process = process
        self.offset = offset
    }

    public func next() -> RequestID {
        let count = counter.wrappingAdd(1, ordering: .relaxed).newValue
        return RequestID(high: process, low: Self.scramble(count &+ offset))
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every step can be undone, so no two inputs meet.
    private static func scramble(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
