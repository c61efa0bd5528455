import Model
import SourceText

/// A table of cells with what is known of its columns.
struct Sheet {
    let table: CellTable
    let header: Header?
    /// The rows below the header, or all.
    let body: Range<Int>
    let statistics: [ColumnStatistics]
    let settings: StatementSettings
    let known: CurrencyTable

    init(_ table: CellTable, settings: StatementSettings) {
        self.table = table
        self.settings = settings
        known = CurrencyTable()
        header = settings.hasHeader == false ? nil : Header.find(in: table, known: known)
        body = (header?.bodyStart ?? 0)..<table.rows.count
        statistics = ColumnStatistics.columns(of: table, rows: body)
    }

    /// The name of a column for people and profiles: its header where that is unique, else the
    /// number.
    func label(_ column: Int) -> String {
        guard let header, column < header.names.count, !header.names[column].isEmpty else {
            return String(column + 1)
        }
        let text = header.names[column].text
        let twins = header.names.filter { $0.text == text }.count
        return twins == 1 && Int(text) == nil ? text : String(column + 1)
    }

    /// The column that a person named, by header or number.
    func column(_ label: String) -> Int? {
        if let header, let found = header.names.firstIndex(where: { $0.text == label }) {
            return found
        }
        if let header {
            let folded = Folding.fold(label.utf8)
            if let found = header.names.firstIndex(where: { $0.folded == folded && !$0.isEmpty }) {
                return found
            }
        }
        guard let number = Int(label), number >= 1, number <= table.width else { return nil }
        return number - 1
    }

    func number(_ row: Int, _ column: Int) -> NumberCell? {
        NumberCell(table.bytes, table.range(row, column))
    }

    func date(_ row: Int, _ column: Int) -> DateCell? {
        DateCell(table.bytes, table.range(row, column))
    }

    func cell(_ row: Int, _ column: Int) -> ArraySlice<UInt8> {
        table.bytes[table.range(row, column)]
    }

    /// A question about a cell.
    func question(
        _ code: String, row: Int, column: Int, readings: [String], settle: String
    ) -> ReadingQuestion {
        ReadingQuestion(
            code: code, row: table.line(row), column: label(column),
            value: table.text(row, column) ?? "", readings: readings, settle: settle)
    }

    func refusal(_ reason: String, row: Int, column: Int) -> ReadingStop {
        .refused(
            reason: reason, row: table.line(row), column: column + 1,
            value: table.text(row, column) ?? "")
    }
}
