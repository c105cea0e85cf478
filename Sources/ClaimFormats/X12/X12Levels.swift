/// The hierarchy of a set's HL segments: numbered in order, and each below a level that may have it.
struct X12Levels {
    private var last = 0
    /// The number of the level last seen of each kind: billing provider, subscriber, dependent.
    private var provider = 0
    private var subscriber = 0

    /// The element that does not fit, or nil.
    mutating func take(_ segment: X12Segment) -> Int? {
        let number = X12Bytes.number(segment.element(1)) ?? 0
        let parent = X12Bytes.number(segment.element(2)) ?? 0
        let kind = X12Bytes.number(segment.element(3)) ?? 0
        let isNext = number == last + 1
        last = number
        let expected: Int
        switch kind {
        case 20:
            provider = number
            expected = 0
        case 22:
            subscriber = number
            expected = provider
        default: expected = subscriber
        }
        if !isNext { return 1 }
        return parent == expected ? nil : 2
    }
}
