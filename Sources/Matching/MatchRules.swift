import Model

/// A row and a line that may be one event.
struct MatchEdge: Sendable {
    var line: Int
    /// In points.
    var cost: Int
    /// How far apart they stand among those of their amount: equal rows and lines are paired in order.
    var rankDistance: Int
    var doubt: MatchDoubt

    /// Whether a person must say so.
    var isDoubtful: Bool { doubt != .none }
}

/// What speaks against a row and a line being one event, besides its cost.
enum MatchDoubt: Sendable {
    case none
    /// None where neither of the two could be anything else, else doubtful.
    case crowded
    case doubtful
    /// Doubtful where neither of the two could be anything else, else no pair.
    case loose
}

/// Which rows may be which lines, and what it costs (merge design 12.3).
struct MatchRules: Sendable {
    let batch: MatchBatch

    /// The points of a row and a line, and whether the pair is doubtful; `nil` where they are two events.
    ///
    /// - Parameter likeness: how alike the texts are, from 0 to 1000; asked for only where it matters.
    func cost(
        _ row: MatchRow, _ line: MatchLine, likeness: () -> Int
    ) -> (points: Int, doubt: MatchDoubt)? {
        guard row.currency == line.currency, !line.distinct.contains(row.id) else { return nil }
        let days = MatchRules.days(row, line)
        guard abs(days) <= MatchCost.window, let doubt = doubt(row, line, days) else { return nil }
        var points = Int(abs(days)) * (days < 0 ? MatchCost.perDayEarlier : MatchCost.perDay)
        if points >= MatchCost.unmatched { return nil }
        if row.amount != line.amount, !MatchRules.mayChange(row, line, days) { return nil }
        let alike = likeness()
        if row.amount != line.amount {
            guard let change = amountChange(row, line, alike) else { return nil }
            points += change
        }
        if line.origin == .sameSource, !line.isOpen, !row.isPending {
            // Where ids are stable only a row under another id can be missing, not one of another day.
            let least = batch.hasStableIDs ? MatchCost.sameText : MatchCost.likeText
            if alike < least || batch.hasStableIDs && days != 0 { return nil }
            if days != 0 { points += MatchCost.redated }
        }
        if row.isPending, !line.isOpen, line.origin != .typed {
            points += MatchCost.pendingOfAnother
        }
        points += (1000 - alike) * MatchCost.text / 1000
        return points < MatchCost.unmatched ? (points, doubt) : nil
    }

    /// How many days the row comes after the nearest of the line's days.
    static func days(_ row: MatchRow, _ line: MatchLine) -> Int32 {
        var best = Int32.max
        for date in line.dates {
            let distance = row.date.day - date.day
            if best == Int32.max || abs(distance) < abs(best) { best = distance }
        }
        return best
    }

    /// How doubtful a pair is; `nil` where it is none.
    private func doubt(_ row: MatchRow, _ line: MatchLine, _ days: Int32) -> MatchDoubt? {
        if line.isOpen || line.origin == .typed { return MatchDoubt.none }
        if row.isPending {
            return line.origin == .sameSource && !line.isLater ? nil : MatchDoubt.none
        }
        if line.origin == .sameSource {
            switch line.place {
            case .outside: return nil
            case .edge: return batch.reissuesIDs ? MatchDoubt.none : .doubtful
            case .near, .inside: return MatchDoubt.none
            }
        }
        return days == 0 || line.place == .inside ? MatchDoubt.none : doubtAtTheBorder(line, days)
    }

    /// Where another source's days begin or end, and one of the two is a day or more away: the source may date
    /// the line's event outside, or it may be the next of a habit.
    private func doubtAtTheBorder(_ line: MatchLine, _ days: Int32) -> MatchDoubt? {
        if abs(days) > MatchCost.sourcesApart { return nil }
        if line.place != .outside { return .crowded }
        switch batch.dating {
        case .alike: return nil
        case .apart: return .doubtful
        case .unknown: return .loose
        }
    }

    /// Whether a row can be a line of another amount: only what was open can change, within a week, whichever of
    /// the two was told first.
    static func mayChange(_ row: MatchRow, _ line: MatchLine, _ days: Int32) -> Bool {
        guard row.amount != 0, (row.amount < 0) == (line.amount < 0) else { return false }
        if line.isOpen { return !row.isPending && days >= 0 && days <= MatchCost.changeWindow }
        return row.isPending && line.isLater && days <= 0 && -days <= MatchCost.changeWindow
    }

    /// What another amount costs, by a tip, a rate or a hold; `nil` where it is another event.
    private func amountChange(_ row: MatchRow, _ line: MatchLine, _ alike: Int) -> Int? {
        if alike < MatchCost.likeText { return nil }
        let difference = (Int128(row.amount) - Int128(line.amount)).magnitude
        // By the amount that was pending.
        let whole = Int128(line.isOpen ? line.amount : row.amount).magnitude
        if difference * 100 <= whole * MatchCost.changePercent { return MatchCost.changedAmount }
        let isHold = whole <= MatchCost.cardCheck || batch.isComplete
        return isHold && alike >= MatchCost.sameText ? MatchCost.released : nil
    }
}
