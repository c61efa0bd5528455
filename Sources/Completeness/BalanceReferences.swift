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

    /// Ends of days from the balances of bank records, source by source.
    private static func chains(_ records: [ProofRecord]) -> [ProofReference] {
        var bySource: [String: [ProofRecord]] = [:]
        for record in records where !record.isPending {
            bySource[record.source, default: []].append(record)
        }
        return bySource.values.flatMap { records in
            // A row whose balance was told in two ways, or in none, leaves its day open.
            let open = Set(records.lazy.filter { $0.balances.count != 1 }.map(\.date))
            let steps = records.filter { $0.balances.count == 1 }.map {
                BalanceChains.Step(date: $0.date, amount: $0.amount, balance: $0.balances[0])
            }
            return references(steps, without: open)
        }
    }

    /// Ends of days from the balances that lines state where no record has told of the day.
    private static func stated(_ input: ProofInput) -> [ProofReference] {
        let told = Set(input.records.map(\.date))
        let lines = input.lines.filter { $0.status == .booked && !told.contains($0.date) }
        // A line that states nothing may stand behind the last that does.
        let open = Set(lines.lazy.filter { $0.balance == nil }.map(\.date))
        let steps = lines.compactMap { line in
            line.balance.map {
                BalanceChains.Step(date: line.date, amount: line.amount, balance: $0)
            }
        }
        return references(steps, without: open)
    }

    private static func references(
        _ steps: [BalanceChains.Step], without open: Set<CivilDate>
    ) -> [ProofReference] {
        BalanceChains.ends(steps).filter { !open.contains($0.key) }.map {
            ProofReference(date: $0.key, balance: Int128($0.value), kind: .chain)
        }
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
        let snapshots = Snapshots(input)
        return input.statements.flatMap { statement -> [ProofReference] in
            if statement.isSnapshot {
                guard let closing = statement.closing, let date = statement.closingDate,
                    date >= statement.days.lowerBound, snapshots.knew(statement, until: date)
                else { return [] }
                return [ProofReference(date: date, balance: Int128(closing), kind: .snapshot)]
            }
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

/// Which balances of fetches can be held against the ledger: a bank that books later, be it on earlier days, states
/// another balance then.
private struct Snapshots {
    private var recordsOf: [String: [CivilDate: Set<String>]] = [:]
    private var linesOn: [CivilDate: [ProofLine]] = [:]
    private let recordIDs: Set<String>

    init(_ input: ProofInput) {
        recordIDs = Set(input.records.map(\.id))
        if !input.statements.contains(where: \.isSnapshot) { return }
        for record in input.records where !record.isPending {
            recordsOf[record.source, default: [:]][record.date, default: []].insert(record.id)
        }
        for line in input.lines where line.status == .booked {
            linesOn[line.date, default: []].append(line)
        }
    }

    /// Whether a fetch knew everything that is known now of its days: of what its own source told, and of lines that
    /// other sources told. What a person typed is held against it.
    func knew(_ fetch: ProofStatement, until last: CivilDate) -> Bool {
        (fetch.days.lowerBound.day...last.day).allSatisfy { day in
            let date = CivilDate(day: day)
            let own = recordsOf[fetch.source]?[date] ?? []
            return own.isSubset(of: fetch.records)
                && (linesOn[date] ?? []).allSatisfy { line in
                    line.ids.contains(where: fetch.records.contains)
                        || !line.ids.contains(where: recordIDs.contains)
                }
        }
    }
}
