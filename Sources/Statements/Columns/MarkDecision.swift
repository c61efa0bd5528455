import Model

/// Whether the sign of a number or the mark beside it tells the direction.
enum MarkDecision {
    static func source(
        _ sheet: Sheet, rows: [Int], column: Int, markColumn: Int, mark: DecimalMark, balance: Int?
    ) throws(ReadingStop) -> AmountSource {
        var agreeing = 0
        var opposing: [Int] = []
        var hasMinus = false
        for row in rows {
            guard let amount = sheet.number(row, column)?.value(mark), amount.units != 0,
                let direction = DirectionMark.direction(sheet.cell(row, markColumn))
            else { continue }
            if amount.units < 0 { hasMinus = true }
            if (amount.units < 0) == (direction == .debit) {
                agreeing += 1
            } else {
                opposing.append(row)
            }
        }
        let marked = AmountSource.marked(column, mark: markColumn)
        if !hasMinus { return marked }
        guard let doubtful = opposing.first else { return .signed(column) }
        if agreeing == 0 { return marked }
        if let balance {
            let proofs = [AmountSource.signed(column), marked].filter { source in
                AmountReader(source: source, mark: mark)
                    .proof(sheet, rows: rows.prefix(2000), balance: balance)?.holds ?? false
            }
            if proofs.count == 1 { return proofs[0] }
        }
        throw .asked([
            sheet.question(
                "sign", row: doubtful, column: column,
                readings: ["the sign of the number holds", "the mark beside it holds"],
                settle: "--profile with column.amount, and column.mark where the mark holds")
        ])
    }
}
