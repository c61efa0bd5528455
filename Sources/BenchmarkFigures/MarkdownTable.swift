/// A table in Markdown, padded so that it can be read as text too.
package struct MarkdownTable {
    private let header: [String]
    private let rightAligned: Set<Int>
    private let rows: [[String]]

    /// A table whose columns at the places `rightAligned` hold numbers; every row is as long as the
    /// header.
    package init(header: [String], rightAligned: Set<Int>, rows: [[String]]) {
        self.header = header
        self.rightAligned = rightAligned
        self.rows = rows
    }

    package var text: String {
        let cells = ([header] + rows).map { row in
            row.map { $0.split(separator: "|").joined(separator: "\\|") }
        }
        let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        let lines = cells.map { row in
            "| " + zip(row.indices, row).map { pad($1, $0, widths[$0]) }.joined(separator: " | ")
                + " |"
        }
        let rule = zip(widths.indices, widths).map { column, width in
            String(repeating: "-", count: max(width, 2) + 1)
                + (rightAligned.contains(column) ? ":" : "-")
        }
        return ([lines[0], "|" + rule.joined(separator: "|") + "|"] + lines.dropFirst())
            .joined(separator: "\n")
    }

    private func pad(_ cell: String, _ column: Int, _ width: Int) -> String {
        let blanks = String(repeating: " ", count: width - cell.count)
        return rightAligned.contains(column) ? blanks + cell : cell + blanks
    }
}
