/// An amount of US dollars, exact to the cent.
public struct Money: Hashable, Comparable, Sendable {
    /// The amount in cents; negative for a difference the other way.
    public let cents: Int64

    /// This many cents.
    public init(cents: Int64) {
        self.cents = cents
    }

    /// The amount written as a decimal with up to nine digits before and two after the point, or nil for anything else.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        let point = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.count
        let decimals = bytes.count - point - 1
        guard (1...9).contains(point), decimals == -1 || (1...2).contains(decimals),
            let dollars = ASCII.number(bytes, 0..<point),
            let fraction = decimals > 0 ? ASCII.number(bytes, point + 1..<bytes.count) : 0
        else { return nil }
        cents = Int64(dollars * 100 + (decimals == 1 ? fraction * 10 : fraction))
    }

    public static func + (left: Money, right: Money) -> Money { Money(cents: left.cents + right.cents) }
    public static func - (left: Money, right: Money) -> Money { Money(cents: left.cents - right.cents) }
    public static func * (left: Money, right: Int) -> Money { Money(cents: left.cents * Int64(right)) }
    public static func < (left: Money, right: Money) -> Bool { left.cents < right.cents }
}

extension Money: CustomStringConvertible {
    /// Dollars and cents without a sign for the currency: `66.13`.
    public var description: String {
        let size = cents.magnitude
        return (cents < 0 ? "-" : "") + "\(size / 100)." + ASCII.padded(Int(size % 100), 2)
    }
}
