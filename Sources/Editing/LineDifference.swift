import SourceText

/// The lines in which two texts differ, for showing.
package enum LineDifference {
    /// Pairs the lines of the parts that differ: what both begin and end with is left out, and of
    /// the rest lines that stand in both.
    ///
    /// - Complexity: O(bytes).
    package static func edits(_ before: [UInt8], _ after: [UInt8]) -> [LineEdit] {
        var old = lines(before)[...]
        var new = lines(after)[...]
        while let a = old.first, a == new.first {
            old.removeFirst()
            new.removeFirst()
        }
        while let a = old.last, a == new.last {
            old.removeLast()
            new.removeLast()
        }
        var oldCounts: [[UInt8]: Int] = [:]
        for line in old { oldCounts[line, default: 0] += 1 }
        var added: [[UInt8]] = []
        for line in new {
            if let count = oldCounts[line], count > 0 {
                oldCounts[line] = count - 1
            } else {
                added.append(line)
            }
        }
        var removed: [[UInt8]] = []
        for line in old.reversed() {
            guard let count = oldCounts[line], count > 0 else { continue }
            oldCounts[line] = count - 1
            removed.append(line)
        }
        removed.reverse()
        let isPaired = removed.count == added.count
        if isPaired { return zip(removed, added).map { LineEdit(before: $0, after: $1) } }
        return removed.map { LineEdit(before: $0, after: nil) }
            + added.map { LineEdit(before: nil, after: $0) }
    }

    private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        LineTable(bytes).lines.map { Array(bytes[$0.content]) }
    }
}
