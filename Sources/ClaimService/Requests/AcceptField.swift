/// What a client would like to get: the media ranges of an `Accept` field (RFC 9110 section 12.5.1).
///
/// Parameters other than `q` are not compared, since nothing here is offered in two forms that differ only in them, but for
/// `fhirVersion`: of FHIR nothing but R4 is offered. A range that is not well-formed matches nothing.
struct AcceptField {
    /// A weight in thousandths, so that three decimals are exact.
    typealias Weight = Int

    private struct Range {
        var type: String
        var subtype: String
        var weight: Weight

        /// How closely the range fits: 3 for the type itself, 2 for `type/*`, 1 for `*/*`, nil for not at all.
        func fit(_ media: MediaType) -> Int? {
            let slash = media.rawValue.firstIndex(of: "/")!
            if type == "*" { return subtype == "*" ? 1 : nil }
            guard media.rawValue[..<slash] == type else { return nil }
            if subtype == "*" { return 2 }
            return media.rawValue[slash...].dropFirst() == subtype ? 3 : nil
        }
    }

    /// Nil accepts everything.
    private let ranges: [Range]?

    /// - Parameter value: the field's value; nil when it was not sent, which accepts everything.
    init(_ value: String?) {
        guard let value, value != "*/*" else {
            ranges = nil
            return
        }
        let members = ASCIIText.split(value[...], at: ",").filter { !$0.isEmpty }
        ranges = members.isEmpty ? nil : members.compactMap(Self.range)
    }

    /// The best of what is offered, the first offered where weights are equal; nil when nothing is acceptable.
    func choose(from offered: [MediaType]) -> MediaType? {
        guard let ranges else { return offered.first }
        var best: (media: MediaType, weight: Weight)?
        for media in offered {
            let weight = Self.weight(of: media, in: ranges)
            if weight > 0, weight > (best?.weight ?? 0) { best = (media, weight) }
        }
        return best?.media
    }

    /// The weight of the range that fits most closely.
    private static func weight(of media: MediaType, in ranges: [Range]) -> Weight {
        var closest = (fit: 0, weight: 0)
        for range in ranges {
            if let fit = range.fit(media), fit > closest.fit { closest = (fit, range.weight) }
        }
        return closest.weight
    }

    private static func range(_ member: Substring) -> Range? {
        let parts = ASCIIText.split(member, at: ";")
        let names = parts[0].split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2, !names[0].isEmpty, !names[1].isEmpty else { return nil }
        var weight = 1000
        for parameter in parts.dropFirst() {
            if let version = ContentTypeField.value(of: "fhirversion", parameter), !ContentTypeField.isR4(version) {
                return nil
            }
            guard parameter.hasPrefix("q=") || parameter.hasPrefix("Q=") else { continue }
            guard let parsed = Self.weight(parameter.dropFirst(2)) else { return nil }
            weight = parsed
        }
        return Range(type: ASCIIText.lowercased(names[0]), subtype: ASCIIText.lowercased(names[1]), weight: weight)
    }

    /// `0` to `1` with at most three decimals (RFC 9110 section 12.4.2), in thousandths.
    static func weight(_ text: Substring) -> Weight? {
        let bytes = Array(text.utf8)
        guard let whole = bytes.first, whole == 0x30 || whole == 0x31, bytes.count <= 5 else { return nil }
        guard bytes.count == 1 || bytes[1] == 0x2e else { return nil }
        var weight = Int(whole - 0x30) * 1000
        var unit = 100
        for byte in bytes.dropFirst(2) {
            guard (0x30...0x39).contains(byte) else { return nil }
            weight += Int(byte - 0x30) * unit
            unit /= 10
        }
        return weight <= 1000 ? weight : nil
    }
}
