import Analysis
import Model
import Queries
import Reading
import SourceText

/// What accounts hold, as cells.
struct StockFigures {
    private let plan: ReportPlan
    private let stocks: [AccountBalances]
    private let desk: ConversionDesk

    init(_ plan: ReportPlan, _ stocks: [AccountBalances], _ desk: ConversionDesk) {
        self.plan = plan
        self.stocks = stocks
        self.desk = desk
    }

    /// The day by whose price what is held at the end of a day is told.
    private func rateDay(_ day: CivilDate) -> CivilDate {
        plan.rate.date(of: nil, lastDay: day, today: plan.today)
    }

    /// The accounts that the query leaves, with the book of each.
    private var accounts: [(book: Int, account: Account)] {
        plan.books.indices.flatMap { book in
            plan.selections[book].accounts(of: plan.books[book].ledger).map { (book, $0) }
        }
    }

    private func balance(_ book: Int, _ account: Account, _ day: CivilDate) -> Totals {
        stocks[book].balance(of: account, at: day, selection: plan.selections[book])
    }

    /// - Parameter periods: whose ends are meant.
    func figures(_ periods: [Period]) -> Figures {
        var figures = Figures(columns: periods.count)
        for (book, account) in accounts {
            for (index, period) in periods.enumerated() {
                let day = period.lastDay ?? plan.today
                for entry in balance(book, account, day) {
                    let worth = desk.worth(
                        Totals([entry.currency: entry.units]), of: book, on: rateDay(day))
                    let cell = ReportCell(sum: worth)
                    for key in keys(book, account, entry.currency) {
                        figures.add(cell, key, column: index)
                    }
                    figures.totals[index].add(cell)
                }
            }
        }
        figures.order = order
        return figures
    }

    private func keys(_ book: Int, _ account: Account, _ currency: CurrencyCode) -> [GroupKey] {
        let prefix = plan.books[book].prefix
        let names: [String] =
            switch plan.grouping {
            case .kind:
                plan.spec.isTree && plan.spec.depth != 1
                    ? [account.kind.rawValue, "\(account.kind.rawValue)/\(prefix)\(account.name)"]
                    : [account.kind.rawValue]
            case .currency: [currency.description]
            default: [prefix + account.name]
            }
        return names.map { name in
            plan.spec.hasSections
                ? .signed(.named(name), isIncome: account.kind.isAsset) : .named(name)
        }
    }

    private var order: [GroupKey] {
        var order: [GroupKey] = []
        let kinds = AccountKind.allCases.enumerated().map { ($1, $0) }
        let rank = Dictionary(uniqueKeysWithValues: kinds)
        let all = accounts
        let sorted =
            plan.grouping == .kind
            ? all.enumerated().sorted {
                let a = rank[$0.element.account.kind] ?? 0
                let b = rank[$1.element.account.kind] ?? 0
                return a != b ? a < b : $0.offset < $1.offset
            }.map(\.element) : all
        for (book, account) in sorted {
            for currency in plan.grouping == .currency ? account.currencies : [account.currency] {
                for key in keys(book, account, currency) where !order.contains(key.unsigned) {
                    order.append(key.unsigned)
                }
            }
        }
        if plan.grouping == .currency {
            order.sort { byBytes($0.name ?? "", $1.name ?? "") }
        }
        return order
    }

    /// What the change of all that is held is made of, by column: what flowed, what investments gained without it (S7),
    /// and where everything is told in one currency what its prices did.
    func changes(_ periods: [Period]) -> [(name: String, cells: [ReportCell])] {
        var flows: [ReportCell] = []
        var gains: [ReportCell] = []
        var rates: [ReportCell] = []
        var before = plan.eve
        for period in periods {
            let day = period.lastDay ?? plan.today
            var (flow, gain, change) = (Totals(), Totals(), Totals())
            for (book, account) in accounts {
                let moved = stocks[book].flow(
                    of: account, after: before, through: day, selection: plan.selections[book])
                let start = before.map { balance(book, account, $0) } ?? Totals()
                let end = balance(book, account, day)
                var gained = end
                gained.subtract(start)
                gained.subtract(moved)
                let rate = rateDay(day)
                flow.add(desk.worth(moved, of: book, on: rate))
                gain.add(desk.worth(gained, of: book, on: rate))
                change.add(desk.worth(end, of: book, on: rate))
                if let before { change.subtract(desk.worth(start, of: book, on: rateDay(before))) }
            }
            change.subtract(flow)
            change.subtract(gain)
            flows.append(ReportCell(sum: flow))
            gains.append(ReportCell(sum: gain))
            rates.append(ReportCell(sum: change))
            before = day
        }
        let rows = [("flows", flows), ("gains", gains), ("prices", rates)]
        return rows.filter { name, cells in
            name == "flows" || cells.contains { !$0.sum.isZero }
        }
    }
}

extension AccountKind {
    /// Whether what such an account holds is owned; what it lacks is owed.
    package var isAsset: Bool { self != .card && self != .loan }
}

extension Totals {
    fileprivate mutating func subtract(_ other: Totals) {
        for entry in other { add(-entry.units, entry.currency) }
    }
}
