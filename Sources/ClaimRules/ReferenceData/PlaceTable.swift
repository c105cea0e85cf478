/// The places of service.
///
/// Source: CMS place of service codes with their payment setting, mid 2024. The words are our own.
enum PlaceTable: Sendable {
    /// True where Medicare pays the facility amount there, nil for a code that is not assigned.
    static func isFacility(_ place: PlaceOfService) -> Bool? {
        record(place).map { EmbeddedTable.places.byte($0, 38) == UInt8(ascii: "f") }
    }

    /// What the place is, in a few words; nil for a code that is not assigned.
    static func words(_ place: PlaceOfService) -> String? {
        record(place).map { EmbeddedTable.places.text($0, 3, 34) }
    }

    /// Whether the code is assigned to a place.
    static func isKnown(_ place: PlaceOfService) -> Bool { known[Int(place.number)] }

    /// By number; asked for every line.
    private static let known: [Bool] = (0..<100).map { number in
        !EmbeddedTable.places.records(beginningWith: ASCII.packed(number, 2), 2).isEmpty
    }

    private static func record(_ place: PlaceOfService) -> Int? {
        EmbeddedTable.places.records(beginningWith: ASCII.packed(Int(place.number), 2), 2).first
    }
}
