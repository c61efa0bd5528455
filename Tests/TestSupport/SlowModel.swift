package import Model
package import Queries
package import Reading

/// Every answer of the reports by the shortest way: look at each line, and add.
package struct SlowModel {
    package let ledger: Ledger
    package let lines: [Transaction]

    package init(_ random: RandomLedger) {
        ledger = random.ledger
        lines = random.lines.filter { $0.status != .assertion }
        valuations = random.lines.filter { $0.status == .assertion }
    }

    private let valuations: [Transaction]

    // Stocks

    /// S5, and S7 in investment accounts.
    package func balance(
        _ account: Account, _ code: CurrencyCode, at day: CivilDate, statuses: Set<Status>
    ) -> Int128 {
        let own = lines.filter {
            $0.account == account.name && $0.currency == code && statuses.contains($0.status)
        }
        func sum(_ test: (CivilDate) -> Bool) -> Int128 {
            own.filter { test($0.date) }.reduce(0) { $0 + Int128($1.amount) }
        }
        if account.kind == .investment {
            let stated = valuations.filter {
                $0.account == account.name && $0.currency == code && $0.date <= day
            }
            if let last = stated.max(by: { $0.date < $1.date }) {
                return Int128(last.amount) + sum { $0 > last.date && $0 <= day }
            }
        }
        guard let opening = account.opening, let amount = opening.amounts[code] else {
            return sum { $0 <= day }
        }
        return day >= opening.date
            ? Int128(amount) + sum { $0 >= opening.date && $0 <= day }
            : Int128(amount) - sum { $0 > day && $0 < opening.date }
    }

    // Flows

    package struct Cell: Hashable {
        package var name: String
        package var period: Int
        package var currency: CurrencyCode
    }

    /// How a flow is asked for.
    package struct Asked {
        package var by: String
        package var includesIgnored = false
        package var includesTransfers = false
        /// A line or, where a part is given, the part.
        package var selects: (Transaction, Part?) -> Bool = { _, _ in true }
        package var statuses: Set<Status> = [.booked, .pending]
        package var period = Period.always
        package var date: (Transaction) -> CivilDate = { $0.date }
        /// The names of the rows in which a path stands.
        package var rows: (String) -> [String] = { [$0] }

        package init(
            by: String, includesIgnored: Bool = false, includesTransfers: Bool = false,
            selects: @escaping (Transaction, Part?) -> Bool = { _, _ in true },
            statuses: Set<Status> = [.booked, .pending], period: Period = .always,
            date: @escaping (Transaction) -> CivilDate = { $0.date }
        ) {
            self.by = by
            self.includesIgnored = includesIgnored
            self.includesTransfers = includesTransfers
            self.selects = selects
            self.statuses = statuses
            self.period = period
            self.date = date
        }
    }

    /// What counts, with the rows in which each stands: parts by category and direction, else lines.
    package func entries(_ asked: Asked) -> [(
        date: CivilDate, names: [String], currency: CurrencyCode, amount: Int64
    )] {
        var entries: [(date: CivilDate, names: [String], currency: CurrencyCode, amount: Int64)] =
            []
        let leavesOut = !["account", "currency", "kind"].contains(asked.by)
        for line in lines {
            guard asked.statuses.contains(line.status), asked.period.contains(asked.date(line))
            else {
                continue
            }
            if leavesOut, line.isIgnored, !asked.includesIgnored { continue }
            let parts = line.parts.filter { part in
                asked.selects(line, part) && !(leavesOut && isLeftOut(part.target, asked))
            }
            if ["category", "direction"].contains(asked.by) {
                for part in parts {
                    entries.append(
                        (asked.date(line), names(line, part, asked), line.currency, part.amount))
                }
            } else if let first = parts.first {
                // What groups lines belongs to the whole line (S14).
                let sum = parts.reduce(Int64(0)) { $0 + $1.amount }
                entries.append(
                    (asked.date(line), names(line, first, asked), line.currency, sum))
            }
        }
        return entries
    }

    private func isLeftOut(_ target: Target, _ asked: Asked) -> Bool {
        switch target {
        case .uncategorised: false
        case .ignored: !asked.includesIgnored
        case .transfer: !asked.includesTransfers
        case .category(let path): resolved(path).hasPrefix("moves") && !asked.includesTransfers
        }
    }

    /// `eating` was renamed to `food`.
    package func resolved(_ path: String) -> String {
        path == "eating" || path.hasPrefix("eating/") ? "food" + path.dropFirst(6) : path
    }

    private func names(_ line: Transaction, _ part: Part, _ asked: Asked) -> [String] {
        switch asked.by {
        case "account": return [line.account]
        case "currency": return [line.currency.description]
        case "kind": return [ledger.account(line.account)?.kind.rawValue ?? ""]
        case "direction": return [part.amount > 0 ? "in" : "out"]
        case "counterparty":
            return [line.contact ?? (line.description.isEmpty ? "-" : line.description)]
        case "month": return [String(asked.date(line).description.prefix(7))]
        case "weekday":
            let days = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"]
            return [days[asked.date(line).weekday - 1] + "day"]
        case "contact": return [line.contact ?? "-"]
        case "tag": return line.tags.isEmpty ? ["-"] : line.tags
        case "project":
            guard let value = line.attributes["project"] else { return ["-"] }
            let isOld = value == "old" || value.hasPrefix("old/")
            return asked.rows(isOld ? "acme" + value.dropFirst(3) : value)
        default:
            switch part.target {
            case .uncategorised: return ["-"]
            case .ignored: return ["ignored"]
            case .transfer(let account): return ["=\(account)"]
            case .category(let path): return asked.rows(resolved(path))
            }
        }
    }
}
