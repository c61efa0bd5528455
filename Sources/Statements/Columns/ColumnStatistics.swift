import Model
import SourceText

/// What the cells of one column look like, counted over a part of the rows.
struct ColumnStatistics {
    var filled = 0
    var dates = 0
    var numbers = 0
    var money = 0
    var negatives = 0
    /// Cells with a written plus, and so with a direction.
    var pluses = 0
    var codes = 0
    var currencies = 0
    var marks = 0
    var debitMarks = 0
    var creditMarks = 0
    var ibans = 0
    /// Cells whose text names the state of a booking.
    var states = 0
    private(set) var distinct: Set<[UInt8]> = []

    /// Whether every cell holds the same.
    var isConstant: Bool { distinct.count == 1 }
    var isDate: Bool { filled > 0 && dates * 2 > filled }
    var isNumber: Bool { filled > 0 && numbers * 2 > filled }
    /// Whether the column holds nothing but marks such as D and C.
    var isMark: Bool { filled > 0 && marks == filled }

    mutating func count(_ bytes: [UInt8], _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        filled += 1
        if distinct.count < 20, range.count < 64 { distinct.insert(Array(bytes[range])) }
        if DateCell(bytes, range) != nil { dates += 1 }
        if let number = NumberCell(bytes, range) {
            numbers += 1
            if number.isMoneyLike { money += 1 }
            if number.isNegative { negatives += 1 }
            if number.isSigned, !number.isNegative { pluses += 1 }
            if number.isCode { codes += 1 }
            return
        }
        if range.count == 3, bytes[range].allSatisfy({ ($0 & 0xDF).isUpper && $0 < 0x80 }) {
            currencies += 1
        }
        if let mark = DirectionMark.direction(bytes[range]) {
            marks += 1
            if mark == .credit { creditMarks += 1 } else { debitMarks += 1 }
        }
        if IBAN.isValid(bytes[range]) { ibans += 1 }
        if BookingState.of(bytes[range]) != nil { states += 1 }
    }

    /// The statistics of each column over at most `limit` rows, of those that hold a date anywhere
    /// if there are any: what stands around the table does not count.
    static func columns(
        of table: CellTable, rows: some Sequence<Int>, limit: Int = 400
    ) -> [ColumnStatistics] {
        var all = [ColumnStatistics](repeating: ColumnStatistics(), count: table.width)
        var sample = Array(rows.prefix(limit))
        let dated = sample.filter { row in
            (0..<Int(table.rows[row].count)).contains {
                DateCell(table.bytes, table.range(row, $0)) != nil
            }
        }
        if !dated.isEmpty { sample = dated }
        for row in sample {
            for column in 0..<Int(table.rows[row].count) {
                all[column].count(table.bytes, table.range(row, column))
            }
        }
        return all
    }
}
