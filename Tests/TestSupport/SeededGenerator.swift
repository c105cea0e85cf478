/// A random source whose numbers follow from its seed alone (SplitMix64), so that a failing case can be run again.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True in `percent` of 100 cases.
    public mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// One of `choices`.
    public mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices.randomElement(using: &self)! }

    /// What `make` makes in `percent` of 100 cases, else nil.
    public mutating func maybe<Value>(_ percent: Int = 80, _ make: (inout SeededGenerator) -> Value) -> Value? {
        chance(percent) ? make(&self) : nil
    }

    /// A list of as many as `counts` allows.
    public mutating func list<Value>(_ counts: ClosedRange<Int>, _ make: (inout SeededGenerator) -> Value) -> [Value] {
        (0..<Int.random(in: counts, using: &self)).map { _ in make(&self) }
    }
}
