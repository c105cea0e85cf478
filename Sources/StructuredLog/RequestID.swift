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

    /// The same as one number.
    public var number: UInt128 { UInt128(high) << 64 | UInt128(low) }

    public init(number: UInt128) {
        self.init(high: UInt64(truncatingIfNeeded: number >> 64), low: UInt64(truncatingIfNeeded: number))
    }

    public var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.digits)
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the written form.
    public func write(to output: inout [UInt8]) {
        withUnsafeBytes(of: written) { output.append(contentsOf: $0) }
    }

    /// The written form.
    public var written: SIMD32<UInt8> {
        let words = SIMD4(
            Self.digits(of: high >> 32),
            Self.digits(of: high),
            Self.digits(of: low >> 32),
            Self.digits(of: low)
        )
        return unsafeBitCast(words, to: SIMD32<UInt8>.self)
    }

    /// The eight digits of a number's lower half, in memory's order.
    private static func digits(of number: UInt64) -> UInt64 {
        // Each step moves the upper half of every part away from the lower: in the end there is one digit in each byte.
        var spread = number & 0xFFFF_FFFF
        spread = (spread | spread << 16) & 0x0000_FFFF_0000_FFFF
        spread = (spread | spread << 8) & 0x00FF_00FF_00FF_00FF
        spread = (spread | spread << 4) & 0x0F0F_0F0F_0F0F_0F0F
        // From ten on adding six carries into the fifth bit; those are letters, 39 places behind the digits.
        let letters = (spread &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return (spread &+ 0x3030_3030_3030_3030 &+ letters &* 39).bigEndian
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
