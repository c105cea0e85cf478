/// A SHA-256 digest, 32 bytes.
public struct Digest: Sendable, Hashable {
    public static let length = 32

    public let bytes: [UInt8]

    /// Nil unless there are exactly ``length`` bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    /// From 64 lower-case hexadecimal digits; nil for anything else.
    public init?(hexadecimal text: String) {
        guard text.utf8.count == 2 * Self.length else { return nil }
        var bytes: [UInt8] = []
        var half: UInt8?
        for digit in text.utf8 {
            let value: UInt8
            switch digit {
            case 0x30...0x39: value = digit - 0x30
            case 0x61...0x66: value = digit - 0x57
            default: return nil
            }
            if let high = half { bytes.append(high << 4 | value) }
            half = half == nil ? value : nil
        }
        self.bytes = bytes
    }

    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Whether both are the same, in a time that does not depend on where they differ.
    public func equalsInConstantTime(_ other: Digest) -> Bool {
        var difference: UInt8 = 0
        for index in 0..<Self.length { difference |= bytes[index] ^ other.bytes[index] }
        return difference == 0
    }
}

/// What this module asks of a library of cryptography. It does none itself.
public protocol Cryptography: Sendable {
    func sha256(_ bytes: [UInt8]) -> Digest

    /// The authentication code of RFC 2104 with SHA-256.
    func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> Digest

    /// What verifies with a key; nil when it is no key that the library takes.
    func verifier(_ key: PublicKey) -> (any SignatureVerifier)?
}

/// A public key that is ready to be used.
public protocol SignatureVerifier: Sendable {
    /// Whether the signature is the key's for the message. An ECDSA signature is in DER.
    func verifies(_ signature: [UInt8], of message: [UInt8], _ algorithm: SignatureAlgorithm) -> Bool
}

/// The algorithms that tokens may be signed with (RFC 7518 section 3.1). There is no other, and none without a key.
public enum SignatureAlgorithm: String, CaseIterable, Sendable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case es256 = "ES256"
    case es384 = "ES384"
}

/// A public key as a set of keys writes it (RFC 7518 section 6): numbers in network order.
public enum PublicKey: Sendable, Hashable {
    public enum Curve: String, Sendable, CaseIterable {
        case p256 = "P-256"
        case p384 = "P-384"

        /// Octets of a coordinate, and of each half of a signature.
        public var octets: Int { self == .p256 ? 32 : 48 }
    }

    case rsa(modulus: [UInt8], exponent: [UInt8])
    case elliptic(Curve, x: [UInt8], y: [UInt8])
}
