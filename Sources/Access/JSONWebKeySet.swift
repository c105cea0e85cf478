import ClaimFormats

/// The keys of an authorization server, as it publishes them (RFC 7517), for the signatures of tokens.
public struct JSONWebKeySet: Sendable {
    /// The largest file, in bytes.
    public static let limit = AccessFile.limit
    /// The most keys of a set.
    public static let maximumKeys = 64
    /// Longest key id, in bytes.
    static let keyIDLimit = 256
    /// Sizes of an RSA modulus, in bits (RFC 7518 section 3.3 asks for 2048 at least).
    public static let modulusBits = 2048...8192

    struct Key: Sendable {
        let id: String
        /// What this key may verify: its own `alg`, or what its kind allows. So the token does not choose.
        let algorithms: [SignatureAlgorithm]
        let verifier: any SignatureVerifier
    }

    let keys: [Key]

    /// How many keys can be used.
    public var count: Int { keys.count }

    /// The key of an id.
    func key(_ id: String) -> Key? { keys.first { $0.id == id } }

    /// Reads a file. Keys of other kinds or for other uses are passed over, as RFC 7517 section 5 asks; a secret in a file
    /// of public keys is an error, and so is a set without a key that can be used.
    public init(_ bytes: [UInt8], _ cryptography: any Cryptography) throws(AccessFileProblem) {
        let file = try AccessFile(bytes)
        guard let list = file.root["keys"], let elements = list.elements else {
            throw file.problem(file.root.offset, "This is an object with the list `keys`.")
        }
        guard elements.count <= Self.maximumKeys else {
            throw file.problem(elements[Self.maximumKeys].offset, "At most \(Self.maximumKeys) keys are taken.")
        }
        var keys: [Key] = []
        for entry in elements {
            guard case .object = entry.content else { throw file.problem(entry.offset, "A key is an object.") }
            for secret in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] where entry[secret] != nil {
                throw file.problem(entry[secret]?.offset ?? entry.offset, "This is a secret; give public keys alone.")
            }
            guard let (key, kinds) = try Self.publicKey(entry, file), Self.isForSignatures(entry) else { continue }
            var algorithms = kinds
            if let alg = entry["alg"] {
                algorithms = kinds.filter { $0.rawValue == alg.string }
                if algorithms.isEmpty { continue }
            }
            let id = try file.value(entry, "kid", "a name of 1 to \(Self.keyIDLimit) bytes") { text in
                (1...Self.keyIDLimit).contains(text.utf8.count) ? text : nil
            }
            guard !keys.contains(where: { $0.id == id }) else {
                throw file.problem(entry["kid"]?.offset ?? entry.offset, "A key of this id is there already.")
            }
            guard let verifier = cryptography.verifier(key) else {
                throw file.problem(entry.offset, "This is no key of its kind, for instance no point of its curve.")
            }
            keys.append(Key(id: id, algorithms: algorithms, verifier: verifier))
        }
        let names = SignatureAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
        guard !keys.isEmpty else { throw file.problem(list.offset, "There is no key for \(names) among these.") }
        self.keys = keys
    }

    /// Whether a key's `use` and `key_ops` allow it to verify.
    private static func isForSignatures(_ entry: JSONTree) -> Bool {
        if let use = entry["use"], use.string != "sig" { return false }
        if let operations = entry["key_ops"] {
            return operations.elements?.contains { $0.string == "verify" } == true
        }
        return true
    }

    /// The key and what its kind can verify; nil for a kind that is not used here.
    private static func publicKey(
        _ entry: JSONTree,
        _ file: AccessFile
    ) throws(AccessFileProblem) -> (PublicKey, [SignatureAlgorithm])? {
        switch entry["kty"]?.string {
        case "RSA":
            let bits = modulusBits
            let modulus = try file.value(entry, "n", "a modulus of \(bits.lowerBound) to \(bits.upperBound) bits") {
                text in
                number(text).flatMap { bits.contains(bitCount($0)) && $0.last! & 1 == 1 ? $0 : nil }
            }
            let exponent = try file.value(entry, "e", "an odd exponent from 3 to 4294967295") { text in
                number(text).flatMap { $0.count <= 4 && $0.last! & 1 == 1 && $0 != [1] ? $0 : nil }
            }
            return (.rsa(modulus: modulus, exponent: exponent), [.rs256, .rs384])
        case "EC":
            guard let curve = (entry["crv"]?.string).flatMap(PublicKey.Curve.init(rawValue:)) else { return nil }
            func coordinate(_ name: String) throws(AccessFileProblem) -> [UInt8] {
                try file.value(entry, name, "a coordinate of \(curve.octets) octets in base64url") { text in
                    Base64URL.decode(text.utf8).flatMap { $0.count == curve.octets ? $0 : nil }
                }
            }
            let key = PublicKey.elliptic(curve, x: try coordinate("x"), y: try coordinate("y"))
            return (key, [curve == .p256 ? .es256 : .es384])
        default:
            return nil
        }
    }

    /// A number in network order without needless zeros in front (RFC 7518 section 2, Base64urlUInt).
    private static func number(_ text: String) -> [UInt8]? {
        guard let bytes = Base64URL.decode(text.utf8), let first = bytes.first, first != 0 else { return nil }
        return bytes
    }

    private static func bitCount(_ number: [UInt8]) -> Int {
        8 * number.count - (number.first?.leadingZeroBitCount ?? 0)
    }
}
