import SourceText

/// Walks over the records of a text of separated values.
struct CellScanner {
    let bytes: [UInt8]
    let delimiter: UInt8
    private(set) var position = 0
    private(set) var line = 1
    /// From here on no quote is ever closed, so that none opens a cell.
    private var unclosedFrom = Int.max
    /// A lone carriage return ends a record only where the text has no line feed at all.
    private let endsAtReturn: Bool

    init(bytes: [UInt8], delimiter: UInt8) {
        self.bytes = bytes
        self.delimiter = delimiter
        endsAtReturn = !bytes.contains(Ascii.lineFeed)
    }

    /// Appends the cells of the next record; the result is where its content ends.
    mutating func appendRecord(to cells: inout [Cell]) -> Int {
        while true {
            var start = position
            while start < bytes.count, bytes[start].isBlank, bytes[start] != delimiter {
                start += 1
            }
            if let open = openingQuote(start), let close = closingQuote(after: open) {
                cells.append(cell(open + 1, close.index, isDoubled: close.isDoubled))
                position = close.index + 1
                while position < bytes.count, bytes[position] != delimiter,
                    !isLineEnd(bytes[position])
                {
                    position += 1
                }
            } else {
                position = start
                while position < bytes.count, bytes[position] != delimiter,
                    !isLineEnd(bytes[position])
                {
                    position += 1
                }
                cells.append(cell(start, position, isDoubled: false))
            }
            guard position < bytes.count, bytes[position] == delimiter else { break }
            position += 1
        }
        let end = position
        endLine()
        return end
    }

    private func isLineEnd(_ byte: UInt8) -> Bool {
        byte == Ascii.lineFeed || byte == Ascii.carriageReturn && endsAtReturn
    }

    private mutating func endLine() {
        guard position < bytes.count else { return }
        position += 1
        line += 1
    }

    /// The place of the quote that opens a cell at `start`, also behind the guard `=`.
    private func openingQuote(_ start: Int) -> Int? {
        guard start < bytes.count, start < unclosedFrom else { return nil }
        if bytes[start] == Ascii.quote { return start }
        guard bytes[start] == Ascii.equals, start + 1 < bytes.count else { return nil }
        return bytes[start + 1] == Ascii.quote ? start + 1 : nil
    }

    /// The quote that closes the cell: it is single, and a delimiter or the line's end follows. A
    /// quote that begins a cell on a later line tells that this one was never closed.
    private mutating func closingQuote(after open: Int) -> (index: Int, isDoubled: Bool)? {
        var isDoubled = false
        var index = open + 1
        var lines = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == Ascii.lineFeed { lines += 1 }
            if byte == Ascii.quote {
                let beginsCell = lines > 0 && bytes[index - 1] == delimiter
                if index + 1 < bytes.count, bytes[index + 1] == Ascii.quote {
                    if beginsCell, index + 2 < bytes.count, bytes[index + 2] == delimiter {
                        return nil
                    }
                    index += 2
                    isDoubled = true
                    continue
                }
                var after = index + 1
                while after < bytes.count, bytes[after] == Ascii.space { after += 1 }
                let closes =
                    after >= bytes.count || bytes[after] == delimiter
                    || isLineEnd(bytes[after]) || bytes[after] == Ascii.carriageReturn
                if closes {
                    line += lines
                    return (index, isDoubled)
                }
                if beginsCell { return nil }
                isDoubled = true
            }
            index += 1
        }
        unclosedFrom = min(unclosedFrom, open)
        return nil
    }

    /// The content between two places without blanks, no-break blanks and spreadsheet guards.
    private func cell(_ lower: Int, _ upper: Int, isDoubled: Bool) -> Cell {
        var start = lower
        var end = upper
        trim(&start, &end)
        if start < end, bytes[start] == Ascii.equals, start + 1 < end {
            start += 1
            while start < end, bytes[start] == Ascii.quote { start += 1 }
            while end > start, bytes[end - 1] == Ascii.quote { end -= 1 }
            trim(&start, &end)
        }
        return Cell(start: Int32(start), end: Int32(end), isDoubled: isDoubled)
    }

    private func trim(_ start: inout Int, _ end: inout Int) {
        while start < end {
            if bytes[start] <= Ascii.space {
                start += 1
            } else if bytes[start] == 0xC2, start + 1 < end, bytes[start + 1] == 0xA0 {
                start += 2
            } else {
                break
            }
        }
        while end > start {
            if bytes[end - 1] <= Ascii.space {
                end -= 1
            } else if bytes[end - 1] == 0xA0, end - 1 > start, bytes[end - 2] == 0xC2 {
                end -= 2
            } else {
                break
            }
        }
    }
}
