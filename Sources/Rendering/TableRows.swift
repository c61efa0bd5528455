/// The rows of a table whose cells are texts already.
struct TableRows: RowSource {
    private let rows: [SetRow]
    private let columnCount: Int

    init(_ table: Table) {
        rows = (table.rows + table.footer).map(SetRow.init)
        columnCount = table.columns.count
    }

    func widths(_ range: Range<Int>) -> [Int] {
        (0..<columnCount).map { column in
            rows[range].reduce(0) { max($0, $1.width(of: column)) }
        }
    }

    var count: Int { rows.count }

    func append(_ index: Int, to writer: inout RowWriter) { rows[index].append(to: &writer) }
}

/// A row of cells, measured.
private struct SetRow: Sendable {
    private struct SetCell: Sendable {
        let text: String
        let role: Role
        /// The columns of the widest line.
        let width: Int
        /// The lines of a text that has several; empty for one.
        let lines: [Substring]

        init(_ cell: Cell) {
            text = cell.text
            role = cell.role
            if cell.text.utf8.contains(0x0A) {
                lines = cell.text.split(separator: "\n", omittingEmptySubsequences: false)
                width = lines.reduce(0) { max($0, DisplayWidth.of(String($1))) }
            } else {
                lines = []
                width = DisplayWidth.of(cell.text)
            }
        }
    }

    private let cells: [SetCell]
    private let height: Int

    init(_ row: [Cell]) {
        cells = row.map(SetCell.init)
        height = cells.reduce(1) { max($0, $1.lines.count) }
    }

    func width(of column: Int) -> Int { cells[column].width }

    /// On as many lines as its tallest cell has.
    func append(to writer: inout RowWriter) {
        for number in 0..<height {
            for cell in cells {
                if !cell.lines.isEmpty, number < cell.lines.count {
                    let line = String(cell.lines[number])
                    writer.append(line, width: DisplayWidth.of(line), cell.role)
                } else if cell.lines.isEmpty, number == 0 {
                    writer.append(cell.text, width: cell.width, cell.role)
                } else {
                    writer.skipCell()
                }
            }
            writer.endLine()
        }
    }
}
