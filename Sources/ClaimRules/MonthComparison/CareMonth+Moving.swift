extension CareMonth {
    /// The same care in another month: every date is moved by the same number of months and keeps its day, or becomes the
    /// last day where the month is shorter. Times keep their clock and their length. The patient's birth date stays.
    public func moved(to month: CalendarMonth) -> CareMonth {
        let months = Int(month.index) - Int(serviceMonth.index)
        guard months != 0 else { return self }
        func moved(_ date: CalendarDate?) -> CalendarDate? { date?.adding(months: months) }
        return with { copy in
            copy.serviceMonth = month
            copy.patient?.lastSeen = moved(patient?.lastSeen)
            for index in copy.lines.indices { copy.lines[index].date = moved(lines[index].date) }
            copy.timeLog = timeLog?.map { $0.moved(months) }
            copy.consent?.date = moved(consent?.date)
            copy.carePlan?.date = moved(carePlan?.date)
            copy.initiatingVisit?.date = moved(initiatingVisit?.date)
            copy.history = history?.map { service in
                var service = service
                service.date = service.date.adding(months: months)
                return service
            }
            copy.stays = stays?.map { stay in
                Stay(from: stay.from.adding(months: months), to: moved(stay.to), setting: stay.setting)
            }
            copy.receivedOn = moved(receivedOn)
        }
    }
}

extension TimeEntry {
    fileprivate func moved(_ months: Int) -> TimeEntry {
        var copy = self
        switch duration {
        case .minutes(let minutes, let date): copy.duration = .minutes(minutes, on: date?.adding(months: months))
        case .interval(let start, let end):
            let day = start.localDate
            let days = Int64(day.adding(months: months).dayNumber - day.dayNumber) * 86_400_000
            copy.duration = .interval(
                start: Timestamp(milliseconds: start.milliseconds + days, offsetMinutes: start.offsetMinutes),
                end: Timestamp(milliseconds: end.milliseconds + days, offsetMinutes: end.offsetMinutes)
            )
        case nil: break
        }
        return copy
    }
}
