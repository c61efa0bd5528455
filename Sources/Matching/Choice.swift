/// The cheapest choice among rows that want the same lines, and which part of it is doubtful.
struct Choice {
    private let edges: [[MatchEdge]]
    /// Whether it hardly matters which of two rows gets a line, and which of two lines a row gets.
    private let likeness: Likeness
    private let unmatched: Int
    /// The edge that was chosen for each row that got a line, by the row.
    private var chosen: [Int: MatchEdge] = [:]
    private var rowOfLine: [Int: Int] = [:]
    /// The rows that may have each line.
    private var rowsOfLine: [Int: [Int]] = [:]

    struct Likeness {
        var ofRows: (Int, Int) -> Bool
        var ofLines: (Int, Int) -> Bool
    }

    /// - Parameter component: the rows, by their places in `edges`.
    init(
        _ component: [Int], _ edges: [[MatchEdge]], _ likeness: Likeness,
        unmatched: Int = MatchCost.unmatched
    ) {
        self.unmatched = unmatched
        self.edges = edges
        self.likeness = likeness
        if component.count == 1 {
            let row = component[0]
            if let edge = edges[row].first { choose(edge, for: row) }
            return
        }
        var columns: [Int: Int] = [:]
        for row in component {
            for edge in edges[row] {
                if columns[edge.line] == nil { columns[edge.line] = columns.count }
                rowsOfLine[edge.line, default: []].append(row)
            }
        }
        let costs = component.map { row in
            edges[row].map { edge in
                Assignment.Edge(
                    column: columns[edge.line] ?? 0, cost: edge.cost * 1000 + edge.rankDistance)
            }
        }
        let assignment = Assignment(
            costs, columns: columns.count, unmatched: unmatched * 1000)
        for (place, row) in component.enumerated() {
            guard let column = assignment.columnOf[place] else { continue }
            if let edge = edges[row].first(where: { columns[$0.line] == column }) {
                choose(edge, for: row)
            }
        }
    }

    private mutating func choose(_ edge: MatchEdge, for row: Int) {
        chosen[row] = edge
        rowOfLine[edge.line] = row
    }

    /// The verdict on a row that wants one line, which no other row wants.
    static func verdict(_ edge: MatchEdge, unmatched: Int = MatchCost.unmatched) -> MatchVerdict {
        edge.isDoubtful || unmatched - edge.cost < MatchCost.margin
            ? .doubtful([edge.line]) : .line(edge.line, points: edge.cost)
    }

    func verdict(_ row: Int) -> MatchVerdict {
        guard let edge = chosen[row] else { return .unmatched }
        // What is doubtful itself makes no choice doubtful that is not.
        let others = edges[row].filter {
            $0.line != edge.line && (edge.isDoubtful || !$0.isDoubtful) && isAsGood(row, edge, $0)
        }
        let isDoubtful =
            edge.isDoubtful || unmatched - edge.cost < MatchCost.margin
            || !others.isEmpty || isWantedAsMuch(row, edge)
        if isDoubtful { return .doubtful([edge.line] + others.map(\.line)) }
        return .line(edge.line, points: edge.cost)
    }

    /// Whether the row could as well have another line, and a reader would see the difference.
    private func isAsGood(_ row: Int, _ edge: MatchEdge, _ other: MatchEdge) -> Bool {
        let more = other.cost - edge.cost
        guard let owner = rowOfLine[other.line] else {
            return more < MatchCost.margin && !likeness.ofLines(edge.line, other.line)
        }
        guard let theirs = chosen[owner], let swapped = self.edge(owner, edge.line) else {
            return false
        }
        return more + swapped.cost - theirs.cost < MatchCost.margin
            && !likeness.ofRows(row, owner)
            && !likeness.ofLines(edge.line, other.line)
    }

    /// Whether a row that got no line could as well have this one.
    private func isWantedAsMuch(_ row: Int, _ edge: MatchEdge) -> Bool {
        (rowsOfLine[edge.line] ?? []).contains { other in
            guard chosen[other] == nil, let theirs = self.edge(other, edge.line) else {
                return false
            }
            return (edge.isDoubtful || !theirs.isDoubtful)
                && theirs.cost - edge.cost < MatchCost.margin
                && !likeness.ofRows(row, other)
        }
    }

    private func edge(_ row: Int, _ line: Int) -> MatchEdge? {
        edges[row].first { $0.line == line }
    }
}
