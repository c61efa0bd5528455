package import Rendering

/// Tables as HTML.
package enum PageTable {
    /// - Parameter caption: what the table holds, for those who do not see what stands around it.
    package static func html(_ table: Table, caption: String) -> String {
        var text =
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(HTMLText.escaped(caption))\"><table>\n"
        text += "<caption>\(HTMLText.escaped(caption))</caption>\n"
        text += "<thead><tr>"
        for column in table.columns {
            text +=
                "<th scope=\"col\"\(classes(column, nil))>\(HTMLText.escaped(column.heading))</th>"
        }
        text += "</tr></thead>\n<tbody>\n"
        for row in table.rows { text += html(row, table.columns) }
        text += "</tbody>\n"
        if !table.footer.isEmpty {
            text += "<tfoot>\n"
            for row in table.footer { text += html(row, table.columns) }
            text += "</tfoot>\n"
        }
        return text + "</table></div>\n"
    }

    private static func html(_ row: [Cell], _ columns: [Column]) -> String {
        "<tr>"
            + zip(row, columns).map { cell, column in
                "<td\(classes(column, cell.role))>\(HTMLText.escaped(cell.text))</td>"
            }.joined() + "</tr>\n"
    }

    private static func classes(_ column: Column, _ role: Role?) -> String {
        var names: [String] = []
        if column.alignment == .right { names.append("right") }
        if column.shrinks { names.append("wrap") }
        switch role {
        case .negative: names.append("negative")
        case .total, .heading: names.append("total")
        case .faint: names.append("faint")
        case .plain, .series, nil: break
        }
        return names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
    }

    /// Rows of texts with a header, such as those of CSV.
    package static func table(header: [String], rows: [[String]]) -> Table {
        let isNumber = header.indices.map { index in
            rows.contains { $0.indices.contains(index) && !$0[index].isEmpty }
                && rows.allSatisfy { row in
                    guard row.indices.contains(index) else { return true }
                    return row[index].utf8.allSatisfy {
                        $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x2E
                    }
                }
        }
        return Table(
            columns: zip(header, isNumber).map {
                Column($0, $1 ? .right : .left, shrinks: !$1)
            },
            rows: rows.map { row in
                row.enumerated().map { index, text in
                    let isBelow =
                        isNumber.indices.contains(index) && isNumber[index] && text.hasPrefix("-")
                    return Cell(text, isBelow ? .negative : .plain)
                }
            })
    }
}
