import Model
import SourceText

/// What the rows of the table's body are.
struct RowClass {
    /// Rows that are transactions, in the file's order.
    var records: [Int] = []
    /// Rows with an amount but without a booking day, dated by another column.
    var undated: Set<Int> = []
    /// Rows of nothing but text that continue the row before: owner and rows.
    var continued: [Int: [Int]] = [:]
    var skipped: [Int] = []

    /// Only phrases that no shop is called by: a dated row may well be from “Total”.
    private static let balanceWords = StemList(
        "saldo+anterior saldo+inicial saldo+iniziale saldo+do+dia saldo+final saldo+finale "
            + "opening+balance closing+balance balance+brought+forward balance+carried+forward "
            + "brought+forward anfangssaldo endsaldo =kontostand solde+initial solde+final "
            + "ancien+solde nouveau+solde beginsaldo eindsaldo saldo+poczatkowe saldo+koncowe "
            + "=starting+balance =ending+balance beginning+balance")

    init(
        _ sheet: Sheet, _ layout: Layout, _ order: DateOrder, _ reader: AmountReader, dated: [Int]
    ) throws(ReadingStop) {
        guard let first = dated.first, let last = dated.last else { return }
        let days = layout.dates.filter { $0 != layout.date }
        var empty: [Int] = []
        for row in sheet.body {
            let inside = row >= first && row <= last
            if let day = sheet.date(row, layout.date) {
                try takeDated(sheet, layout, row, day.day(order), reader)
                if skipped.last == row, case .blank = reader.read(sheet, row) { empty.append(row) }
                continue
            }
            let isBlank = sheet.table.range(row, layout.date).isEmpty
            switch reader.read(sheet, row) {
            case .value:
                let hasDay = days.contains { sheet.date(row, $0)?.day(order) != nil }
                let hasText = layout.texts.contains { !sheet.table.range(row, $0).isEmpty }
                if hasDay, hasText, !isBlank || inside {
                    records.append(row)
                    undated.insert(row)
                } else if inside, !isState(sheet, row, layout.date), !names(sheet, row),
                    !isTotal(sheet, row)
                {
                    throw sheet.refusal(
                        isBlank ? "the row has an amount but no date" : "this is no date",
                        row: row, column: layout.date)
                } else {
                    skipped.append(row)
                }
            case .blank where isBlank && row > first && !records.isEmpty:
                if let owner = records.last, isTextOnly(sheet, row, layout), row - owner <= 6 {
                    continued[owner, default: []].append(row)
                } else {
                    skipped.append(row)
                }
            default: skipped.append(row)
            }
        }
        if let blank = empty.first, empty.count > records.count,
            let column = layout.amount.columns.first
        {
            throw sheet.refusal(
                "most rows with a date have no amount", row: blank, column: column)
        }
    }

    private mutating func takeDated(
        _ sheet: Sheet, _ layout: Layout, _ row: Int, _ day: CivilDate?, _ reader: AmountReader
    ) throws(ReadingStop) {
        switch reader.read(sheet, row) {
        case .blank: skipped.append(row)
        case .value:
            guard day != nil else {
                throw sheet.refusal("there is no such date", row: row, column: layout.date)
            }
            if names(sheet, row) { skipped.append(row) } else { records.append(row) }
        case .unreadable(let column):
            throw sheet.refusal("the amount cannot be read", row: row, column: column)
        case .both(let column):
            throw sheet.refusal(
                "the row has an amount both coming in and going out", row: row, column: column)
        }
    }

    private func isState(_ sheet: Sheet, _ row: Int, _ column: Int) -> Bool {
        BookingState.of(sheet.cell(row, column)) != nil
    }

    /// Whether a cell says that the row is a balance or a total.
    private func names(_ sheet: Sheet, _ row: Int) -> Bool {
        (0..<Int(sheet.table.rows[row].count)).contains { column in
            let cell = sheet.cell(row, column)
            guard cell.count >= 5, cell.count <= 40 else { return false }
            guard Self.beginnings.contains(where: { begins(cell, $0) }) else { return false }
            return HeaderName(String(readable: cell), known: sheet.known).has(Self.balanceWords)
        }
    }

    /// Whether an undated row is a sum.
    private func isTotal(_ sheet: Sheet, _ row: Int) -> Bool {
        (0..<Int(sheet.table.rows[row].count)).contains { column in
            let cell = sheet.cell(row, column)
            guard cell.count >= 4, cell.count <= 40 else { return false }
            return HeaderName(String(readable: cell), known: sheet.known).has(Self.totalWords)
        }
    }

    private static let totalWords = StemList("^total ^summe ^saldo ^totaal ^celkem ^suma ^solde")

    /// How the words above begin: a cheap test before the costly one.
    private static let beginnings: [[UInt8]] = [
        "sal", "sol", "ope", "clo", "bal", "bro", "anf", "end", "kon", "anc", "nou", "beg", "ein",
        "tot", "sum", "sta",
    ].map { Array($0.utf8) }

    private func begins(_ cell: ArraySlice<UInt8>, _ letters: [UInt8]) -> Bool {
        let start = cell.startIndex
        return cell[start] | 0x20 == letters[0] && cell[start + 1] | 0x20 == letters[1]
            && cell[start + 2] | 0x20 == letters[2]
    }

    private func isTextOnly(_ sheet: Sheet, _ row: Int, _ layout: Layout) -> Bool {
        (0..<Int(sheet.table.rows[row].count)).allSatisfy { column in
            sheet.table.range(row, column).isEmpty || layout.texts.contains(column)
        }
    }
}
