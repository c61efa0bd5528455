import Model

/// Decides whether lines are a recurrence, and says what there is to know of it.
enum RecurrenceBuilder {
    /// - Parameters:
    ///   - movements: of one payee, account, currency and direction, in order.
    ///   - isMixed: whether up to three of ten lines may be something else, where the rest is all the more regular.
    static func recurrence(
        _ movements: [Movement], asOf today: CivilDate, isMixed: Bool = false
    ) -> Recurrence? {
        if movements.count < 2 { return nil }
        let days = movements.map(\.date)
        // A tenth may lie elsewhere, and one in any case where there are some more.
        let most =
            isMixed ? days.count * 3 / 10 : max(days.count / 10, days.count >= 8 ? 1 : 0)
        var best: SlotFit?
        for rhythm in Rhythm.allCases {
            guard mayFit(days, rhythm, isMixed: isMixed),
                let fit = SlotFit(days, rhythm, most: most),
                isMixed ? isRegularAmongOthers(fit, movements) : isRegular(fit, movements)
            else { continue }
            if best.map({ precedes(fit, $0) }) ?? true { best = fit }
        }
        guard let found = best.map({ describe(movements, $0, today) }) else { return nil }
        // Two alone are worth telling while a third may come.
        let isOver = found.members.count == 2 && found.rhythm == .monthly && found.state != .active
        return isOver ? nil : found
    }

    /// Whether most lines are so regular, and their amounts so much alike, that the others are something else.
    private static func isRegularAmongOthers(_ fit: SlotFit, _ movements: [Movement]) -> Bool {
        guard fit.rhythm.days >= 28, fit.hits >= 6, fit.hits * 10 >= movements.count * 7,
            fit.hits * 10 >= fit.span * 9,
            fit.deviation * 3 <= fit.hits * fit.rhythm.slack
        else { return false }
        let amounts = zip(movements, fit.slots).filter { $0.1 != nil }.map { abs($0.0.amount) }
            .sorted()
        let median = amounts[amounts.count / 2]
        let alike = amounts.count { $0 * 10 >= median * 7 && $0 * 10 <= median * 13 }
        return alike * 10 >= amounts.count * 9
    }

    /// Whether there are about as many lines as the rhythm has slots among their days; any other rhythm leaves too many
    /// lines or slots over.
    private static func mayFit(
        _ days: [CivilDate], _ rhythm: Rhythm, isMixed: Bool
    ) -> Bool {
        let span = Int(days[days.count - 1].day - days[0].day)
        let slots = (span + rhythm.days / 2) / rhythm.days + 1
        if isMixed { return days.count * 10 <= slots * 16 + 20 && days.count * 10 >= slots * 8 }
        return days.count * 10 <= slots * 12 + 20 && days.count * 12 >= slots * 8
    }

    /// Whether chance would hardly put the lines so.
    private static func isRegular(_ fit: SlotFit, _ movements: [Movement]) -> Bool {
        if fit.hits * 4 < fit.span * 3 { return false }
        let least = [.monthly, .yearly].contains(fit.rhythm) ? 2 : fit.rhythm.days <= 14 ? 4 : 3
        if fit.hits < least { return false }
        // Days at random are off by a quarter of the period in the mean.
        if fit.deviation * 2 > fit.hits * min(fit.rhythm.slack, fit.rhythm.days * 2 / 7) {
            return false
        }
        if fit.hits <= 3 { return isRegularThoughFew(fit, movements) }
        let amounts = movements.map { abs($0.amount) }
        guard let low = amounts.min(), let high = amounts.max() else { return false }
        // Amounts that differ much say nothing for it: then days must say more.
        if high > low * 2 {
            return fit.hits * 100 >= fit.span * 85
                && fit.deviation * 3 <= fit.hits * min(fit.rhythm.slack, fit.rhythm.days * 2 / 7)
        }
        return true
    }

    /// Two or three lines are a recurrence only where the amounts say so too.
    private static func isRegularThoughFew(_ fit: SlotFit, _ movements: [Movement]) -> Bool {
        if fit.strays + fit.doubles > 0 || fit.hits < fit.span { return false }
        let amounts = movements.map { abs($0.amount) }
        guard let low = amounts.min(), let high = amounts.max() else { return false }
        if fit.hits == 2, fit.rhythm == .monthly { return fit.deviation <= 3 && low == high }
        if fit.hits == 2 {
            return fit.deviation <= 4 && high * 100 <= low * 106
        }
        return fit.deviation * 3 <= fit.hits * fit.rhythm.slack && high * 100 <= low * 140
    }

    /// The better of two rhythms: with fewer lines and slots left over, then with days nearer to their own.
    private static func precedes(_ one: SlotFit, _ other: SlotFit) -> Bool {
        func cost(_ fit: SlotFit) -> Int {
            (fit.strays + fit.doubles + fit.span - fit.hits) * 1_000 / max(fit.hits, 1)
                + fit.deviation * 1_000 / max(fit.hits * fit.rhythm.slack, 1)
        }
        return cost(one) < cost(other)
    }

    private static func describe(
        _ movements: [Movement], _ fit: SlotFit, _ today: CivilDate
    ) -> Recurrence {
        let (firsts, doubled) = firsts(movements, fit)
        let last = firsts[firsts.count - 1]
        let amounts = AmountHistory(firsts.map(\.movement))
        let shift = weekendShift(firsts, fit)
        let due = due(fit, after: last.slot, shift, today)
        let slots = Set(firsts.map(\.slot))
        let skipped = (firsts[0].slot...last.slot).filter { !slots.contains($0) }
            .compactMap { fit.rhythm.day($0, from: fit.anchor) }
        let line = last.movement
        return Recurrence(
            account: line.account, currency: line.currency, category: line.category,
            text: line.text, contact: line.contact, rhythm: fit.rhythm, anchor: fit.anchor,
            members: firsts.map(\.movement.place), days: firsts.map(\.movement.date),
            form: amounts.form, amount: amounts.next, range: amounts.range, state: due.state,
            next: due.day, nextSlot: due.slot, skipped: skipped, doubled: doubled,
            changes: amounts.changes, hadTrial: amounts.hadTrial,
            confidence: confidence(fit, amounts), weekendShift: shift)
    }

    private typealias SlotLine = (slot: Int, movement: Movement)

    /// The line of each slot that has some, in order, and the lines that came on top of them.
    private static func firsts(
        _ movements: [Movement], _ fit: SlotFit
    ) -> (lines: [SlotLine], doubled: [Int]) {
        var lines: [SlotLine] = []
        var doubled: [Int] = []
        for (movement, slot) in zip(movements, fit.slots) {
            guard let slot else { continue }
            if let last = lines.last, last.slot >= slot {
                doubled.append(movement.place)
            } else {
                lines.append((slot, movement))
            }
        }
        return (lines, doubled)
    }

    /// The next slot and its day, and what the days since the last line say.
    private static func due(
        _ fit: SlotFit, after slot: Int, _ shift: Int, _ today: CivilDate
    ) -> (state: Recurrence.State, slot: Int, day: CivilDate?) {
        var next = slot + 1
        var missed = 0
        while let day = fit.rhythm.day(next, from: fit.anchor),
            let late = day.adding(days: fit.rhythm.slack + 2), late < today
        {
            missed += 1
            next += 1
        }
        if missed >= (fit.rhythm.days > 100 ? 1 : 2) { return (.stopped, next, nil) }
        var day = fit.rhythm.day(next, from: fit.anchor)
        if shift != 0 { day = day?.workday(isLater: shift > 0) }
        return (missed > 0 ? .missing : .active, next, day)
    }

    /// Where days at weekends went, by what most lines did.
    private static func weekendShift(_ lines: [SlotLine], _ fit: SlotFit) -> Int {
        var (later, earlier, same) = (0, 0, 0)
        for line in lines {
            guard let day = fit.rhythm.day(line.slot, from: fit.anchor), day.weekday > 5 else {
                continue
            }
            if line.movement.date.weekday > 5 {
                same += 1
            } else if line.movement.date > day {
                later += 1
            } else {
                earlier += 1
            }
        }
        if later > same, later >= earlier { return 1 }
        return earlier > same ? -1 : 0
    }

    private static func confidence(_ fit: SlotFit, _ amounts: AmountHistory) -> Int {
        let came = (fit.hits + 1) * 100 / (fit.span + 2)
        let off = fit.deviation * 20 / max(fit.hits * fit.rhythm.slack, 1)
        let strays = (fit.strays + fit.doubles) * 30 / max(fit.hits, 1)
        let variable = amounts.form == .variable ? 4 : 0
        return max(1, min(99, came - off - strays - variable))
    }
}
