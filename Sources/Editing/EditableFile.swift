import SourceText

/// One line before and after; `nil` where it is not there.
package struct LineEdit: Sendable, Hashable {
    package var before: [UInt8]?
    package var after: [UInt8]?

    package init(before: [UInt8]?, after: [UInt8]?) {
        self.before = before
        self.after = after
    }
}

/// A text file whose lines can be replaced, inserted and removed without touching any other byte.
package struct EditableFile: Sendable {
    /// The path inside the ledger.
    package let path: String
    /// The bytes as they were read; `nil` where the file does not exist yet.
    package let original: [UInt8]?
    private var head: [UInt8]
    /// Each line with its end.
    private var lines: [[UInt8]]
    private let lineEnd: [UInt8]
    /// What was done to lines so far, in the order in which it was done.
    package private(set) var edits: [LineEdit] = []

    package init(path: String, bytes: [UInt8]?) {
        self.path = path
        original = bytes
        let content = bytes ?? []
        let table = LineTable(content)
        head = Array(content[..<table.bomLength])
        lines = table.lines.map { Array(content[$0.whole]) }
        let hasReturn = lines.first?.suffix(2) == [Ascii.carriageReturn, Ascii.lineFeed]
        lineEnd = hasReturn ? [Ascii.carriageReturn, Ascii.lineFeed] : [Ascii.lineFeed]
    }

    package var lineCount: Int { lines.count }

    /// The content of line `index` (from 0) without its end.
    package func content(_ index: Int) -> [UInt8] {
        var line = lines[index]
        if line.last == Ascii.lineFeed {
            line.removeLast()
            if line.last == Ascii.carriageReturn { line.removeLast() }
        }
        return line
    }

    /// Replaces the content of a line; its end stays as it is.
    package mutating func replace(_ index: Int, with content: [UInt8]) {
        let old = lines[index]
        let before = self.content(index)
        edits.append(LineEdit(before: before, after: content))
        lines[index] = content + old[before.count...]
    }

    /// Inserts a line before `index`; at the end a last line without an end gets one.
    package mutating func insert(_ content: [UInt8], at index: Int) {
        if index == lines.count, let last = lines.last, last.last != Ascii.lineFeed {
            lines[lines.count - 1] = last + lineEnd
        }
        edits.append(LineEdit(before: nil, after: content))
        lines.insert(content + lineEnd, at: index)
    }

    /// Inserts many lines at once, each before the line that has its index now; lines with one index
    /// stay in the order given.
    package mutating func insert(_ places: [(index: Int, line: [UInt8])]) {
        if let last = lines.last, last.last != Ascii.lineFeed,
            places.contains(where: { $0.index == lines.count })
        {
            lines[lines.count - 1] = last + lineEnd
        }
        let sorted = places.enumerated().sorted {
            ($0.element.index, $0.offset) < ($1.element.index, $1.offset)
        }.map(\.element)
        var merged: [[UInt8]] = []
        merged.reserveCapacity(lines.count + sorted.count)
        var next = 0
        for index in 0...lines.count {
            while next < sorted.count, sorted[next].index == index {
                edits.append(LineEdit(before: nil, after: sorted[next].line))
                merged.append(sorted[next].line + lineEnd)
                next += 1
            }
            if index < lines.count { merged.append(lines[index]) }
        }
        lines = merged
    }

    package mutating func remove(_ index: Int) {
        edits.append(LineEdit(before: content(index), after: nil))
        lines.remove(at: index)
    }

    /// The whole text as it stands now.
    package var bytes: [UInt8] { head + lines.flatMap { $0 } }

    package var isChanged: Bool { original != bytes }
}
