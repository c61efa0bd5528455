import Model

/// Which balances the bank states for the ends of days.
enum BalanceReferences {
    /// All of them by day; what the bank's own figures contradict, or leave open, is left out.
    static func find(_ input: ProofInput) -> [ProofReference] {
        var found = chains(input.records)
        found += stated(input)
        found += statements(input)
        found += input.assertions.map {
            ProofReference(date: $0.date, balance: Int128($0.balance), kind: .assertion)
        }
        let order = ProofReference.Kind.allCases
        return found.sorted { left, right in
            if left.date != right.date { return left.date < right.date }
            return (order.firstIndex(of: left.kind) ?? 0) < (order.firstIndex(of: right.kind) ?? 0)
        }
    }

    /// One row with the balance behind it.
    private struct Step {
        var amount: Int64
        var balance: Int64
    }

    /// Ends of days from the balances of bank records, source by source.
    private static func chains(_ records: [ProofRecord]) -> [ProofReference] {
        var bySource: [String: [CivilDate: [ProofRecord]]] = [:]
        for record in records where !record.isPending {
            bySource[record.source, default: [:]][record.date, default: []].append(record)
        }
        return bySource.values.flatMap { days in
            days.compactMap { date, records -> ProofReference? in
                // A row whose balance was told in two ways says nothing sure.
                let steps = records.compactMap { record in
                    record.balances.count == 1
                        ? Step(amount: record.amount, balance: record.balances[0]) : nil
                }
                guard steps.count == records.count else { return nil }
                return end(steps).map { ProofReference(date: date, balance: $0, kind: .chain) }
            }
        }
    }

    /// Ends of days from the balances that lines state where no record has told of the day.
    private static func stated(_ input: ProofInput) -> [ProofReference] {
        let told = Set(input.records.map(\.date))
        var days: [CivilDate: [ProofLine]] = [:]
        for line in input.lines where line.status == .booked && !told.contains(line.date) {
            days[line.date, default: []].append(line)
        }
        let last = days.keys.max()
        return days.compactMap { date, lines in
            var steps: [Step] = []
            for line in lines {
                // One that states nothing may stand behind the last that does.
                guard let balance = line.balance else { return nil }
                steps.append(Step(amount: line.amount, balance: balance))
            }
            // A line whose amount is wrong breaks the chain in front of it and leaves the day's end, and one
            // that stands twice ends it twice; of the last day nothing later tells more.
            let ends = ends(steps)
            let isOne = Set(ends).count == 1 || date == last
            return isOne
                ? ends.last.map { ProofReference(date: date, balance: Int128($0), kind: .chain) }
                : nil
        }
    }

    /// The balance behind all steps of a day, where they form one chain.
    private static func end(_ steps: [Step]) -> Int128? {
        var counts: [Int64: Int] = [:]
        for step in steps {
            counts[step.balance, default: 0] += 1
            counts[step.balance - step.amount, default: 0] -= 1
        }
        let open = counts.filter { $0.value != 0 }
        // A day that ends where it began closes the chain: every balance may be its end.
        if open.isEmpty { return steps.count == 1 ? Int128(steps[0].balance) : nil }
        let ends = open.filter { $0.value > 0 }
        return ends.count == 1 && ends.values.first == 1 && open.count == 2
            ? ends.keys.first.map { Int128($0) } : nil
    }

    /// The balances that no other step of the day begins with.
    private static func ends(_ steps: [Step]) -> [Int64] {
        var starts: [Int64: Int] = [:]
        for step in steps { starts[step.balance - step.amount, default: 0] += 1 }
        var ends: [Int64] = []
        for step in steps {
            if let count = starts[step.balance], count > 0 {
                starts[step.balance] = count - 1
            } else {
                ends.append(step.balance)
            }
        }
        return ends
    }

    /// Openings and closings of statements, where no other statement tells a part of the same day.
    private static func statements(_ input: ProofInput) -> [ProofReference] {
        var idsOfDay: [CivilDate: Set<String>] = [:]
        for record in input.records where !record.isPending {
            idsOfDay[record.date, default: []].insert(record.id)
        }
        func isWhole(_ date: CivilDate, _ statement: ProofStatement) -> Bool {
            idsOfDay[date]?.isSubset(of: statement.records) ?? true
        }
        return input.statements.flatMap { statement -> [ProofReference] in
            var found: [ProofReference] = []
            let first = statement.days.lowerBound
            if let opening = statement.opening, first.day > 0, isWhole(first, statement) {
                found.append(
                    ProofReference(
                        date: CivilDate(day: first.day - 1), balance: Int128(opening),
                        kind: .statement))
            }
            let last = max(statement.closingDate ?? statement.days.upperBound, first)
            if let closing = statement.closing, isWhole(last, statement) {
                found.append(
                    ProofReference(date: last, balance: Int128(closing), kind: .statement))
            }
            return found
        }
    }
}
