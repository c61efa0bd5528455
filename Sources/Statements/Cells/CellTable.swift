import SourceText

/// One cell: where its content lies, without quotes and blanks around it.
struct Cell {
    var start: Int32
    var end: Int32
    /// Whether quotes inside are doubled.
    var isDoubled: Bool

    var range: Range<Int> { Int(start)..<Int(end) }
    var isEmpty: Bool { start == end }
}

/// One record of the file: its cells and its place.
struct CellRow {
    var firstCell: Int32
    var count: Int32
    /// The first line is 1.
    var line: Int32
    var start: Int32
    var end: Int32
}

/// The cells of a text of separated values; records without any content are left out.
///
/// Quotes are RFC 4180's, doubled inside. A quote that does not begin a cell, and one that is never
/// closed, is an ordinary character. The spreadsheet guards `="…"` and `=…` are taken off.
struct CellTable {
    let bytes: [UInt8]
    let delimiter: UInt8
    private(set) var rows: [CellRow] = []
    private(set) var cells: [Cell] = []
    /// The number of columns of the widest record.
    private(set) var width = 0

    /// - Complexity: O(bytes). `limit` is the number of bytes after which no record begins.
    init(_ bytes: [UInt8], delimiter: UInt8, limit: Int = .max) {
        self.bytes = bytes
        self.delimiter = delimiter
        var scanner = CellScanner(bytes: bytes, delimiter: delimiter)
        rows.reserveCapacity(min(bytes.count / 64, 1 << 20))
        cells.reserveCapacity(min(bytes.count / 8, 1 << 23))
        while scanner.position < bytes.count, scanner.position < limit {
            let first = cells.count
            var row = CellRow(
                firstCell: Int32(first), count: 0, line: Int32(scanner.line),
                start: Int32(scanner.position), end: 0)
            let end = scanner.appendRecord(to: &cells)
            let count = cells.count - first
            guard (first..<cells.count).contains(where: { !cells[$0].isEmpty }) else {
                cells.removeLast(count)
                continue
            }
            row.count = Int32(count)
            row.end = Int32(end > 0 && bytes[end - 1] == Ascii.carriageReturn ? end - 1 : end)
            width = max(width, count)
            rows.append(row)
        }
    }

    /// The bytes of a cell; empty where the record is shorter.
    func range(_ row: Int, _ column: Int) -> Range<Int> {
        let record = rows[row]
        guard column >= 0, column < Int(record.count) else { return 0..<0 }
        return cells[Int(record.firstCell) + column].range
    }

    /// The text of a cell with doubled quotes made single, `nil` where it is empty.
    func text(_ row: Int, _ column: Int) -> String? {
        let record = rows[row]
        guard column >= 0, column < Int(record.count) else { return nil }
        let cell = cells[Int(record.firstCell) + column]
        guard !cell.isEmpty else { return nil }
        guard cell.isDoubled else { return String(decoding: bytes[cell.range], as: UTF8.self) }
        var content: [UInt8] = []
        var afterQuote = false
        for byte in bytes[cell.range] {
            if byte == Ascii.quote, afterQuote {
                afterQuote = false
                continue
            }
            afterQuote = byte == Ascii.quote
            content.append(byte)
        }
        return String(readable: content)
    }

    /// The record as it stands in the file.
    func raw(_ row: Int) -> String {
        String(decoding: bytes[Int(rows[row].start)..<Int(rows[row].end)], as: UTF8.self)
    }

    func line(_ row: Int) -> Int { Int(rows[row].line) }
}
