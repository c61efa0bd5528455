import Model
import SourceText

/// What became of a row.
package enum MatchVerdict: Sendable, Hashable {
    /// It is an event of its own.
    case unmatched
    /// It is the event of that line.
    case line(Int, points: Int)
    /// It may be the event of several lines, or of one with little to show for it: a person must say.
    case doubtful([Int])
}

/// Chooses which rows are which lines: one to one, the cheapest choice of all, whatever the order in which
/// they are given (merge design 12).
package enum Matcher {
    /// The verdict on each row; lines by their places in `lines`.
    ///
    /// - Complexity: O(n log n) where few rows and lines of one amount stand within three weeks.
    package static func verdicts(
        _ rows: [MatchRow], _ lines: [MatchLine], _ batch: MatchBatch
    ) -> [MatchVerdict] {
        let rowOrder = rows.indices.sorted { precedes(rows[$0], rows[$1]) }
        let lineOrder = lines.indices.sorted { precedes(lines[$0], lines[$1]) }
        let sortedRows = rowOrder.map { rows[$0] }
        let sortedLines = lineOrder.map { lines[$0] }
        let edges = CandidateEdges(sortedRows, sortedLines, MatchRules(batch: batch)).edges
        var verdicts = Array(repeating: MatchVerdict.unmatched, count: rows.count)
        let likeness = Choice.Likeness(
            ofRows: { sortedRows[$0].looksLike(sortedRows[$1]) },
            ofLines: { sortedLines[$0].looksLike(sortedLines[$1]) })
        for component in Components.find(edges, lines: lines.count) {
            let isAlone = component.count == 1 && edges[component[0]].count == 1
            let choice = isAlone ? nil : Choice(component, edges, likeness)
            for row in component {
                verdicts[rowOrder[row]] =
                    switch choice?.verdict(row) ?? Choice.verdict(edges[row][0]) {
                    case .unmatched: .unmatched
                    case .line(let line, let points): .line(lineOrder[line], points: points)
                    case .doubtful(let found): .doubtful(found.map { lineOrder[$0] }.sorted())
                    }
            }
        }
        return verdicts
    }

    /// The lines that a row may be, whatever others want them, the likeliest first.
    package static func candidates(_ row: MatchRow, _ lines: [MatchLine]) -> [Int] {
        let batch = MatchBatch(hasStableIDs: false, reissuesIDs: true, isComplete: true)
        return CandidateEdges([row], lines, MatchRules(batch: batch)).edges[0].map(\.line)
    }

    private static func precedes(_ one: MatchRow, _ other: MatchRow) -> Bool {
        if (one.date, one.amount) != (other.date, other.amount) {
            return (one.date, one.amount) < (other.date, other.amount)
        }
        return one.text != other.text
            ? byBytes(one.text, other.text) : byBytes(one.id, other.id)
    }

    private static func precedes(_ one: MatchLine, _ other: MatchLine) -> Bool {
        let days = (one.dates.min() ?? .first, other.dates.min() ?? .first)
        return days.0 != days.1 ? days.0 < days.1 : byBytes(one.id, other.id)
    }
}

/// Rows that want the same lines, directly or by way of others.
enum Components {
    /// The rows of each component, in ascending order; rows without edges are left out.
    static func find(_ edges: [[MatchEdge]], lines: Int) -> [[Int]] {
        var parent = Array(0..<lines)
        func root(_ line: Int) -> Int {
            var line = line
            while parent[line] != line {
                parent[line] = parent[parent[line]]
                line = parent[line]
            }
            return line
        }
        for row in edges {
            guard let first = row.first else { continue }
            for edge in row.dropFirst() { parent[root(edge.line)] = root(first.line) }
        }
        var numberOfRoot: [Int: Int] = [:]
        var components: [[Int]] = []
        for (row, list) in edges.enumerated() {
            guard let first = list.first else { continue }
            let root = root(first.line)
            if let number = numberOfRoot[root] {
                components[number].append(row)
            } else {
                numberOfRoot[root] = components.count
                components.append([row])
            }
        }
        return components
    }
}
