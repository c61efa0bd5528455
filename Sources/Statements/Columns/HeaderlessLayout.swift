import Model
import SourceText

/// Finds the layout of a file without column names by what the columns hold.
struct HeaderlessLayout {
    let sheet: Sheet
    let rows: [Int]
    let cells: [ColumnStatistics]
    let date: Int
    private let otherDates: [Int]
    /// Columns of sums.
    let money: [Int]

    init?(_ sheet: Sheet) {
        self.sheet = sheet
        let counts = sheet.statistics.map(\.dates)
        guard let most = counts.max(), most > 0 else { return nil }
        let dates = counts.indices.filter { counts[$0] == most || counts[$0] * 10 >= most * 9 }
        guard let main = dates.first else { return nil }
        date = main
        let rows = sheet.body.filter { sheet.date($0, main) != nil }
        self.rows = rows
        cells = ColumnStatistics.columns(of: sheet.table, rows: rows, limit: 3000)
        otherDates = dates.filter { $0 != main }
        money = cells.indices.filter { [cells] column in
            let column = cells[column]
            return column.filled > 0 && column.numbers == column.filled && column.money > 0
                && column.dates < column.filled
        }
    }

    /// Everything but the amount.
    func layout(amount: AmountSource, balance: Int?) -> Layout {
        var layout = Layout(date: date, amount: amount)
        layout.balance = balance
        layout.valueDate = otherDates.first
        let taken = Set(layout.numbers + layout.dates + [markColumn].compactMap { $0 })
        for column in cells.indices where !taken.contains(column) && cells[column].filled > 0 {
            let kind = cells[column]
            if kind.currencies == kind.filled, isCurrency(kind) {
                layout.currency = column
            } else if kind.isConstant, kind.filled == rows.count, kind.filled > 1,
                kind.codes == kind.filled || kind.ibans == kind.filled, layout.account == nil
            {
                layout.account = column
            } else if kind.ibans * 2 > kind.filled, layout.counterpartyIBAN == nil {
                layout.counterpartyIBAN = column
            } else if kind.states == kind.filled {
                layout.status = column
            } else if kind.numbers == 0, kind.dates == 0, !kind.isMark {
                layout.texts.append(column)
            }
        }
        return layout
    }

    private func isCurrency(_ kind: ColumnStatistics) -> Bool {
        kind.distinct.allSatisfy { bytes in
            CurrencyCode(bytes).map { sheet.known.decimals(of: $0) != nil } ?? false
        }
    }

    /// A column of debit and credit marks of both kinds, or of one kind written out.
    var markColumn: Int? {
        cells.indices.first { column in
            let kind = cells[column]
            guard kind.isMark, kind.filled == rows.count else { return false }
            return kind.debitMarks > 0 && kind.creditMarks > 0
                || kind.distinct.allSatisfy { $0.count > 2 }
        }
    }

    /// The amount, and the balance where there is one.
    func amount(_ mark: DecimalMark) throws(ReadingStop) -> (source: AmountSource, balance: Int?) {
        guard !money.isEmpty, let first = rows.first else {
            throw .refused(reason: "no column holds amounts of money")
        }
        if let proven = try byChain(mark, first) { return proven }
        let whole = money.filter { cells[$0].filled == rows.count }
        if let markColumn, let column = whole.first ?? money.first {
            return (.marked(column, mark: markColumn), whole.first { $0 > column })
        }
        let directed = money.filter { cells[$0].negatives > 0 || cells[$0].pluses > 0 }
        if let pair = signedPair(directed) {
            return (pair, whole.first { !pair.columns.contains($0) })
        }
        let signed = whole.filter { cells[$0].negatives > 0 }
        let rest = whole.filter { cells[$0].negatives == 0 }
        if signed.count == 1, rest.count <= 1, rest.allSatisfy({ $0 > signed[0] }),
            money.count == whole.count
        {
            return (.signed(signed[0]), rest.first)
        }
        if whole.count == 1, signed.count == 1, !hasPair(money.filter { $0 != signed[0] }) {
            return (.signed(signed[0]), nil)
        }
        if money.count == 1, sheet.settings.sign != nil { return (.signed(money[0]), nil) }
        throw .asked([question(first)])
    }

    private func question(_ row: Int) -> ReadingQuestion {
        let column = money.first { !sheet.table.range(row, $0).isEmpty } ?? money[0]
        if money.count == 1 {
            let value = sheet.table.text(row, column) ?? ""
            return sheet.question(
                "sign", row: row, column: column,
                readings: ["\(value) comes in", "\(value) goes out"],
                settle: "--sign normal or --sign inverted")
        }
        let numbers = money.map { String($0 + 1) }
        return sheet.question(
            "columns", row: row, column: column,
            readings: numbers.map { "column \($0) is the amount" }
                + ["columns \(numbers.joined(separator: " and ")) are what comes in and goes out"],
            settle: "--profile with column.amount, or column.in and column.out, and column.balance")
    }

    /// Two columns that are never both filled, one with minus and one with plus.
    private func signedPair(_ directed: [Int]) -> AmountSource? {
        for one in directed {
            for other in directed where one != other {
                let minus = cells[one]
                let plus = cells[other]
                guard minus.negatives == minus.filled, plus.pluses == plus.filled,
                    minus.filled + plus.filled == rows.count
                else { continue }
                return .pair(income: other, expense: one)
            }
        }
        return nil
    }

    /// Whether two columns could be what comes in and what goes out: one of them is filled in
    /// every row.
    private func hasPair(_ columns: [Int]) -> Bool {
        columns.contains { one in
            columns.contains { other in
                one < other
                    && rows.allSatisfy {
                        sheet.table.range($0, one).isEmpty != sheet.table.range($0, other).isEmpty
                    }
            }
        }
    }

    /// The one arrangement of the sums under which a running balance fits every row.
    private func byChain(
        _ mark: DecimalMark, _ row: Int
    ) throws(ReadingStop) -> (source: AmountSource, balance: Int?)? {
        let columns = money.prefix(6)
        let sample = rows.prefix(2000)
        var found: [(source: AmountSource, balance: Int, amounts: [Int64])] = []
        for balance in columns {
            for source in arrangements(columns.filter { $0 != balance }) {
                var reader = AmountReader(source: source, mark: mark)
                if case .pair(_, let expense?) = source {
                    reader.expenseIsSigned = cells[expense].negatives > 0
                }
                guard let chain = reader.chain(sheet, rows: sample, balance: balance),
                    chain.amounts.count == sample.count
                else { continue }
                let proof = chain.best
                guard proof.holds, proof.links >= 2 || chain.amounts.count <= 2 else { continue }
                if !found.contains(where: { $0.amounts == chain.amounts }) {
                    found.append((source, balance, chain.amounts))
                }
            }
        }
        guard let only = found.first else { return nil }
        if found.count > 1 { throw .asked([question(row)]) }
        return (only.source, only.balance)
    }

    private func arrangements(_ columns: [Int]) -> [AmountSource] {
        var list = columns.filter { cells[$0].filled == rows.count }.map { AmountSource.signed($0) }
        for income in columns {
            for expense in columns where income != expense {
                list.append(.pair(income: income, expense: expense))
            }
        }
        return list
    }
}
