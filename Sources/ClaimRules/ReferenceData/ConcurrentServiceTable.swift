/// A group of services that meet chronic care management in one month, and how they get on with it from when to when.
struct ConcurrentService: Sendable {
    /// How the two get on.
    enum Relation: Sendable {
        /// Never in one month by the same practitioner or group.
        case excluded
        /// Allowed while no minute counts for both.
        case separateTime
    }

    /// What the group is, in our own words.
    let name: String
    let codes: Set<ProcedureCode>
    let relation: Relation
    /// The dates of service for which the relation holds.
    let period: EffectivePeriod
    let citation: Citation

    init(
        _ name: String,
        _ codes: [ProcedureCode],
        _ relation: Relation,
        _ period: EffectivePeriod,
        _ citation: Citation
    ) {
        self.name = name
        self.codes = Set(codes)
        self.relation = relation
        self.period = period
        self.citation = citation
    }
}

/// What chronic care management may and may not share a month with.
///
/// The month's rules only; edits that bind on one date of service are NCCI's (``ProcedurePairTable``).
enum ConcurrentServiceTable {
    static let services: [ConcurrentService] = [
        ConcurrentService(
            "principal care management",
            ["G2064", "G2065"],
            .excluded,
            EffectivePeriod(from: "2020-01-01"),
            .principalCare
        ),
        ConcurrentService(
            "principal care management",
            ["99424", "99425", "99426", "99427"],
            .excluded,
            EffectivePeriod(from: "2022-01-01"),
            .principalCare
        ),
        ConcurrentService(
            "advanced primary care management",
            ["G0556", "G0557", "G0558"],
            .excluded,
            EffectivePeriod(from: "2025-01-01"),
            .advancedPrimaryCare
        ),
        ConcurrentService(
            "advanced primary care management",
            ["G0568", "G0569", "G0570"],
            .excluded,
            EffectivePeriod(from: "2026-01-01"),
            .advancedPrimaryCare
        ),
        ConcurrentService(
            "home health or hospice care plan oversight",
            ["G0181", "G0182"],
            .excluded,
            EffectivePeriod(from: "2015-01-01"),
            .careOversight
        ),
        ConcurrentService(
            "monthly end-stage renal disease care",
            [
                "90951", "90952", "90953", "90954", "90955", "90956", "90957", "90958", "90959", "90960", "90961",
                "90962",
                "90963", "90964", "90965", "90966", "90967", "90968", "90969", "90970",
            ],
            .excluded,
            EffectivePeriod(from: "2015-01-01"),
            .procedurePairs
        ),
        ConcurrentService(
            "transitional care management",
            ["99495", "99496"],
            .excluded,
            EffectivePeriod(through: "2019-12-31"),
            .transitionalCareRule
        ),
        ConcurrentService(
            "transitional care management",
            ["99495", "99496"],
            .separateTime,
            EffectivePeriod(from: "2020-01-01"),
            .transitionalCareRule
        ),
        ConcurrentService(
            "behavioral health integration",
            ["G0502", "G0503", "G0504", "G0507"],
            .separateTime,
            EffectivePeriod(from: "2017-01-01"),
            .behavioralHealth
        ),
        ConcurrentService(
            "behavioral health integration",
            ["99484", "99492", "99493", "99494"],
            .separateTime,
            EffectivePeriod(from: "2018-01-01"),
            .behavioralHealth
        ),
        ConcurrentService(
            "behavioral health integration",
            ["G2214"],
            .separateTime,
            EffectivePeriod(from: "2021-01-01"),
            .behavioralHealth
        ),
        ConcurrentService(
            "remote physiologic monitoring",
            ["99453", "99454", "99457", "99458", "99445", "99470"],
            .separateTime,
            EffectivePeriod(from: "2019-01-01"),
            .remoteMonitoring
        ),
        ConcurrentService(
            "remote therapeutic monitoring",
            ["98975", "98976", "98977", "98978", "98979", "98980", "98981", "98984", "98985", "98986"],
            .separateTime,
            EffectivePeriod(from: "2022-01-01"),
            .remoteMonitoring
        ),
        ConcurrentService(
            "community health integration or principal illness navigation",
            ["G0019", "G0022", "G0023", "G0024", "G0140", "G0146"],
            .separateTime,
            EffectivePeriod(from: "2024-01-01"),
            .newerServices
        ),
        ConcurrentService(
            "chronic pain management",
            ["G3002", "G3003"],
            .separateTime,
            EffectivePeriod(from: "2023-01-01"),
            .newerServices
        ),
    ]

    static func service(_ code: ProcedureCode, on date: CalendarDate) -> ConcurrentService? {
        services.first { $0.codes.contains(code) && $0.period.contains(date) }
    }
}
