/// Sets rows of cells in columns, one cell behind the other, straight into the bytes of an answer.
///
/// A cell is opened with the columns that its text takes, its bytes are appended to `text`, and it is
/// closed. No line ends in blanks.
package struct RowWriter {
    /// What was set so far.
    package var text: ByteSink
    let columns: [Column]
    /// The columns of a terminal that each column has.
    let widths: [Int]
    private let colours: Bool
    /// The column of the next cell.
    private var column = 0
    /// Blanks that are written once something stands behind them.
    private var pending = 0
    private var cellStart = 0
    private var cellWidth = 0
    private var role = Role.plain

    init(_ columns: [Column], _ widths: [Int], colours: Bool) {
        text = ByteSink()
        self.columns = columns
        self.widths = widths
        self.colours = colours
    }

    /// Begins a cell whose text takes `width` columns on one line.
    package mutating func openCell(width: Int, _ role: Role = .plain) {
        if column > 0 { pending += 2 }
        cellWidth = width
        self.role = role
        let room = widths[column]
        if columns[column].alignment == .right, width < room { pending += room - width }
        text.appendBlanks(pending)
        if colours, let code = Theme.code(role) { text.append(Array("\u{1B}[\(code)m".utf8)) }
        cellStart = text.count
    }

    /// Ends the cell, and cuts its text where the column is too narrow.
    package mutating func closeCell() {
        let room = widths[column]
        if cellWidth > room {
            let shown = DisplayWidth.cut(text.string(from: cellStart), to: max(room, 1))
            text.removeAll(from: cellStart)
            text.append(Array(shown.utf8))
            cellWidth = DisplayWidth.of(shown)
        }
        if colours, Theme.code(role) != nil { text.append(Array("\u{1B}[0m".utf8)) }
        pending = columns[column].alignment == .right ? 0 : max(0, room - cellWidth)
        column += 1
    }

    /// Leaves a cell empty.
    package mutating func skipCell() {
        pending += widths[column] + (column > 0 ? 2 : 0)
        column += 1
    }

    /// Ends the line; the next cell is the first of another one.
    package mutating func endLine() {
        text.append(0x0A)
        column = 0
        pending = 0
    }
}

extension RowWriter {
    /// A whole cell of one line; control characters become blanks.
    package mutating func append(_ text: borrowing Span<UInt8>, _ role: Role = .plain) {
        if text.isEmpty { return skipCell() }
        if let width = DisplayWidth.of(text) {
            openCell(width: width, role)
            self.text.append(text)
            closeCell()
        } else {
            let line = RowWriter.oneLine(text)
            append(line.span, role)
        }
    }

    /// The columns that `append` takes for a text.
    package static func width(_ text: borrowing Span<UInt8>) -> Int {
        if let width = DisplayWidth.of(text) { return width }
        let line = oneLine(text)
        return DisplayWidth.of(line.span) ?? 0
    }

    private static func oneLine(_ text: borrowing Span<UInt8>) -> [UInt8] {
        text.indices.map { text[$0] < 0x20 || text[$0] == 0x7F ? 0x20 : text[$0] }
    }

    /// A whole cell.
    mutating func append(_ line: String, width: Int, _ role: Role) {
        if line.isEmpty { return skipCell() }
        openCell(width: width, role)
        text.append(line.utf8Span.span)
        closeCell()
    }
}
