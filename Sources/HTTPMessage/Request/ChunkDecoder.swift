/// Reads a chunked body (RFC 9112, section 7.1), fed in pieces of any size.
///
/// Sizes, extensions and trailers must follow the grammar and stay in bounds; extensions and trailers are then
/// dropped, as section 7.1.1 and RFC 9110, section 6.5.1, allow.
struct ChunkDecoder: Sendable {
    enum Event: Equatable {
        /// All input has been used.
        case needsMore
        /// Data of the body, as a range of the input.
        case data(Range<Int>)
        case end
        case refused(Refusal)
    }

    private enum State: UInt8 {
        case sizeStart
        case size
        case spaceBeforeExtension
        case extensionNameStart
        case extensionName
        case spaceAfterExtensionName
        case extensionValueStart
        case extensionValue
        case quoted
        case quotedPair
        case afterQuoted
        case sizeLineFeed
        case data
        case dataReturn
        case dataLineFeed
        case trailerStart
        case trailerName
        case trailerValue
        case trailerLineFeed
        case endLineFeed
        case done
    }

    private var state = State.sizeStart
    /// Bytes of the current size line or of the trailer section.
    private var lineBytes: Int32 = 0
    /// Bytes of size lines not yet paid for by data.
    private var overhead: Int32 = 0
    /// What is left of the current chunk's data.
    private(set) var remaining = 0

    init() {}

    /// The next thing in `input` from `index` on, which moves past what was used; data of at most `most` bytes.
    mutating func next(_ input: Span<UInt8>, _ index: inout Int, most: Int = .max, _ limits: HTTPLimits) -> Event {
        while index < input.count {
            if state == .data {
                let range = index..<index + min(input.count - index, remaining, most)
                index = range.upperBound
                remaining -= range.count
                overhead = max(0, overhead - Int32(truncatingIfNeeded: min(range.count, 1 << 20)))
                if remaining == 0 { state = .dataReturn }
                return .data(range)
            }
            if state == .done { return .end }
            lineBytes = state == .sizeStart ? 1 : lineBytes + 1
            overhead += 1
            if state.rawValue >= State.trailerStart.rawValue {
                if Int(lineBytes) > limits.trailerBytes { return .refused(.fieldsTooLarge) }
            } else if Int(lineBytes) > limits.chunkLineBytes {
                // A size of so many digits is zeros and no size that anyone means.
                return .refused(state == .size ? .malformedChunk : .chunkFramingTooLarge)
            } else if Int(overhead) > limits.chunkOverheadBytes {
                return .refused(.chunkFramingTooLarge)
            }
            guard step(input[index]) else { return .refused(.malformedChunk) }
            index += 1
            if state == .done { return .end }
        }
        return state == .done ? .end : .needsMore
    }

    private mutating func step(_ byte: UInt8) -> Bool {
        switch state {
        case .sizeStart:
            guard ByteClass.isHexadecimal(byte) else { return false }
            remaining = Int(ByteClass.hexadecimalValue(byte))
            state = .size
        case .size:
            return stepSize(byte)
        case .spaceBeforeExtension, .extensionNameStart, .extensionName, .spaceAfterExtensionName,
            .extensionValueStart, .extensionValue, .quoted, .quotedPair, .afterQuoted:
            return stepExtension(byte)
        case .sizeLineFeed:
            guard byte == UInt8(ascii: "\n") else { return false }
            state = remaining == 0 ? .trailerStart : .data
            lineBytes = 0
        case .dataReturn:
            guard byte == UInt8(ascii: "\r") else { return false }
            state = .dataLineFeed
        case .dataLineFeed:
            guard byte == UInt8(ascii: "\n") else { return false }
            state = .sizeStart
        case .trailerStart, .trailerName, .trailerValue, .trailerLineFeed, .endLineFeed:
            return stepTrailer(byte)
        case .data, .done:
            return false
        }
        return true
    }

    private mutating func stepSize(_ byte: UInt8) -> Bool {
        guard ByteClass.isHexadecimal(byte) else { return endsToken(byte, spaceLeadsTo: .spaceBeforeExtension) }
        // Four bits more must fit with room to spare for sums.
        guard remaining >> 56 == 0 else { return false }
        remaining = remaining << 4 | Int(ByteClass.hexadecimalValue(byte))
        return true
    }

    /// `chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )` (RFC 9112, section 7.1.1).
    private mutating func stepExtension(_ byte: UInt8) -> Bool {
        let isSpace = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
        switch state {
        case .spaceBeforeExtension:
            if byte == UInt8(ascii: ";") { state = .extensionNameStart } else { return isSpace }
        case .extensionNameStart:
            if ByteClass.isToken(byte) { state = .extensionName } else { return isSpace }
        case .extensionName:
            if ByteClass.isToken(byte) { return true }
            if byte == UInt8(ascii: "=") {
                state = .extensionValueStart
                return true
            }
            return endsToken(byte, spaceLeadsTo: .spaceAfterExtensionName)
        case .spaceAfterExtensionName:
            switch byte {
            case UInt8(ascii: "="): state = .extensionValueStart
            case UInt8(ascii: ";"): state = .extensionNameStart
            default: return isSpace
            }
        case .extensionValueStart:
            if byte == UInt8(ascii: "\"") {
                state = .quoted
            } else if ByteClass.isToken(byte) {
                state = .extensionValue
            } else {
                return isSpace
            }
        case .extensionValue:
            return ByteClass.isToken(byte) || endsToken(byte, spaceLeadsTo: .spaceBeforeExtension)
        case .quoted:
            switch byte {
            case UInt8(ascii: "\""): state = .afterQuoted
            case UInt8(ascii: "\\"): state = .quotedPair
            default: return ByteClass.isFieldValue(byte)
            }
        case .quotedPair:
            guard ByteClass.isFieldValue(byte) else { return false }
            state = .quoted
        default:
            return endsToken(byte, spaceLeadsTo: .spaceBeforeExtension)
        }
        return true
    }

    /// What may follow a size, an extension's name or its value.
    private mutating func endsToken(_ byte: UInt8, spaceLeadsTo space: State) -> Bool {
        switch byte {
        case UInt8(ascii: "\r"): state = .sizeLineFeed
        case UInt8(ascii: ";"): state = .extensionNameStart
        case UInt8(ascii: " "), UInt8(ascii: "\t"): state = space
        default: return false
        }
        return true
    }

    /// Field lines as in a head, and the empty line that ends the message (RFC 9112, section 7.1.2).
    private mutating func stepTrailer(_ byte: UInt8) -> Bool {
        switch state {
        case .trailerStart:
            if byte == UInt8(ascii: "\r") {
                state = .endLineFeed
            } else {
                guard ByteClass.isToken(byte) else { return false }
                state = .trailerName
            }
        case .trailerName:
            if byte == UInt8(ascii: ":") {
                state = .trailerValue
            } else {
                return ByteClass.isToken(byte)
            }
        case .trailerValue:
            if byte == UInt8(ascii: "\r") {
                state = .trailerLineFeed
            } else {
                return ByteClass.isFieldValue(byte)
            }
        case .trailerLineFeed:
            guard byte == UInt8(ascii: "\n") else { return false }
            state = .trailerStart
        default:
            guard byte == UInt8(ascii: "\n") else { return false }
            state = .done
        }
        return true
    }
}
