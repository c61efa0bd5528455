package import Model

/// Finds what comes again among movements, without being told what to look for.
///
/// Lines of one payee, account, currency and direction are looked at together. Where their days fall on the days of a
/// rhythm they are a recurrence; else those of one amount are tried by themselves, as two subscriptions at one seller are.
package struct RecurrenceFinder: Sendable {
    /// The lines of one payee in one account, currency and direction, in order.
    package struct Group: Sendable {
        package let movements: [Movement]
        /// Of each movement the number of its whole text among those of the group.
        let texts: [Int]

        init(_ movements: [Movement]) {
            self.movements = movements
            var numbers: [PayeeKey: Int] = [:]
            texts = movements.map { movement in
                let text = PayeeKey(movement, isWhole: true)
                let number = numbers[text] ?? numbers.count
                numbers[text] = number
                return number
            }
        }
    }

    private struct GroupKey: Hashable {
        let payee: PayeeKey
        let account: String
        let currency: CurrencyCode
        let isIn: Bool
    }

    package let groups: [Group]

    /// - Parameter movements: in the order of their days.
    /// - Complexity: O(movements).
    package init(_ movements: [Movement]) {
        var found: [GroupKey: [Movement]] = [:]
        for movement in movements {
            let key = GroupKey(
                payee: PayeeKey(movement), account: movement.account,
                currency: movement.currency, isIn: movement.amount > 0)
            found[key, default: []].append(movement)
        }
        groups = found.values.map(Group.init)
            .sorted { ($0.movements.first?.place ?? 0) < ($1.movements.first?.place ?? 0) }
    }

    /// What comes again as of a day, looking at the lines through that day alone.
    ///
    /// - Returns: by the place of their first lines.
    /// - Complexity: O(movements × rhythms).
    package func recurrences(asOf today: CivilDate) -> [Recurrence] {
        groups.flatMap { RecurrenceFinder.recurrences($0, asOf: today) }
    }

    /// What comes again in one group.
    package static func recurrences(_ group: Group, asOf today: CivilDate) -> [Recurrence] {
        let known = group.movements.prefix { $0.date <= today }
        if known.count < 2 { return [] }
        let all = Array(known)
        if let whole = RecurrenceBuilder.recurrence(all, asOf: today) { return [whole] }
        var byText: [[Movement]] = []
        for (movement, text) in zip(all, group.texts) {
            // Texts are numbered in the order of their first lines.
            if text == byText.count { byText.append([]) }
            byText[text].append(movement)
        }
        if byText.count == 1 { return amongOthers(all, asOf: today) }
        let found = byText.flatMap { text -> [Recurrence] in
            if let whole = RecurrenceBuilder.recurrence(text, asOf: today) { return [whole] }
            return amongOthers(text, asOf: today)
        }
        let members = Set(found.flatMap { $0.members + $0.doubled })
        let rest = all.filter { !members.contains($0.place) }
        return found + amongOthers(rest, asOf: today)
    }

    /// Recurrences among lines that are not all of one.
    private static func amongOthers(
        _ all: [Movement], asOf today: CivilDate
    ) -> [Recurrence] {
        guard let most = RecurrenceBuilder.recurrence(all, asOf: today, isMixed: true) else {
            return byAmount(all, asOf: today)
        }
        let members = Set(most.members + most.doubled)
        let others = all.filter { !members.contains($0.place) }
        if let second = RecurrenceBuilder.recurrence(others, asOf: today) { return [most, second] }
        return [most] + byAmount(others, asOf: today)
    }

    /// Recurrences among the lines of equal amounts, where those of all amounts together are none.
    private static func byAmount(
        _ movements: [Movement], asOf today: CivilDate
    ) -> [Recurrence] {
        var byAmount: [Int64: [Movement]] = [:]
        for movement in movements { byAmount[movement.amount, default: []].append(movement) }
        if byAmount.count < 2 { return [] }
        return byAmount.values.filter { $0.count >= 3 }
            .sorted { $0[0].place < $1[0].place }
            .compactMap { RecurrenceBuilder.recurrence($0, asOf: today) }
    }
}
