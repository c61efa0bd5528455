import Platform

/// The rows of a table, set one at a time, in order.
///
/// A source stands at a row: it may carry on from one row to the next, such as a running total. A copy
/// goes its own way, so that parts of a long table are set at the same time.
package protocol RowSource: Sendable {
    /// How many rows there are.
    var count: Int { get }
    /// The columns of a terminal that the widest text of each column takes in some rows, the first of
    /// which is the one where the source stands; it goes on behind them.
    mutating func widths(_ rows: Range<Int>) -> [Int]
    /// Sets the row at `index`, where the source stands, on one line or several, and goes on.
    mutating func append(_ index: Int, to writer: inout RowWriter)
    /// Goes on behind some rows without setting them.
    mutating func skip(_ rows: Range<Int>)
}

extension RowSource {
    package mutating func skip(_ rows: Range<Int>) {}
}

/// A table of which only one row is made at a time.
package struct StreamedRows: Sendable {
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
    /// Sets the rows; `flush` is handed pieces of some ten thousand bytes in order, one at a time,
    /// though by several threads.
    package func append<Failure: Error>(
        _ rows: StreamedRows,
        flush: @Sendable @escaping (ArraySlice<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        let count = rows.source.count
        let body = 0..<count - rows.footerCount
        var writer: RowWriter
        if body.count * rows.columns.count < TextRenderer.leastSharedCells || threads == 1 {
            writer = begin(rows, TextRenderer.widths(of: rows.source, 0..<count))
            try TextRenderer.set(rows.source, body, &writer, flush)
        } else {
            let work = SharedRows(rows, body, threads: min(threads, 8), flush) { [self] in
                begin(rows, $0)
            }
            writer = try work.set()
        }
        if rows.footerCount > 0 {
            appendRule(to: &writer)
            var source = rows.source
            source.skip(body)
            try TextRenderer.set(source, body.upperBound..<count, &writer, flush)
        }
        try flush(writer.text.bytes)
    }

    /// A writer for rows of which `measured` says how wide their columns are, with the heading.
    private func begin(_ rows: StreamedRows, _ measured: [Int]) -> RowWriter {
        let columns = rows.columns
        let headings = columns.map { DisplayWidth.of($0.heading) }
        let widths = rows.hasHeading ? zip(measured, headings).map { max($0, $1) } : measured
        var writer = RowWriter(columns, fitted(columns, widths), colours: colours)
        if rows.hasHeading {
            for (column, width) in zip(columns, headings) {
                writer.append(column.heading, width: width, .heading)
            }
            writer.endLine()
        }
        return writer
    }

    /// Sets rows and hands on what was set but for the last piece.
    private static func set<Failure: Error>(
        _ source: some RowSource, _ rows: Range<Int>, _ writer: inout RowWriter,
        _ flush: (ArraySlice<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        var source = source
        for index in rows {
            source.append(index, to: &writer)
            if writer.text.count > 1 << 15 {
                try flush(writer.text.bytes)
                writer.text.removeAll(from: 0)
            }
        }
    }

    /// Starting a second thread pays from some ten thousand cells on.
    private static let leastSharedCells = 8_000

    private static func widths(of source: some RowSource, _ rows: Range<Int>) -> [Int] {
        var source = source
        return source.widths(rows)
    }

    private func appendRule(to writer: inout RowWriter) {
        for (column, width) in zip(writer.columns, writer.widths) {
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
        let collected = CollectedBytes()
        append(rows) { collected.append($0) }
        bytes += collected.bytes
    }
}
