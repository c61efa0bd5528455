import Model

/// Settles how the amounts of the chosen columns are to be taken.
struct AmountDecision {
    let sheet: Sheet
    let rows: [Int]
    let layout: Layout
    let preamble: Preamble

    private var settings: StatementSettings { sheet.settings }

    /// The signs that one column writes.
    private struct Signs {
        var minus: [Int] = []
        var plusCount = 0
        var writesPlus = false
        var writesCredit = false
        var writesDebit = false

        /// Where only CR or only DR is written behind numbers, the plain ones are the other.
        var plain: Direction? {
            if writesCredit == writesDebit { return nil }
            return writesCredit ? .debit : .credit
        }
    }

    private func signs(_ column: Int) -> Signs {
        var signs = Signs()
        for row in rows {
            guard let cell = sheet.number(row, column), cell.digits != 0 else { continue }
            if cell.isNegative { signs.minus.append(row) } else { signs.plusCount += 1 }
            if cell.isSigned, !cell.isNegative { signs.writesPlus = true }
            if cell.isCredit == true { signs.writesCredit = true }
            if cell.isCredit == false { signs.writesDebit = true }
        }
        return signs
    }

    func reader(_ mark: DecimalMark) throws(ReadingStop) -> AmountReader {
        var reader = AmountReader(source: layout.amount, mark: mark)
        if case .marked(_, let markColumn) = layout.amount {
            reader.unmarked = unmarked(markColumn)
        }
        let single = layout.amount.columns.count == 1 ? signs(layout.amount.columns[0]) : Signs()
        reader.plain = single.plain
        if case .pair(_, let expense?) = layout.amount {
            reader.expenseIsSigned = try expenseIsSigned(expense, reader)
        }
        reader.isInverted = try isInverted(reader, single)
        if try countsFee(reader) { reader.fee = layout.fee }
        return reader
    }

    private func proof(_ reader: AmountReader) -> BalanceChain.Proof? {
        let sample = Array(rows.prefix(5000))
        guard let first = sample.first else { return nil }
        // A running balance is one account's and one currency's.
        let keys = [layout.account, layout.currency].compactMap { $0 }
        let own = sample.filter { row in
            keys.allSatisfy { sheet.cell(row, $0) == sheet.cell(first, $0) }
        }
        return reader.proof(sheet, rows: own, balance: layout.balance)
    }

    /// Where only one of the marks is ever written, its absence means the other.
    private func unmarked(_ column: Int) -> Direction? {
        var found: Direction?
        for row in rows {
            guard let mark = DirectionMark.direction(sheet.cell(row, column)) else { continue }
            if let found, found != mark { return nil }
            found = mark
        }
        return found.map { $0 == .credit ? .debit : .credit }
    }

    /// Some banks write a minus in the column of what goes out; a few of its rows may be reversals.
    private func expenseIsSigned(
        _ column: Int, _ reader: AmountReader
    ) throws(ReadingStop) -> Bool {
        var minus: [Int] = []
        var plus: [Int] = []
        for row in rows {
            guard let amount = sheet.number(row, column)?.value(reader.mark), amount.units != 0
            else {
                continue
            }
            if amount.units < 0 { minus.append(row) } else { plus.append(row) }
        }
        if minus.isEmpty || plus.isEmpty { return !minus.isEmpty }
        var signed = reader
        signed.expenseIsSigned = true
        if let one = proof(reader), let other = proof(signed), one.fitting != other.fitting {
            return other.fitting > one.fitting
        }
        if minus.count >= 3 * plus.count { return true }
        if plus.count >= 3 * minus.count { return false }
        throw .asked([
            sheet.question(
                "sign", row: minus[0], column: column,
                readings: ["the minus means money out", "the minus means a reversal"],
                settle: "--profile with column.amount")
        ])
    }

    /// Whether positive amounts go out. A running balance proves it; a list that is plainly one of
    /// card purchases, without any sign, implies it.
    private func isInverted(_ reader: AmountReader, _ signs: Signs) throws(ReadingStop) -> Bool {
        if let sign = settings.sign { return sign == .inverted }
        guard case .signed(let column) = layout.amount, reader.plain == nil else { return false }
        var inverted = reader
        inverted.isInverted = true
        if let one = proof(reader), let other = proof(inverted) {
            if one.fitting > 0, one.fitting * 2 >= one.links { return false }
            if other.holds, other.links >= 2, one.fitting == 0 { return true }
        }
        if signs.writesPlus { return false }
        let minus = signs.minus
        let plus = signs.plusCount
        let isCard = preamble.isCreditCard || listsPurchases
        if minus.isEmpty, let doubt = unusedMark {
            throw .asked([
                sheet.question(
                    "sign", row: doubt.row, column: doubt.column,
                    readings: ["all amounts come in", "this column tells the direction"],
                    settle: "--profile with column.mark, or --sign normal or --sign inverted")
            ])
        }
        if minus.isEmpty { return isCard && plus > 0 }
        guard isCard, minus.count * 3 < plus else { return false }
        throw .asked([
            sheet.question(
                "sign", row: minus[0], column: column,
                readings: ["comes in: the list is of purchases", "goes out"],
                settle: "--sign inverted or --sign normal")
        ])
    }

    /// A column that tells debit and credit in many rows, beside amounts that all lack a sign.
    private var unusedMark: (row: Int, column: Int)? {
        for (column, cells) in sheet.statistics.enumerated() {
            guard cells.debitMarks > 0, cells.marks * 2 > cells.filled else { continue }
            let row = rows.first { DirectionMark.direction(sheet.cell($0, column)) == .debit }
            if let row { return (row, column) }
        }
        return nil
    }

    /// Whether the columns tell a merchant for each row, or the state of an expense.
    private var listsPurchases: Bool {
        guard let header = sheet.header else { return false }
        let expenses = header.names.filter { $0.has(StemList("^expense")) }.count
        let merchant = header.names.firstIndex { $0.has(StemList("merchant+name =merchant")) }
        if let merchant {
            let shops = Set(rows.map { Array(sheet.cell($0, merchant)) })
            if shops.count >= 2, !shops.contains([]) { return true }
        }
        return expenses >= 2
    }

    /// Whether a separate fee is charged on top of the amount.
    private func countsFee(_ reader: AmountReader) throws(ReadingStop) -> Bool {
        guard let fee = layout.fee else { return false }
        let charged = rows.first { sheet.number($0, fee)?.digits ?? 0 != 0 }
        guard let charged else { return false }
        if let counts = settings.countsFee { return counts }
        if case .signed(let column) = layout.amount, let header = sheet.header,
            header.names[column].has(HeaderWords.net)
        {
            return false
        }
        var withFee = reader
        withFee.fee = fee
        let saysAfter =
            sheet.header.map { header in
                layout.amount.columns.contains { header.names[$0].has(HeaderWords.afterFees) }
            } ?? false
        if let one = proof(reader), let other = proof(withFee), one.links > 0 {
            if one.fitting != other.fitting, max(one.fitting, other.fitting) * 4 >= one.links {
                return other.fitting > one.fitting
            }
        } else if !saysAfter, layout.balance == nil || rows.count == 1 {
            return false
        }
        throw .asked([
            sheet.question(
                "columns", row: charged, column: fee,
                readings: ["the fee is part of the amount", "the fee is charged on top"],
                settle: "--profile with fee = ignored or fee = counted")
        ])
    }
}
