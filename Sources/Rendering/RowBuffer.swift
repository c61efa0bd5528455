/// The cells of one row as bytes, filled again for each row so that long tables make no strings.
package struct RowBuffer {
    /// The bytes of all cells, one behind the other.
    package var bytes: [UInt8] = []
    private(set) var ends: [Int] = []
    private(set) var roles: [Role] = []

    /// Ends the cell whose bytes were appended last.
    package mutating func endCell(_ role: Role = .plain) {
        ends.append(bytes.count)
        roles.append(role)
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        roles.removeAll(keepingCapacity: true)
    }

    func cell(_ index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }
}

/// A table whose rows are made one at a time, first to measure the columns and then to print.
package struct StreamedRows {
    package var columns: [Column]
    package var count: Int
    /// Fills the cells of a row; called for every row in order, twice.
    package var fill: (Int, inout RowBuffer) -> Void

    package init(
        columns: [Column], count: Int, fill: @escaping (Int, inout RowBuffer) -> Void
    ) {
        self.columns = columns
        self.count = count
        self.fill = fill
    }
}

extension TextRenderer {
    /// Sets the rows; `flush` is called whenever some ten thousand bytes have gathered, and may take
    /// them away.
    package func append<Failure: Error>(
        _ rows: StreamedRows, to bytes: inout [UInt8],
        flush: (inout [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        var buffer = RowBuffer()
        var widths = rows.columns.map { _ in 0 }
        for index in 0..<rows.count {
            buffer.removeAll()
            rows.fill(index, &buffer)
            for column in widths.indices {
                widths[column] = max(widths[column], width(of: buffer.cell(column)))
            }
        }
        widths = fitted(rows.columns, widths)
        for index in 0..<rows.count {
            buffer.removeAll()
            rows.fill(index, &buffer)
            append(buffer, rows.columns, widths, to: &bytes)
            if bytes.count > 1 << 16 { try flush(&bytes) }
        }
    }

    private func width(of cell: ArraySlice<UInt8>) -> Int {
        var start = cell.startIndex
        var isPlain = true
        var widest = 0
        for index in cell.indices {
            let byte = cell[index]
            if byte == 0x0A {
                widest = max(widest, lineWidth(cell[start..<index], isPlain: isPlain))
                start = index + 1
                isPlain = true
            } else if byte >= 0x80 {
                isPlain = false
            }
        }
        return max(widest, lineWidth(cell[start...], isPlain: isPlain))
    }

    private func lineWidth(_ line: ArraySlice<UInt8>, isPlain: Bool) -> Int {
        isPlain ? line.count : DisplayWidth.of(String(decoding: line, as: UTF8.self))
    }

    private func append(
        _ row: RowBuffer, _ columns: [Column], _ widths: [Int], to bytes: inout [UInt8]
    ) {
        var line = 0
        var isLast = false
        while !isLast {
            isLast = true
            var pending = 0
            for index in columns.indices {
                let (cell, hasMore) = segment(row.cell(index), line)
                if hasMore { isLast = false }
                if index > 0 { pending += 2 }
                if cell.isEmpty {
                    pending += widths[index]
                    continue
                }
                var shown = cell
                var width = self.width(of: cell)
                if width > widths[index] {
                    let text = String(decoding: cell, as: UTF8.self)
                    shown = Array(DisplayWidth.cut(text, to: widths[index]).utf8)[...]
                    width = DisplayWidth.of(String(decoding: shown, as: UTF8.self))
                }
                let isRight = columns[index].alignment == .right
                let gap = widths[index] - width
                for _ in 0..<(pending + (isRight ? gap : 0)) { bytes.append(0x20) }
                appendStyled(shown, row.roles[index], to: &bytes)
                pending = isRight ? 0 : gap
            }
            bytes.append(0x0A)
            line += 1
        }
    }

    /// Line `number` of a cell, and whether more follow.
    private func segment(
        _ cell: ArraySlice<UInt8>, _ number: Int
    ) -> (ArraySlice<UInt8>, hasMore: Bool) {
        var start = cell.startIndex
        for _ in 0..<number {
            guard let feed = cell[start...].firstIndex(of: 0x0A) else { return ([], false) }
            start = feed + 1
        }
        guard let end = cell[start...].firstIndex(of: 0x0A) else { return (cell[start...], false) }
        return (cell[start..<end], true)
    }
}
