import Foundation

/// A care month whose every value is one that occurs nowhere else, so that a leak can be recognised.
enum CanaryMonth {
    /// Valid: a service has to take it and answer it.
    static let valid = """
        {"id": "nightingale-id", "serviceMonth": "2026-03", "profile": "cms-ffs", "setting": "office",
         "locality": {"contractor": "31771", "locality": "67"},
         "patient": {"id": "nightingale-patient", "birthDate": "1931-07-13", "lastSeen": "2025-09-19"},
         "practitioner": {"npi": "1987654324", "kind": "nightingale-kind", "taxonomy": "207QX9876X",
                          "groupTIN": "987123654"},
         "diagnoses": ["Z9981", "E0842"],
         "lines": [{"code": "99439", "units": 1, "date": "2026-03-29", "modifiers": ["ZQ"], "placeOfService": "99",
                    "diagnosisPointers": [1], "charge": "7531.86"},
                   {"code": "T4793", "units": 613, "date": "2026-03-28"}],
         "conditions": [{"icd10": "Z9981", "lastsTwelveMonths": true, "significantRisk": true}],
         "timeLog": [{"date": "2026-03-27", "minutes": 1357, "activity": "nightingale-activity",
                      "performer": {"kind": "clinical-staff", "id": "nightingale-nurse", "credential": "nightingale-rn"},
                      "program": "nightingale-program"}],
         "consent": {"given": true, "date": "2025-09-18", "form": "verbal"},
         "initiatingVisit": {"code": "99214", "date": "2025-09-17"},
         "history": [{"code": "99495", "date": "2026-03-26", "practitionerNPI": "1876543215", "groupTIN": "876123549"}],
         "nightingaleMember": {"nightingale": "nightingale"}}
        """

    /// What must not be found. Words of the contract and small numbers are left out: they occur everywhere.
    static let canaries = [
        "nightingale", "31771", "1931-07-13", "2025-09-1", "1987654324", "207QX9876X", "987123654", "Z9981", "Z99.81",
        "E0842", "E08.42", "2026-03-2", "7531", "T4793", "613", "1357", "1876543215", "876123549", "271828",
    ]

    /// The same document with one value at a time made wrong: each place gets text, a number, a list and an object.
    static let spoiled = spoiled(valid)

    /// A document with one value at a time made wrong.
    static func spoiled(_ valid: String) -> [String] {
        var documents: [String] = []
        let tree = try! JSONSerialization.jsonObject(with: Data(valid.utf8))
        let wrong: [Any] = [
            "nightingale\u{e9}\"\\", 271_828.5, -271_828, ["nightingale"], ["nightingale": "nightingale"],
        ]
        for path in paths(tree) {
            for value in wrong {
                let spoiled = replacing(tree, path[...], with: value)
                documents.append(
                    String(
                        decoding: try! JSONSerialization.data(withJSONObject: spoiled, options: .fragmentsAllowed),
                        as: UTF8.self
                    )
                )
            }
        }
        return documents
    }

    /// The document broken off, and broken into, at every ninth byte.
    static let malformed = malformed(valid)

    /// A document broken off, and broken into, at every ninth byte.
    static func malformed(_ valid: String) -> [String] {
        let bytes = Array(valid.utf8)
        let breaks = ["", "nightingale", "\"nightingale\"", "\\ud800nightingale", "\u{1}", "271828e", "{\"nightingale"]
        return stride(from: 0, to: bytes.count, by: 9).flatMap { place in
            breaks.map { text in
                String(decoding: bytes[..<place], as: UTF8.self) + text
                    + (text.isEmpty ? "" : String(decoding: bytes[place...], as: UTF8.self))
            }
        }
    }

    private static func paths(_ tree: Any) -> [[String]] {
        if let object = tree as? [String: Any] {
            return [[]] + object.flatMap { name, value in paths(value).map { [name] + $0 } }
        }
        if let list = tree as? [Any] {
            return [[]] + list.enumerated().flatMap { index, value in paths(value).map { [String(index)] + $0 } }
        }
        return [[]]
    }

    private static func replacing(_ tree: Any, _ path: ArraySlice<String>, with value: Any) -> Any {
        guard let step = path.first else { return (value as? String).map { [$0] } ?? value }
        if var object = tree as? [String: Any] {
            object[step] = path.count == 1 ? value : replacing(object[step]!, path.dropFirst(), with: value)
            return object
        }
        var list = tree as! [Any]
        list[Int(step)!] = path.count == 1 ? value : replacing(list[Int(step)!], path.dropFirst(), with: value)
        return list
    }
}
