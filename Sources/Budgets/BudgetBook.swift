import Analysis
package import Model
package import Queries
package import Reading
package import SourceText
import Syntax

/// Every budget of a ledger.
package struct BudgetBook: Sendable {
    /// By budget and line.
    package private(set) var lines: [BudgetLine] = []
    /// The names of the files, without `.txt`.
    package private(set) var names: [String] = []
    package private(set) var findings: [Diagnostic] = []

    /// Reads `budgets/*.txt`.
    ///
    /// - Parameter name: only this one.
    package init(_ ledger: Ledger, named name: String? = nil, today: CivilDate) {
        let context = BudgetContext(
            categories: ledger.categories, currencies: ledger.currencies,
            base: ledger.baseCurrency, accounts: Set(ledger.accounts.map(\.name)),
            cycles: ledger.cycleParser(today: today))
        let read = RecordFolder.read(ledger, "budgets", isRead: { name == nil || name == $0 }) {
            text, budget, number throws(SyntaxProblem) in
            lines.append(try BudgetLine.parse(text, budget: budget, number: number, context))
        }
        names = read.names
        findings = read.findings
        findings += overlaps()
    }

    /// Lines for categories that `categories.txt` does not declare, which count nothing.
    package func undeclared(_ ledger: Ledger) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for line in lines {
            for path in [line.category, line.to].compactMap({ $0 })
            where !ledger.categories.isKnown(path) {
                found.append(
                    Diagnostic(
                        "category.unknown", .error,
                        at: Location(file: "budgets/\(line.budget).txt", line: line.number),
                        "the category “\(path)” is not declared",
                        remedy: "correct it, or declare it in categories.txt"))
            }
        }
        return found
    }

    /// Lines of one budget for one category that are in force at the same time, and moves that lead nowhere.
    private func overlaps() -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for (place, line) in lines.enumerated() {
            let location = Location(file: "budgets/\(line.budget).txt", line: line.number)
            if case .once(let day) = line.form {
                for path in [line.category, line.to].compactMap({ $0 })
                where target(of: path, line, on: day) == nil {
                    findings.append(
                        Diagnostic(
                            "budget.move", .error, at: location,
                            "no line of this budget for \(path) is in force on \(day)",
                            remedy: "add one, or correct the category or the day"))
                }
                continue
            }
            let twin = lines[..<place].first { other in
                if case .once = other.form { return false }
                return other.budget == line.budget && other.category == line.category
                    && other.account == line.account && other.currency == line.currency
                    && other.from ?? .first <= line.until ?? .last
                    && line.from ?? .first <= other.until ?? .last
            }
            if let twin {
                findings.append(
                    Diagnostic(
                        "budget.twice", .error, at: location,
                        "\(line.category) has a budget in line \(twin.number) already",
                        remedy: "end the earlier one with until:, or delete one of the two"))
            }
        }
        return findings
    }

    /// The line whose envelope a single amount changes.
    func target(of path: String, _ move: BudgetLine, on day: CivilDate) -> BudgetLine? {
        lines.first { line in
            if case .once = line.form { return false }
            return line.budget == move.budget && line.category == path
                && line.currency == move.currency && line.isActive(on: day)
                && (move.account == nil || move.account == line.account)
        }
    }

    /// The single amounts that change a line's envelope in a period, each with its sign.
    package func moves(of line: BudgetLine, in period: Period) -> [(
        move: BudgetLine, amount: Int64
    )] {
        lines.flatMap { move -> [(BudgetLine, Int64)] in
            guard case .once(let day) = move.form, period.contains(day) else { return [] }
            var found: [(BudgetLine, Int64)] = []
            if target(of: move.category, move, on: day)?.number == line.number,
                move.budget == line.budget
            {
                found.append((move, move.to == nil ? move.amount : -move.amount))
            }
            if let to = move.to, move.budget == line.budget,
                target(of: to, move, on: day)?.number == line.number
            {
                found.append((move, move.amount))
            }
            return found
        }
    }
}

extension BudgetBook {
    /// What the lines set aside for a category in the days of a period, without what was carried or moved; `nil` where no
    /// line is for the path itself. A period of which only some days lie in `days` counts by the days; what the parts of
    /// a whole count adds up to it.
    package func allotted(_ path: String, in days: Period) -> Totals? {
        let own = lines.filter { $0.category == path && $0.account == nil && $0.cycle != nil }
        if own.isEmpty { return nil }
        var totals = Totals()
        for line in own {
            let first = max(days.begin ?? .first, line.from ?? .first)
            guard let last = [days.lastDay, line.lastDay].compactMap({ $0 }).min(), first <= last
            else { continue }
            let sign: Int64 = line.kind == .income ? 1 : -1
            for period in line.cycle?.periods(from: first, through: last) ?? [] {
                let amount = line.amount(in: period)
                totals.add(
                    sign * BudgetBook.share(amount, of: period, from: first, through: last),
                    line.currency)
            }
        }
        return totals
    }

    /// The part of a period's amount that falls on some of its days.
    private static func share(
        _ amount: Int64, of period: Period, from first: CivilDate, through last: CivilDate
    ) -> Int64 {
        guard let begin = period.begin, let end = period.end else { return amount }
        let length = Int128(end.day - begin.day)
        func before(_ day: Int32) -> Int128 {
            Int128(amount) * Int128(min(max(day - begin.day, 0), end.day - begin.day)) / length
        }
        return Int64(before(last.day + 1) - before(first.day))
    }
}

extension BudgetLine {
    /// The last day on which the line is in force, where it ends.
    package var lastDay: CivilDate? {
        if case .by(let end, _) = form {
            return [until, end.adding(days: -1)].compactMap { $0 }.min()
        }
        return until
    }

    /// What is set aside in one of the line's periods, in minor units; what an amount by a day is cut into adds up to it.
    package func amount(in period: Period) -> Int64 {
        guard case .by(let end, let cycle) = form, let from, let begin = period.begin else {
            return amount
        }
        guard let last = end.adding(days: -1), begin < end else { return 0 }
        let periods = cycle.periods(from: from, through: last)
        guard let index = periods.firstIndex(where: { $0.begin == begin }) else { return 0 }
        let count = Int128(periods.count)
        let upTo = Int128(amount) * Int128(index + 1) / count
        return Int64(upTo - Int128(amount) * Int128(index) / count)
    }
}
