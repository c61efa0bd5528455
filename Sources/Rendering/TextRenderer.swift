/// Sets tables as text for people.
package struct TextRenderer: Sendable {
    let colours: Bool
    private let width: Int?

    /// - Parameters:
    ///   - colours: whether to write ANSI colour codes.
    ///   - width: the columns of the terminal, or `nil` where nothing needs to be cut.
    package init(colours: Bool, width: Int?) {
        self.colours = colours
        self.width = width
    }

    package func append(_ table: Table, to bytes: inout [UInt8]) {
        let heading = table.columns.map { Cell($0.heading, .heading) }
        let rows = ((table.hasHeading ? [heading] : []) + table.rows).map(SetRow.init)
        let footer = table.footer.map(SetRow.init)
        let measured = table.columns.indices.map { column in
            (rows + footer).reduce(0) { max($0, $1.width(of: column)) }
        }
        let widths = fitted(table.columns, measured)
        var writer = RowWriter(table.columns, widths, colours: colours)
        for row in rows { row.append(to: &writer) }
        if !footer.isEmpty { appendRule(table.columns, widths, to: &writer) }
        for row in footer { row.append(to: &writer) }
        bytes += writer.text.bytes
    }

    private func appendRule(_ columns: [Column], _ widths: [Int], to writer: inout RowWriter) {
        for (column, width) in zip(columns, widths) {
            let rule = column.alignment == .right ? String(repeating: "─", count: width) : ""
            writer.append(rule[...], width: width, .faint)
        }
        writer.endLine()
    }

    /// The widths with what does not fit into the terminal taken from the columns that give way.
    func fitted(_ columns: [Column], _ measured: [Int]) -> [Int] {
        var widths = measured
        guard let width else { return widths }
        var surplus = widths.reduce(0, +) + 2 * (columns.count - 1) - width
        for (index, column) in columns.enumerated() where column.shrinks && surplus > 0 {
            let cut = min(surplus, max(0, widths[index] - 12))
            widths[index] -= cut
            surplus -= cut
        }
        return widths
    }
}

/// A row of cells cut into lines and measured.
private struct SetRow {
    private struct Line {
        var text: Substring
        var width: Int
    }

    private let cells: [(lines: [Line], role: Role)]

    init(_ row: [Cell]) {
        cells = row.map { cell in
            let lines =
                cell.text.utf8.contains(0x0A)
                ? cell.text.split(separator: "\n", omittingEmptySubsequences: false)
                : [cell.text[...]]
            return (lines.map { Line(text: $0, width: DisplayWidth.of(String($0))) }, cell.role)
        }
    }

    func width(of column: Int) -> Int { cells[column].lines.reduce(0) { max($0, $1.width) } }

    /// On as many lines as its tallest cell has.
    func append(to writer: inout RowWriter) {
        let height = cells.reduce(1) { max($0, $1.lines.count) }
        for number in 0..<height {
            for (lines, role) in cells {
                if number < lines.count {
                    writer.append(lines[number].text, width: lines[number].width, role)
                } else {
                    writer.skipCell()
                }
            }
            writer.endLine()
        }
    }
}

/// The colours of roles, as ANSI codes that suit dark and light backgrounds.
package enum Theme {
    static func code(_ role: Role) -> String? {
        switch role {
        case .plain: nil
        case .heading, .total: "1"
        case .negative: "31"
        case .faint: "2"
        }
    }
}
