import Model

/// What the amounts of a recurrence say of the next one.
struct AmountHistory {
    let form: Recurrence.AmountForm
    let next: Int64
    let range: ClosedRange<Int64>
    let changes: [Recurrence.Change]
    let hadTrial: Bool

    /// - Parameter lines: one of each slot, in order; not empty.
    init(_ lines: [Movement]) {
        let hadTrial = AmountHistory.hasTrial(lines)
        self.hadTrial = hadTrial
        let amounts = lines.map(\.amount)
        range = (amounts.min() ?? 0)...(amounts.max() ?? 0)
        var changes: [Recurrence.Change] = []
        for (before, after) in zip(lines, lines.dropFirst()) where before.amount != after.amount {
            changes.append(
                Recurrence.Change(
                    date: after.date, before: before.amount, after: after.amount))
        }
        if changes.isEmpty {
            form = .fixed
        } else if changes.count * 3 <= lines.count || hadTrial && changes.count <= 2 {
            form = .drifting
        } else {
            form = .variable
        }
        if form == .variable {
            self.changes = []
            let recent = amounts.suffix(6)
            let sum = recent.reduce(Int128(0)) { $0 + Int128($1) }
            next = Int64(dividedHalfToEven(sum, by: recent.count))
        } else {
            self.changes = changes
            next = amounts[amounts.count - 1]
        }
    }

    /// Whether up to three lines at the beginning are at most a third of the one behind them.
    private static func hasTrial(_ lines: [Movement]) -> Bool {
        guard lines.count >= 2 else { return false }
        let first = abs(lines[0].amount)
        let end = lines.firstIndex { abs($0.amount) != first } ?? lines.count
        guard end <= 3, end < lines.count else { return false }
        return first * 3 <= abs(lines[end].amount)
    }
}
