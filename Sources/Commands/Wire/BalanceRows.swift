import Model
import Rendering

/// Rows of amounts with a name behind them; the last ones may be totals.
struct BalanceRows: RowSource {
    struct Row: Sendable {
        /// One a column.
        var amounts: [Totals]
        var name: String
    }

    private let rows: [Row]
    private let columns: Int
    private let footerCount: Int
    private let money: MoneyText

    /// - Parameter columns: how many amounts a row has.
    init(rows: [Row], columns: Int, footerCount: Int, money: MoneyText) {
        self.rows = rows
        self.columns = columns
        self.footerCount = footerCount
        self.money = money
    }

    var count: Int { rows.count }

    func widths(_ range: Range<Int>) -> [Int] {
        var amounts = Array(repeating: AmountWidths(money), count: columns)
        for row in rows[range] {
            for column in 0..<columns { amounts[column].note(row.amounts[column]) }
        }
        let names = rows[range].map { Array($0.name.utf8) }
        // A cell without any currency shows 0.
        return amounts.map { max($0.widest, 1) } + [
            names.reduce(0) { max($0, RowWriter.width($1.span)) }
        ]
    }

    /// One currency of each amount a line; the name on the first.
    func append(_ index: Int, to writer: inout RowWriter) {
        let row = rows[index]
        let isTotal = index >= rows.count - footerCount
        let height = row.amounts.reduce(1) { max($0, $1.count) }
        for line in 0..<height {
            for totals in row.amounts { append(totals, line: line, isTotal, to: &writer) }
            if line == 0 {
                writer.append(row.name.utf8Span.span)
            } else {
                writer.skipCell()
            }
            writer.endLine()
        }
    }

    private func append(
        _ totals: Totals, line: Int, _ isTotal: Bool, to writer: inout RowWriter
    ) {
        if let entry = totals.entry(line) {
            let isNegative = totals.contains { $0.units < 0 }
            money.append(
                entry.units, currency: money.index(of: entry.currency),
                role: isTotal ? .total : isNegative ? .negative : .plain, to: &writer)
        } else if line == 0 {
            writer.openCell(width: 1, isTotal ? .total : .plain)
            writer.text.append(0x30)
            writer.closeCell()
        } else {
            writer.skipCell()
        }
    }
}
