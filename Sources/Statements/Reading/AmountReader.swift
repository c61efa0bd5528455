import Model

/// Takes the amount out of a row, once it is settled how amounts are written.
struct AmountReader {
    enum Result {
        case blank
        case value(DecimalNumber, NumberCell)
        /// The cell of this column is no number.
        case unreadable(column: Int)
        /// Both columns of a pair hold an amount.
        case both(column: Int)
    }

    var source: AmountSource
    var mark: DecimalMark
    var isInverted = false
    /// Whether the column of what goes out writes its amounts with a minus.
    var expenseIsSigned = false
    /// What a row without a mark is, where only one kind of mark is written.
    var unmarked: Direction?
    /// What a number without CR or DR is, where others of the column have it.
    var plain: Direction?
    /// The column of a fee that the account is charged on top.
    var fee: Int?

    func read(_ sheet: Sheet, _ row: Int) -> Result {
        let result =
            switch source {
            case .signed(let column): signed(sheet, row, column)
            case .marked(let column, let mark): marked(sheet, row, column, mark)
            case .pair(let income, let expense): paired(sheet, row, income, expense)
            }
        guard case .value(var amount, let cell) = result else { return result }
        if isInverted { amount = amount.negated }
        if let fee, let charged = sheet.number(row, fee)?.value(mark), charged.units != 0 {
            guard let sum = amount.fine, let part = charged.magnitude(negative: true).fine else {
                return .unreadable(column: fee)
            }
            let (whole, overflow) = sum.addingReportingOverflow(part)
            guard !overflow else { return .unreadable(column: fee) }
            let decimals = max(amount.decimals, charged.decimals)
            amount = DecimalNumber(fine: whole, minimum: min(decimals, 8))
        }
        return .value(amount, cell)
    }

    private func signed(_ sheet: Sheet, _ row: Int, _ column: Int) -> Result {
        let range = sheet.table.range(row, column)
        guard !range.isEmpty else { return .blank }
        guard let cell = NumberCell(sheet.table.bytes, range), let amount = cell.value(mark) else {
            return isDash(sheet, range) ? .blank : .unreadable(column: column)
        }
        let credit = cell.isCredit ?? plain.map { $0 == .credit }
        guard let credit else { return .value(amount, cell) }
        return .value(amount.magnitude(negative: !credit), cell)
    }

    private func marked(_ sheet: Sheet, _ row: Int, _ column: Int, _ markColumn: Int) -> Result {
        let range = sheet.table.range(row, column)
        guard !range.isEmpty else { return .blank }
        guard let cell = NumberCell(sheet.table.bytes, range), let amount = cell.value(mark) else {
            return .unreadable(column: column)
        }
        let written = sheet.cell(row, markColumn)
        let direction = written.isEmpty ? unmarked : DirectionMark.direction(written)
        guard let direction else { return .unreadable(column: markColumn) }
        return .value(amount.magnitude(negative: direction == .debit), cell)
    }

    private func paired(_ sheet: Sheet, _ row: Int, _ income: Int?, _ expense: Int?) -> Result {
        let plus = income.map { signed(sheet, row, $0) } ?? .blank
        let minus = expense.map { signed(sheet, row, $0) } ?? .blank
        switch (plus, minus) {
        case (.unreadable, _): return plus
        case (_, .unreadable), (.blank, .blank): return minus
        case (.value, .blank): return plus
        case (.blank, .value(let sum, let cell)): return .value(out(sum), cell)
        case (.value(let first, let one), .value(let second, let other)):
            if second.units == 0 { return .value(first, one) }
            if first.units == 0 { return .value(out(second), other) }
            return .both(column: expense ?? 0)
        default: return .blank
        }
    }

    private func out(_ amount: DecimalNumber) -> DecimalNumber {
        expenseIsSigned ? amount : amount.negated
    }

    /// A dash alone stands for nothing.
    private func isDash(_ sheet: Sheet, _ range: Range<Int>) -> Bool {
        sheet.table.bytes[range].allSatisfy { $0 == UInt8(ascii: "-") }
    }

    /// The balance chain of some rows; `nil` where a number does not fit.
    func chain(_ sheet: Sheet, rows: some Sequence<Int>, balance: Int) -> BalanceChain? {
        var chain = BalanceChain()
        for row in rows {
            guard case .value(let amount, _) = read(sheet, row) else { continue }
            guard let fine = amount.fine else { return nil }
            let range = sheet.table.range(row, balance)
            if range.isEmpty {
                chain.append(fine, balance: nil)
            } else {
                guard let cell = NumberCell(sheet.table.bytes, range), let value = cell.value(mark),
                    let stated = (cell.isCredit == false ? value.negated : value).fine
                else { return nil }
                chain.append(fine, balance: stated)
            }
        }
        return chain
    }

    func proof(_ sheet: Sheet, rows: some Sequence<Int>, balance: Int?) -> BalanceChain.Proof? {
        guard let balance else { return nil }
        return chain(sheet, rows: rows, balance: balance)?.best
    }
}

extension DecimalNumber {
    func magnitude(negative: Bool) -> DecimalNumber {
        DecimalNumber(units: negative ? -abs(units) : abs(units), decimals: decimals)
    }
}
