/// Sets tables as text for people.
package struct TextRenderer: Sendable {
    private let colours: Bool
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
        let measured = (table.hasHeading ? [heading] : []) + table.rows + table.footer
        let widths = widths(table.columns, measured)
        if table.hasHeading { append(heading, table.columns, widths, to: &bytes) }
        for row in table.rows { append(row, table.columns, widths, to: &bytes) }
        if table.footer.isEmpty { return }
        let rule = zip(table.columns, widths).map { column, width in
            Cell(column.alignment == .right ? String(repeating: "─", count: width) : "", .faint)
        }
        append(rule, table.columns, widths, to: &bytes)
        for row in table.footer { append(row, table.columns, widths, to: &bytes) }
    }

    private func widths(_ columns: [Column], _ rows: [[Cell]]) -> [Int] {
        var widths = columns.map { _ in 0 }
        for row in rows {
            for (index, cell) in row.enumerated() {
                for line in cell.text.split(separator: "\n", omittingEmptySubsequences: false) {
                    widths[index] = max(widths[index], DisplayWidth.of(String(line)))
                }
            }
        }
        return fitted(columns, widths)
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

    /// Appends a cell's bytes in the colours of its role.
    func appendStyled(_ cell: ArraySlice<UInt8>, _ role: Role, to bytes: inout [UInt8]) {
        guard colours, let code = Theme.code(role) else {
            bytes += cell
            return
        }
        bytes += "\u{1B}[\(code)m".utf8
        bytes += cell
        bytes += "\u{1B}[0m".utf8
    }

    func append(
        _ row: [Cell], _ columns: [Column], _ widths: [Int], to bytes: inout [UInt8]
    ) {
        let lines = row.map {
            $0.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
        for line in 0..<max(1, lines.map(\.count).max() ?? 1) {
            var rendered = ""
            var plain = 0
            var end = 0
            for (index, cell) in row.enumerated() {
                let text = line < lines[index].count ? lines[index][line] : ""
                let cut = DisplayWidth.cut(text, to: max(widths[index], 1))
                let gap = widths[index] - DisplayWidth.of(cut)
                let isRight = columns[index].alignment == .right
                if index > 0 { plain += 2 }
                let lead = plain + (isRight ? gap : 0)
                if !cut.isEmpty {
                    rendered += String(repeating: " ", count: lead - end) + styled(cut, cell.role)
                    end = lead + DisplayWidth.of(cut)
                }
                plain += widths[index]
            }
            bytes += rendered.utf8
            bytes.append(0x0A)
        }
    }

    private func styled(_ text: String, _ role: Role) -> String {
        guard colours, let code = Theme.code(role) else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
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
