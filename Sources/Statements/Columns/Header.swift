import Model
import SourceText

/// The row that names the columns, where there is one.
struct Header {
    /// The row of the table, and the row after the header.
    let row: Int
    let bodyStart: Int
    let names: [HeaderName]

    /// The names joined, the same for all exports of one kind.
    var signature: String {
        names.map { String(readable: $0.folded) }.joined(separator: "|")
    }

    /// Whether the names are in another language than English; English alone is used where the
    /// month may stand first.
    var isForeign: Bool {
        names.contains { name in
            ColumnRole.isKnown(name) && !name.has(Header.english)
        }
            && !names.contains { $0.has(Header.englishDay) }
    }

    private static let english = StemList(
        "date amount balance currency debit credit name description type status account value time "
            + "details memo label id transaction reference payee fee net gross iban bic text saldo "
            + "category notes note tax rate number desc code data")
    private static let englishDay = StemList("^date .day ^created")

    /// The first row that names a day and a sum as banks do.
    static func find(in table: CellTable, known: CurrencyTable) -> Header? {
        var best: (score: Int, row: Int)?
        for row in 0..<min(table.rows.count, 120) {
            let score = score(table, row)
            if score > best?.score ?? 0 { best = (score, row) }
        }
        guard let best else { return nil }
        var texts = (0..<Int(table.rows[best.row].count)).map { table.text(best.row, $0) ?? "" }
        var start = best.row + 1
        if start < table.rows.count, continues(table, start) {
            for column in 0..<Int(table.rows[start].count) {
                guard let more = table.text(start, column) else { continue }
                while texts.count <= column { texts.append("") }
                texts[column] = texts[column].isEmpty ? more : texts[column] + " " + more
            }
            start += 1
        }
        while texts.count < table.width { texts.append("") }
        let names = texts.map { HeaderName($0, known: known) }
        return Header(row: best.row, bodyStart: start, names: names)
    }

    /// The number of cells that are known names, 0 where the row is no header.
    private static func score(_ table: CellTable, _ row: Int) -> Int {
        var known = 0
        var hasDay = false
        var hasSum = false
        let cells = (0..<Int(table.rows[row].count)).map { table.range(row, $0) }
            .filter { !$0.isEmpty }
        guard cells.count >= 2 else { return 0 }
        for range in cells {
            guard range.count <= 80, NumberCell(table.bytes, range) == nil,
                DateCell(table.bytes, range) == nil
            else { return 0 }
        }
        for range in cells {
            let name = HeaderName(String(readable: table.bytes[range]), known: empty)
            guard ColumnRole.isKnown(name) || isCurrency(table.bytes[range]) else { continue }
            known += 1
            let role = ColumnRole(name, ColumnStatistics())
            if role.isDate || name.has(HeaderWords.day) || name.has(HeaderWords.valueDay)
                || name.has(HeaderWords.deedDay) && name.words.count <= 3
            {
                hasDay = true
            }
            if role.isSum || isCurrency(table.bytes[range]) { hasSum = true }
        }
        return hasDay && hasSum && known * 3 >= cells.count ? known : 0
    }

    private static let empty = CurrencyTable()

    private static func isCurrency(_ cell: ArraySlice<UInt8>) -> Bool {
        guard cell.count == 3, let code = CurrencyCode(cell) else { return false }
        return empty.decimals(of: code) != nil
    }

    /// Whether a row is the second line of the header: known names, no date and no number.
    private static func continues(_ table: CellTable, _ row: Int) -> Bool {
        var known = 0
        for column in 0..<Int(table.rows[row].count) {
            let range = table.range(row, column)
            guard !range.isEmpty else { continue }
            guard range.count <= 30, NumberCell(table.bytes, range) == nil,
                DateCell(table.bytes, range) == nil
            else { return false }
            let name = HeaderName(String(readable: table.bytes[range]), known: empty)
            guard
                name.has(HeaderWords.valueDay) || name.has(HeaderWords.deedDay)
                    || name.has(HeaderWords.day)
            else { return false }
            known += 1
        }
        return known >= 2
    }
}
