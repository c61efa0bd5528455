/// The rows of a table, set one at a time, in order.
package protocol RowSource {
    /// How many rows there are.
    var count: Int { get }
    /// The columns of a terminal that the widest text of each column takes.
    var widths: [Int] { get }
    /// Sets the row at `index`, which is the one behind the last, or 0, on one line or several.
    mutating func append(_ index: Int, to writer: inout RowWriter)
}

/// A table of which only one row is made at a time.
package struct StreamedRows {
    package var columns: [Column]
    package var source: any RowSource
    package var hasHeading: Bool
    /// How many of the last rows stand below a rule.
    package var footerCount: Int

    package init(
        columns: [Column], source: any RowSource, hasHeading: Bool = false, footerCount: Int = 0
    ) {
        self.columns = columns
        self.source = source
        self.hasHeading = hasHeading
        self.footerCount = footerCount
    }
}

extension TextRenderer {
    /// Sets the rows; `flush` is handed some ten thousand bytes at a time.
    package func append<Failure: Error>(
        _ rows: StreamedRows, flush: (ArraySlice<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        var source = rows.source
        let columns = rows.columns
        var widths = source.widths
        let headings = columns.map { DisplayWidth.of($0.heading) }
        if rows.hasHeading { widths = zip(widths, headings).map { max($0, $1) } }
        widths = fitted(columns, widths)
        var writer = RowWriter(columns, widths, colours: colours)
        if rows.hasHeading {
            for (column, width) in zip(columns, headings) {
                writer.append(column.heading, width: width, .heading)
            }
            writer.endLine()
        }
        let footer = source.count - rows.footerCount
        for index in 0..<source.count {
            if index == footer { appendRule(columns, widths, to: &writer) }
            source.append(index, to: &writer)
            if writer.text.count > 1 << 15 {
                try flush(writer.text.bytes)
                writer.text.removeAll(from: 0)
            }
        }
        try flush(writer.text.bytes)
    }

    private func appendRule(_ columns: [Column], _ widths: [Int], to writer: inout RowWriter) {
        for (column, width) in zip(columns, widths) {
            let rule = column.alignment == .right ? String(repeating: "─", count: width) : ""
            writer.append(rule, width: width, .faint)
        }
        writer.endLine()
    }

    /// Sets a table whose cells are made already.
    package func append(_ table: Table, to bytes: inout [UInt8]) {
        let rows = StreamedRows(
            columns: table.columns, source: TableRows(table), hasHeading: table.hasHeading,
            footerCount: table.footer.count)
        append(rows) { bytes += $0 }
    }
}
