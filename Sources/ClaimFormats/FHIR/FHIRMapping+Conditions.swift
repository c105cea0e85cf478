import ClaimRules

/// The patient's conditions.
extension FHIRMapping {
    /// Confirmed conditions that are active, each with what the record says of its length and its risk.
    func mapConditions() {
        let risks = assessedRisks()
        var conditions: [ChronicCondition] = []
        for resource in resources[.condition] {
            let element = resource.element
            guard isOfPatient(element, "subject"), isCurrent(element), fits(conditions.count, element) else { continue }
            for name: StaticString in [
                "category", "severity", "recordedDate", "recorder", "asserter", "encounter", "note",
            ] {
                if let child = element.child(name) { reading.tape.markWhole(child.index) }
            }
            let pointer = "/conditions/\(conditions.count)"
            var condition = ChronicCondition()
            if let concept = element.concept("code"), let (code, place) = icd10(concept, in: element) {
                condition.icd10 = code
                self.place(pointer + "/icd10", place)
            }
            condition.lastsTwelveMonths = hasLasted(element) ? true : nil
            condition.significantRisk = risks[resource.index]
            place(pointer, element)
            conditions.append(condition)
        }
        if !conditions.isEmpty { month.conditions = conditions }
    }

    /// Not resolved before the month, and neither refuted nor entered in error.
    private func isCurrent(_ condition: FHIRElement) -> Bool {
        let clinical = condition.concept("clinicalStatus")
        let verification = condition.concept("verificationStatus")
        let isRefuted = verification.map { $0.has("refuted") || $0.has("entered-in-error") || $0.has("differential") }
        let isOver = clinical.map { $0.has("resolved") || $0.has("inactive") || $0.has("remission") }
        let end = condition.moment("abatementDateTime")?.day ?? condition.period("abatementPeriod")?.latestDay
        let endedBefore = end.map { $0 < month.serviceMonth.firstDay }
        guard endedBefore ?? isOver ?? false || isRefuted ?? false else { return true }
        let message = "A condition that was over before the month, or that is not the patient's, was left out."
        reading.leaveOut(condition, .notInForce, message)
        return false
    }

    /// Twelve months have passed from the onset to the end of the service month.
    private func hasLasted(_ condition: FHIRElement) -> Bool {
        guard let onset = condition.moment("onsetDateTime")?.day ?? condition.period("onsetPeriod")?.start?.day else {
            return false
        }
        return onset.adding(months: 12) <= month.serviceMonth.lastDay
    }

    /// What risk assessments say, by the condition they are about: high, moderate or certain is a significant risk.
    private func assessedRisks() -> [Int: Bool] {
        var risks: [Int: Bool] = [:]
        for resource in resources[.riskAssessment] {
            let element = resource.element
            guard isOfPatient(element, "subject"),
                isInForce(element, ["final", "amended", "corrected", "preliminary", "registered"]),
                let condition = element.reference("condition").flatMap(resources.resolve)
            else { continue }
            for prediction in element.list("prediction") {
                guard let risk = prediction.concept("qualitativeRisk") else { continue }
                if risk.has("high") || risk.has("moderate") || risk.has("certain") {
                    risks[condition.index] = true
                } else if risk.has("low") || risk.has("negligible"), risks[condition.index] == nil {
                    risks[condition.index] = false
                }
            }
        }
        return risks
    }
}
