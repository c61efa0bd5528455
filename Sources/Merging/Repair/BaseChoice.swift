import SourceText

/// Chooses which of several older versions two copies of a file come from.
package enum BaseChoice {
    private typealias Cells = [ByteText: [ByteText: Set<ByteText>]]

    /// The newest version that both sides have seen; `nil` where not even the oldest is known to be so.
    ///
    /// A side has seen a version if it says something that this version was the first to say, or a later one put in its
    /// place. What is not proven counts as not seen: a base that is too old only leaves fields open, while one that is too
    /// new reads what the other side never saw as taken back, and loses it (merge design C14).
    ///
    /// - Parameter versions: oldest first.
    /// - Complexity: O(versions · records).
    package static func best(
        _ versions: [[UInt8]], left: [UInt8], right: [UInt8], _ kind: FileMerge.Kind
    ) -> [UInt8]? {
        // Lines that stand in all of them tell nothing, and are most of them.
        let common = commonLines(versions + [left, right], kind)
        func cells(_ bytes: [UInt8]) -> [[ByteText]: Set<ByteText>] {
            flat(FileAtoms.cells(common.isEmpty ? bytes : without(common, bytes), kind))
        }
        let sides = [left, right].map(cells)
        let told = versions.map(cells)
        var best: [UInt8]?
        for (place, version) in versions.enumerated() {
            let isSeen =
                place == 0 && !common.isEmpty
                || sides.allSatisfy { side in hasSeen(side, place, told) }
            // Nothing new was said: a change of layout, which takes nothing back.
            let isSame = place > 0 && told[place] == told[place - 1]
            guard isSeen || isSame else { break }
            best = version
        }
        return best
    }

    /// Whether a side says something that a version was the first to say, or that came in its place since.
    private static func hasSeen(
        _ side: [[ByteText]: Set<ByteText>], _ place: Int, _ told: [[[ByteText]: Set<ByteText>]]
    ) -> Bool {
        let before = place > 0 ? told[place - 1] : [:]
        for cell in Set(told[place].keys).union(before.keys)
        where told[place][cell] != before[cell] {
            let own = side[cell]
            let isOld = told[..<place].contains { $0[cell] == own }
            // What nobody had said before is absent in the first version too.
            if place == 0 ? own == nil : isOld { continue }
            if told[place...].contains(where: { $0[cell] == own }) { return true }
        }
        return false
    }

    private static func commonLines(
        _ texts: [[UInt8]], _ kind: FileMerge.Kind
    ) -> Set<ByteKey> {
        guard case .records = kind, let first = texts.first else { return [] }
        return texts.dropFirst().reduce(LineTable.contents(first)) {
            $0.intersection(LineTable.contents($1))
        }
    }

    private static func without(_ lines: Set<ByteKey>, _ bytes: [UInt8]) -> [UInt8] {
        LineTable.changing(bytes) { lines.contains(ByteKey($1)) ? nil : $1 }
    }

    private static func flat(_ cells: Cells) -> [[ByteText]: Set<ByteText>] {
        var flat: [[ByteText]: Set<ByteText>] = [:]
        for (key, fields) in cells {
            flat[[key]] = [""]
            for (name, values) in fields { flat[[key, name]] = values }
        }
        return flat
    }
}
