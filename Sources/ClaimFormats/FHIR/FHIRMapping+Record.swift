import ClaimRules

/// Consent and care plan.
extension FHIRMapping {
    /// The latest consent that is one to treatment; those to research, directives and privacy are another matter.
    func mapConsent() {
        var latest: (element: FHIRElement, consent: Consent)?
        for resource in resources[.consent] {
            let element = resource.element
            guard isOfPatient(element, "patient"), isInForce(element, ["active", "rejected"]) else { continue }
            let scope = element.concept("scope")
            guard scope.map({ !$0.has("research") && !$0.has("adr") && !$0.has("patient-privacy") }) ?? true else {
                reading.tape.unmark(element.index)
                continue
            }
            let consent = consent(element)
            if let found = latest?.consent.date, consent.date.map({ $0 < found }) ?? true { continue }
            latest = (element, consent)
        }
        guard let latest else { return }
        month.consent = latest.consent
        place("/consent", latest.element)
        place("/consent/date", latest.element.child("dateTime"))
    }

    private func consent(_ element: FHIRElement) -> Consent {
        var consent = Consent()
        let provision = element.object("provision")
        let isDenied = element.string("status") == "rejected" || provision?.string("type") == "deny"
        consent.given = element.string("status").map { _ in !isDenied }
        consent.date = element.moment("dateTime")?.day
        let categories = element.concepts("category")
        for form in ConsentForm.allCases
        where categories.contains(where: { $0.codings.contains { $0.code == form.rawValue } }) {
            consent.form = form
        }
        if consent.form == nil, element.child("sourceAttachment") != nil || element.child("sourceReference") != nil {
            consent.form = .written
        }
        if let source = element.child("sourceAttachment") ?? element.child("sourceReference") {
            reading.tape.markWhole(source.index)
        }
        var covers: WordSet<ConsentTopic> = []
        for concept in (provision?.concepts("code") ?? []) {
            for coding in concept.codings { ConsentTopic(rawValue: coding.code).map { covers.insert($0) } }
        }
        if !covers.isEmpty { consent.covers = covers }
        for name: StaticString in ["performer", "organization", "policy", "policyRule"] {
            if let child = element.child(name) { reading.tape.markWhole(child.index) }
        }
        return consent
    }

    /// The care plan in force, the latest where there are several, and what was done with it in the month.
    func mapCarePlan() {
        var latest: (resource: FHIRResource, plan: CarePlan)?
        for resource in resources[.carePlan] {
            let element = resource.element
            guard isOfPatient(element, "subject"), isInForce(element, ["active", "on-hold", "completed"]),
                isCurrent(element)
            else { continue }
            let plan = plan(element)
            let day = plan.date ?? CalendarDate(dayNumber: 0)
            if let found = latest, found.plan.date ?? CalendarDate(dayNumber: 0) > day { continue }
            latest = (resource, plan)
        }
        guard var latest else { return }
        if wasHandedOver(latest.resource) { latest.plan.copyGiven = true }
        month.carePlan = latest.plan
        place("/carePlan", latest.resource.element)
    }

    /// The plan's period does not end before the month or begin after it.
    private func isCurrent(_ element: FHIRElement) -> Bool {
        let period = element.period("period")
        let days = month.serviceMonth.days
        guard
            period?.end?.day.map({ $0 < days.lowerBound }) ?? false
                || period?.start?.day.map({ $0 > days.upperBound }) ?? false
        else { return true }
        reading.leaveOut(element, .notInForce, "A care plan of another time was left out.")
        return false
    }

    private func plan(_ element: FHIRElement) -> CarePlan {
        var plan = CarePlan()
        var activity: WordSet<CarePlanActivity> = []
        var dates: [CalendarDate] = []
        let days = month.serviceMonth.days
        func did(_ word: CarePlanActivity, on day: CalendarDate?) {
            if let day {
                guard days.contains(day) else { return }
                dates.append(day)
            }
            activity.insert(word)
        }
        for name: StaticString in ["intent", "title", "description", "encounter", "author", "contributor", "careTeam"] {
            if let child = element.child(name) { reading.tape.markWhole(child.index) }
        }
        if let created = element.moment("created")?.day, days.contains(created) {
            did(element.child("replaces") == nil ? .established : .revised, on: created)
        }
        for item in element.list("activity") {
            for progress in item.list("progress") {
                reading.tape.markWhole(progress.index)
                if let day = progress.moment("time")?.day { did(.monitored, on: day) }
            }
            guard let detail = item.object("detail") else { continue }
            reading.tape.markWhole(detail.index)
            let status = detail.string("status")
            guard status == "in-progress" || status == "completed",
                let word = detail.concept("code")?.firstNamed(CarePlanActivity.init(rawValue:))
            else { continue }
            did(word, on: detail.period("scheduledPeriod")?.latestDay)
        }
        for note in element.list("note") {
            reading.tape.markWhole(note.index)
            if let day = note.moment("time")?.day { did(.monitored, on: day) }
        }
        if !activity.isEmpty { plan.activity = activity }
        plan.date = dates.max()
        let scope = scope(element)
        if !scope.isEmpty { plan.addresses = scope }
        return plan
    }

    /// What the plan speaks to: the conditions it addresses are medical needs; its categories and goals name the others.
    private func scope(_ element: FHIRElement) -> WordSet<CarePlanScope> {
        var scope: WordSet<CarePlanScope> = []
        if !element.references("addresses").isEmpty { scope.insert(.medical) }
        for concept in element.concepts("category") {
            for coding in concept.codings { CarePlanScope(rawValue: coding.code).map { scope.insert($0) } }
        }
        for goal in element.references("goal").compactMap(resources.resolve) where goal.type == .goal {
            for category in goal.element.concepts("category") {
                for coding in category.codings { CarePlanScope(rawValue: coding.code).map { scope.insert($0) } }
                if category.has("behavioral") { scope.insert(.psychosocial) }
                if category.has("physiotherapy") || category.has("safety") { scope.insert(.functional) }
                if category.has("dietary") || category.has("nursing") { scope.insert(.medical) }
            }
        }
        return scope
    }

    /// A completed communication about the plan to the patient or a relative.
    private func wasHandedOver(_ plan: FHIRResource) -> Bool {
        resources[.communication].contains { resource in
            let element = resource.element
            guard element.string("status") == "completed",
                element.references("about").contains(where: { resources.resolve($0)?.index == plan.index })
            else { return false }
            return element.references("recipient").contains { recipient in
                let target = resources.resolve(recipient)
                return target?.type == .patient || (target == nil && recipient.text == patientText)
                    || recipient.text?.hasPrefix("RelatedPerson/") ?? false
            }
        }
    }
}
