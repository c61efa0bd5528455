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

    package init(columns: [Column], source: any RowSource) {
        self.columns = columns
        self.source = source
    }
}

extension TextRenderer {
    /// Sets the rows; `flush` is handed some ten thousand bytes at a time.
    package func append<Failure: Error>(
        _ rows: StreamedRows, flush: (ArraySlice<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        var source = rows.source
        var writer = RowWriter(
            rows.columns, fitted(rows.columns, source.widths), colours: colours)
        for index in 0..<source.count {
            source.append(index, to: &writer)
            if writer.text.count > 1 << 15 {
                try flush(writer.text.bytes)
                writer.text.removeAll(from: 0)
            }
        }
        try flush(writer.text.bytes)
    }
}
