/// One row of the right answer: what flowed into a category, in one currency and maybe one month.
package struct ExactSum: Sendable, Hashable {
    package let name: String
    package let currency: String
    /// `YYYY-MM`, or empty where months are not told apart.
    package let month: String
    package let units: Int

    package init(name: String, currency: String, month: String = "", units: Int) {
        self.name = name
        self.currency = currency
        self.month = month
        self.units = units
    }
}

/// What counts as one row of an exact answer.
package enum SumRows: Sendable {
    /// Each part of a split by itself; transfers as `=account`, ignored parts as `ignored`.
    case parts
    /// A line as a whole; every split under `(split)`, as the floor does.
    case lines
}

extension BenchmarkLedger {
    /// Every row of the answer, sorted by name, currency and month.
    package func sums(_ rows: SumRows, monthly: Bool = false) -> [ExactSum] {
        var units: [Key: Int] = [:]
        let months = monthly ? BenchmarkCalendar.months() : []
        for entry in entries {
            let isDollar = Int(entry.account) >= BenchmarkAccount.euroCount
            let month = monthly ? months[Int(entry.day)] : -1
            if entry.form == .split, rows == .lines {
                units[Key(target: nil, isDollar: isDollar, month: month), default: 0] +=
                    Int(entry.amount)
                continue
            }
            for part in entry.parts {
                let key = Key(target: part.target, isDollar: isDollar, month: month)
                units[key, default: 0] += part.amount
            }
        }
        return units.map { key, units in
            ExactSum(
                name: key.name,
                currency: (key.isDollar ? BenchmarkAccount.Currency.USD : .EUR).rawValue,
                month: key.monthText, units: units)
        }
        .sorted { left, right in
            left.name != right.name
                ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
                : (left.currency, left.month) < (right.currency, right.month)
        }
    }
}

private struct Key: Hashable {
    let target: EntryTarget?
    let isDollar: Bool
    let month: Int

    var name: String {
        switch target {
        case nil: "(split)"
        case .category(let index): BenchmarkCategory.all[index].path
        case .transfer(let account): "=\(BenchmarkAccount.all[account].name)"
        case .ignored: "ignored"
        }
    }

    var monthText: String {
        guard month >= 0 else { return "" }
        let number = month % 12 + 1
        return "\(month / 12)-\(number < 10 ? "0" : "")\(number)"
    }
}
