import ClaimRules

/// The values that the parts of a care month share.
extension ShapeReader {
    mutating func date() throws(JSONError) -> CalendarDate? {
        try value(.invalidDate, "a date of the calendar, written YYYY-MM-DD", width: 10) { CalendarDate(utf8: $0) }
    }

    mutating func month() throws(JSONError) -> CalendarMonth? {
        try value(.invalidMonth, "a calendar month, written YYYY-MM") { CalendarMonth(utf8: $0) }
    }

    mutating func timestamp() throws(JSONError) -> Timestamp? {
        try value(.invalidTime, "a time with its offset as in RFC 3339, such as 2026-03-18T14:00:00-06:00") {
            Timestamp(utf8: $0)
        }
    }

    mutating func procedureCode() throws(JSONError) -> ProcedureCode? {
        try value(.invalidProcedureCode, "a CPT or HCPCS code of five characters", width: 5) { ProcedureCode(utf8: $0) }
    }

    mutating func diagnosisCode() throws(JSONError) -> DiagnosisCode? {
        try value(.invalidDiagnosisCode, "an ICD-10-CM code, with or without its dot") { DiagnosisCode(utf8: $0) }
    }

    mutating func modifier() throws(JSONError) -> Modifier? {
        try value(.invalidModifier, "a modifier of two letters or digits", width: 2) { Modifier(utf8: $0) }
    }

    mutating func placeOfService() throws(JSONError) -> PlaceOfService? {
        try value(.invalidPlaceOfService, "a place-of-service code of two digits", width: 2) {
            PlaceOfService(utf8: $0)
        }
    }

    mutating func npi() throws(JSONError) -> NPI? {
        try value(.invalidNPI, "an NPI of ten digits", width: 10) { NPI(utf8: $0) }
    }

    mutating func taxpayerID() throws(JSONError) -> TaxpayerID? {
        try value(.invalidTIN, "a taxpayer identification number of nine digits") { TaxpayerID(utf8: $0) }
    }

    mutating func money() throws(JSONError) -> Money? {
        try value(.invalidMoney, "an amount in US dollars with at most two decimals, written as a string") {
            Money(utf8: $0)
        }
    }

    mutating func units() throws(JSONError) -> Int? { try int(1...CareMonthLimits.units) }

    /// A list of words of a closed vocabulary; a word that comes twice counts once.
    mutating func words<Word>(_: Word.Type = Word.self) throws(JSONError) -> WordSet<Word>?
    where Word: JSONVocabulary {
        var set = WordSet<Word>()
        let list = try list { (reader: inout ShapeReader) throws(JSONError) -> Word? in
            if let word = try reader.word(Word.self) { set.insert(word) }
            return nil
        }
        return list == nil ? nil : set
    }
}
