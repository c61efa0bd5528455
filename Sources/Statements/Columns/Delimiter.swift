import Model
import SourceText

/// What parts the cells of a text.
enum Delimiter {
    static let candidates: [UInt8] = [
        UInt8(ascii: ","), UInt8(ascii: ";"), Ascii.tab, Ascii.bar, UInt8(ascii: "^"), Ascii.tilde,
    ]

    /// The byte that gives the most rows with a date and a number in cells of their own, and the
    /// most known column names; `nil` where none gives any.
    static func find(in bytes: [UInt8]) -> UInt8? {
        var best: (score: Int, byte: UInt8)?
        for byte in candidates where bytes.prefix(1 << 16).contains(byte) {
            let table = CellTable(bytes, delimiter: byte, limit: 1 << 15)
            let score = score(table)
            if score > best?.score ?? 0 { best = (score, byte) }
        }
        return best?.byte
    }

    private static func score(_ table: CellTable) -> Int {
        var score = 0
        for row in 0..<min(table.rows.count, 250) {
            var hasDate = false
            var hasNumber = false
            for column in 0..<Int(table.rows[row].count) {
                let range = table.range(row, column)
                if DateCell(table.bytes, range) != nil {
                    hasDate = true
                } else if NumberCell(table.bytes, range) != nil {
                    hasNumber = true
                }
            }
            if hasDate && hasNumber { score += 4 }
        }
        if let header = Header.find(in: table, known: .init()) {
            score += 5 * header.names.filter { ColumnRole.isKnown($0) }.count
        }
        return score
    }
}
