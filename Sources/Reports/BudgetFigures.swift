import Analysis
import Budgets
import Model
import Queries
import Reading
import SourceText

extension ReportPlan {
    /// What the budgets set aside, with rows for what was budgeted and never touched.
    func budgets(_ columns: [Period], _ figures: inout Figures) -> Figures {
        var budgets = Figures(columns: columns.count)
        for (number, book) in books.enumerated() {
            let lines = BudgetBook(book.ledger, today: today)
            let paths = Set(lines.lines.map(\.category)).filter(selections[number].holds)
            for path in paths.sorted(by: byBytes) {
                let rows = path.split(separator: "/").prefix(spec.depth ?? .max)
                func key(_ count: Int) -> GroupKey {
                    let key = GroupKey.named(rows.prefix(count).joined(separator: "/"))
                    if !spec.hasSections { return key }
                    let isIncome = book.ledger.categories.kind(of: path) == .income
                    return .signed(key, isIncome: isIncome)
                }
                let isFolded = path.split(separator: "/").count > rows.count
                // A nested budget is part of the one above it (S15).
                let above = paths.filter { path.hasPrefix($0 + "/") }
                for (index, period) in columns.enumerated() {
                    guard let amount = lines.allotted(path, in: period), !amount.isZero else {
                        continue
                    }
                    let isPart = above.contains {
                        lines.allotted($0, in: period).map { !$0.isZero } ?? false
                    }
                    if isFolded, isPart { continue }
                    budgets.add(ReportCell(sum: amount), key(rows.count), column: index)
                    for count in stride(from: 1, to: rows.count, by: 1) {
                        figures.add(ReportCell(), key(count), column: index)
                    }
                }
            }
        }
        figures.order(by: RowOrder(grouping: grouping, books), with: budgets)
        return budgets
    }
}

extension Selection {
    /// Whether parts of a category may be selected by a query of categories alone.
    fileprivate func holds(_ path: String) -> Bool { Selection.holds(query, path) }

    private static func holds(_ query: Query, _ path: String) -> Bool {
        switch query {
        case .term(.category(let wanted)):
            guard let wanted else { return false }
            return path == wanted || path.hasPrefix(wanted + "/")
        case .term: return true
        case .not(let inner): return !holds(inner, path)
        case .all(let list): return list.allSatisfy { holds($0, path) }
        case .any(let list): return list.contains { holds($0, path) }
        }
    }
}
