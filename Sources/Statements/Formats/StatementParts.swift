import Model

/// Gathers what a row is made of.
struct StatementParts {
    private var names: [String] = []
    private var sums: [String: WideDecimal?] = [:]

    mutating func add(_ amount: DecimalNumber, _ category: String) {
        add(WideDecimal(amount), category)
    }

    mutating func add(_ amount: WideDecimal, _ category: String) {
        if let known = sums[category] {
            sums[category] = known.flatMap { $0 + amount }
        } else {
            names.append(category)
            sums[category] = amount
        }
    }

    /// The parts in the order in which their categories came first; none where they do not make the amount.
    func list(of amount: DecimalNumber) -> [StatementPart] {
        var sum: WideDecimal? = .zero
        var parts: [StatementPart] = []
        for name in names {
            guard let share = sums[name] ?? nil, let number = share.money, let known = sum else {
                return []
            }
            sum = known + share
            if share.isZero { continue }
            parts.append(StatementPart(category: name, amount: number))
        }
        return sum == WideDecimal(amount) ? parts : []
    }
}

extension StatementRecord {
    /// Takes what the row is made of: a single part is all of it, and its category.
    mutating func take(_ parts: [StatementPart]) {
        if let only = parts.first, parts.count == 1 {
            category = only.category
        } else {
            self.parts = parts
        }
    }
}
