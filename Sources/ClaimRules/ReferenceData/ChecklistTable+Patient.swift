/// What the record has to show of the patient and of the plan.
extension ChecklistTable {
    static let eligibilityItems = [
        item(
            .eligibilityTwoChronic,
            .everywhere,
            "Two or more chronic conditions, named.",
            remedy: "Record every condition that the plan manages.",
            .noridianReview
        ) { evidence in
            switch evidence.context.facts.eligibility {
            case .notRecorded: .silent(["/conditions"])
            case .tooFew: .contradicted(["/conditions"])
            case .unknown(_, _, let names) where !names.isEmpty: .silent(names)
            default: .met
            }
        },
        item(
            .durationTwelveMonths,
            .everywhere,
            "Each condition is expected to last twelve months or more, or for life.",
            remedy: "Record the expected duration of the conditions.",
            .guide99490
        ) { evidence in
            switch evidence.context.facts.eligibility {
            case .notRecorded: .silent(["/conditions"])
            case .tooFew, .tooShort: .contradicted(["/conditions"])
            case .unknown(let duration, _, _) where !duration.isEmpty: .silent(duration)
            default: .met
            }
        },
        item(
            .risk,
            .everywhere,
            "Why the conditions endanger life, stability or function.",
            remedy: "Record the risk that the conditions carry.",
            .noridianReview
        ) { evidence in
            switch evidence.context.facts.eligibility {
            case .notRecorded: .silent(["/conditions"])
            case .tooFew, .tooShort, .noRisk: .contradicted(["/conditions"])
            case .unknown(_, let risk, _) where !risk.isEmpty: .silent(risk)
            default: .met
            }
        },
        item(
            .complexityMDM,
            .complexCodes,
            "Medical decision making of moderate or high complexity.",
            remedy: "Document the decision making, or bill the staff codes.",
            .complexMinutes
        ) { evidence in ChecklistFact(evidence.context.isComplex, "/medicalDecisionMaking") },
    ]

    static let planItems = [
        item(
            .carePlan,
            .everywhere,
            "A comprehensive, patient-specific care plan that covers all health issues.",
            remedy: "Set up the plan.",
            .noridianReview
        ) { evidence in evidence.month.carePlan == nil ? .silent(["/carePlan"]) : .met },
        item(
            .carePlanActivity,
            .everywhere,
            "The plan was established, implemented, revised or monitored in the month.",
            remedy: "Record what was done on the plan this month, and when.",
            .noridianReview
        ) { evidence in
            let plan = evidence.month.carePlan
            if let activity = plan?.activity, activity.isEmpty { return .contradicted(["/carePlan/activity"]) }
            if let date = plan?.date, !evidence.month.serviceMonth.days.contains(date) {
                return .contradicted(["/carePlan/date"])
            }
            var needs: [Pointer] = []
            if plan?.activity == nil { needs.append("/carePlan/activity") }
            if plan?.date == nil { needs.append("/carePlan/date") }
            return needs.isEmpty ? .met : .silent(needs)
        },
        item(
            .carePlanElements,
            .recommended,
            "Problems, prognosis, measurable goals, function, symptoms, interventions, medication, environment, caregiver, "
                + "outside resources, review schedule.",
            remedy: "Go through the elements and complete the plan.",
            .noridianReview
        ),
        item(
            .psychosocialFunctional,
            .practitionerFirst,
            "The plan speaks to medical, psychosocial and functional needs.",
            remedy: "Complete the plan with the needs it leaves out.",
            .guide99491
        ) { evidence in
            guard let addresses = evidence.month.carePlan?.addresses else { return .silent(["/carePlan/addresses"]) }
            return addresses.missing.isEmpty ? .met : .contradicted(["/carePlan/addresses"])
        },
        item(
            .carePlanElectronic,
            .everywhere,
            "The plan is available electronically to the care team.",
            remedy: "Keep the plan where everyone who furnishes care can reach it.",
            .ngsCareManagement
        ) { evidence in ChecklistFact(evidence.month.carePlan?.electronic, "/carePlan/electronic") },
        item(
            .carePlanCopy,
            .everywhere,
            "A copy of the plan went to the patient or caregiver.",
            remedy: "Give the copy and record when.",
            .ngsErrors
        ) { evidence in ChecklistFact(evidence.month.carePlan?.copyGiven, "/carePlan/copyGiven") },
        item(
            .goalsTemplate,
            .recommended,
            "A note template with time, name, care provided and the patient's goals.",
            remedy: "Use one template for all care-management notes.",
            .guide99490
        ),
    ]
}
