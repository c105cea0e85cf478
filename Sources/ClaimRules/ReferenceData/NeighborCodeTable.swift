/// A service beside care management and when Medicare pays it.
struct NeighborCode: Sendable {
    let codes: [ProcedureCode]
    let payable: EffectivePeriod
    /// What took its place, in the codes' order; empty where nothing did.
    let successors: [ProcedureCode]

    init(
        _ codes: [ProcedureCode],
        from: CalendarDate? = nil,
        through: CalendarDate? = nil,
        successors: [ProcedureCode] = []
    ) {
        self.codes = codes
        payable = EffectivePeriod(from: from, through: through)
        self.successors = successors
    }
}

/// Services of other programs that began or ended since 2015, by the years in which the fee schedule files have them as
/// payable.
///
/// Source: CMS fee schedule relative value files 2019 to 2026. Days before 2019 are known from elsewhere; nothing here
/// is more than a warning.
enum NeighborCodeTable: Sendable {
    static let entries: [NeighborCode] = [
        NeighborCode(["G2064", "G2065"], from: "2020-01-01", through: "2021-12-31", successors: ["99424", "99426"]),
        NeighborCode(["99424", "99425", "99426", "99427"], from: "2022-01-01"),
        NeighborCode(
            ["G0502", "G0503", "G0504", "G0507"],
            from: "2017-01-01",
            through: "2017-12-31",
            successors: ["99492", "99493", "99494", "99484"]
        ),
        NeighborCode(["99484", "99492", "99493", "99494"], from: "2018-01-01"),
        NeighborCode(["G2214"], from: "2021-01-01"),
        NeighborCode(["99453", "99454", "99457"], from: "2019-01-01"),
        NeighborCode(["99458", "99421", "99422", "99423"], from: "2020-01-01"),
        NeighborCode(["98975", "98976", "98977", "98980", "98981"], from: "2022-01-01"),
        NeighborCode(["G0556", "G0557", "G0558"], from: "2025-01-01"),
        NeighborCode(["G0568", "G0569", "G0570"], from: "2026-01-01"),
        NeighborCode(["G0512"], from: "2018-01-01", through: "2025-12-31", successors: ["99492"]),
        NeighborCode(["G0071"], through: "2025-12-31"),
        NeighborCode(["99339", "99340"], through: "2022-12-31"),
        NeighborCode(["99358", "99359"], through: "2022-12-31"),
        NeighborCode(["99441", "99442", "99443"], through: "2024-12-31"),
        NeighborCode(["G2012"], through: "2024-12-31", successors: ["98016"]),
        NeighborCode(["98016"], from: "2025-01-01"),
        NeighborCode(["99445", "99470", "98979", "98984", "98985", "98986"], from: "2026-01-01"),
        NeighborCode(["G0019", "G0022", "G0023", "G0024", "G0140", "G0146"], from: "2024-01-01"),
        NeighborCode(["G3002", "G3003"], from: "2023-01-01"),
    ]

    /// When Medicare pays this code, and what took its place; nil for one that did not change.
    static func entry(_ code: ProcedureCode) -> (payable: EffectivePeriod, successor: ProcedureCode?)? {
        for entry in entries {
            guard let position = entry.codes.firstIndex(of: code) else { continue }
            return (entry.payable, entry.successors.indices.contains(position) ? entry.successors[position] : nil)
        }
        return nil
    }
}
