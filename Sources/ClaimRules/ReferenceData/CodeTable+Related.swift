extension CodeTable {
    /// Whether a rule looks at a service with this code when it stands in a month's history: it is chronic care management,
    /// or some table says what it means beside it.
    public static func concerns(_ code: ProcedureCode) -> Bool {
        entry(code) != nil || related.contains(code)
    }

    private static let related: Set<ProcedureCode> = {
        var codes = Set(ConcurrentServiceTable.services.flatMap(\.codes))
        codes.formUnion(NeighborCodeTable.entries.flatMap(\.codes))
        codes.formUnion(ProcedurePairTable.codes)
        return codes
    }()
}
