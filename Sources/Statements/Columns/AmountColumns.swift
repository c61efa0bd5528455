import Model

/// Chooses, among the named columns, those that hold the amount.
struct AmountColumns {
    let sheet: Sheet
    let header: HeaderLayout
    let rows: [Int]
    let mark: DecimalMark
    let balance: Int?

    private func filled(_ roles: ColumnRole...) -> [Int] {
        header.roles.indices.filter { column in
            roles.contains(header.roles[column]) && rows.contains { value($0, column) != nil }
        }
    }

    private func value(_ row: Int, _ column: Int) -> Int64? {
        sheet.number(row, column)?.value(mark)?.fine
    }

    /// `nil` where no column holds sums.
    func source() throws(ReadingStop) -> AmountSource? {
        let pair = try pair()
        guard let single = try single() else { return pair }
        let marked = try withMark(single)
        guard let pair, case .pair(let income, let expense) = pair else { return marked }
        // Totals that repeat in every row are no pair.
        let both = rows.filter { row in
            (income.flatMap { value(row, $0) } ?? 0) != 0
                && (expense.flatMap { value(row, $0) } ?? 0) != 0
        }
        if !both.isEmpty {
            guard pair.columns.allSatisfy({ isConstant($0) }) else {
                throw .asked([question([single] + pair.columns)])
            }
            return marked
        }
        let agrees = rows.allSatisfy { row in
            let sum = pair.columns.compactMap { value(row, $0) }.first { $0 != 0 } ?? 0
            return (value(row, single) ?? 0).magnitude == sum.magnitude
        }
        if agrees {
            return rows.contains { value($0, single) ?? 0 < 0 } || pair.columns.count == 1
                ? marked : pair
        }
        throw .asked([question([single] + pair.columns)])
    }

    private func isConstant(_ column: Int) -> Bool {
        Set(rows.map { value($0, column) }).count == 1
    }

    private func question(_ columns: [Int]) -> ReadingQuestion {
        let row =
            rows.first { row in
                Set(columns.map { value(row, $0)?.magnitude }).count > 1
            } ?? rows[0]
        return sheet.question(
            "columns", row: row, column: columns[0],
            readings: columns.map { "“\(sheet.label($0))” is the amount" },
            settle: "--profile with column.amount, or column.in and column.out")
    }

    /// The column of the amount, where there is one.
    private func single() throws(ReadingStop) -> Int? {
        let gross = filled(.gross, .amount)
        if let net = filled(.net).first {
            guard let whole = gross.first, let fee = filled(.fee).first else { return net }
            let fits = rows.allSatisfy { row in
                guard let sum = value(row, whole), let rest = value(row, net) else { return true }
                let part = value(row, fee) ?? 0
                return sum &+ part == rest || sum &- part == rest
            }
            if fits { return net }
            if header.roles[whole] == .gross { return net }
        }
        var candidates = filled(.amount)
        if candidates.isEmpty { candidates = gross }
        let totals = filled(.total)
        if candidates.isEmpty { candidates = totals }
        guard let first = candidates.first else { return nil }
        let different = (candidates + totals).filter { other in
            other != first
                && rows.contains { row in
                    value(row, other) != nil && value(row, other) != value(row, first)
                }
        }
        if different.isEmpty { return first }
        let all = [first] + different
        if balance != nil {
            let proven = all.filter { column in
                AmountReader(source: .signed(column), mark: mark)
                    .proof(sheet, rows: rows.prefix(2000), balance: balance)?.holds ?? false
            }
            if proven.count == 1 { return proven[0] }
        }
        // Of an amount in the purchase's currency and one in the account's, the latter says so.
        if let own = all.first(where: { header.names[$0].currency != nil }),
            header.names[first].currency == nil
        {
            return own
        }
        throw .asked([question(all)])
    }

    /// The columns of what comes in and what goes out; an empty one belongs to the pair too.
    private func pair() throws(ReadingStop) -> AmountSource? {
        let incomes = filled(.credit)
        let expenses = filled(.debit)
        guard !incomes.isEmpty || !expenses.isEmpty else { return nil }
        var sources: [AmountSource] = []
        for index in 0..<max(incomes.count, expenses.count) {
            let income = index < incomes.count ? incomes[index] : incomes.first
            let expense = index < expenses.count ? expenses[index] : expenses.first
            sources.append(
                .pair(
                    income: income ?? header.columns(.credit).first,
                    expense: expense ?? header.columns(.debit).first))
        }
        if sources.count > 1, balance != nil {
            let proven = sources.first { source in
                AmountReader(source: source, mark: mark)
                    .proof(sheet, rows: rows.prefix(2000), balance: balance)?.holds ?? false
            }
            if let proven { return proven }
        }
        guard sources.count > 1 else { return sources.first }
        let same = sources.dropFirst().allSatisfy { source in
            rows.allSatisfy { row in
                zip(source.columns, sources[0].columns).allSatisfy {
                    value(row, $0) == value(row, $1)
                }
            }
        }
        if same { return sources[0] }
        throw .asked([question(sources.flatMap(\.columns))])
    }

    /// Adds the column of marks, where the sign of the number does not say it already.
    private func withMark(_ column: Int) throws(ReadingStop) -> AmountSource {
        guard let markColumn = header.columns(.mark).first(where: { header.isFilled($0) }) else {
            return .signed(column)
        }
        return try MarkDecision.source(
            sheet, rows: rows, column: column, markColumn: markColumn, mark: mark, balance: balance)
    }
}
