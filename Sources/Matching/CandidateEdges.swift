import Model
import SourceText

/// Finds which lines each row may be, without comparing every row with every line: only lines of its
/// amount and of days near by, and what is open in the days before it.
struct CandidateEdges {
    private let rows: [MatchRow]
    private let lines: [MatchLine]
    private let rules: MatchRules
    /// The edges of each row, the cheapest first.
    private(set) var edges: [[MatchEdge]]

    /// The most lines that a row is held against: more only where many are alike, and there in the order of
    /// days.
    private static let limit = 64

    /// - Complexity: O(n log n) for rows and lines with few of one amount in one window of days.
    init(_ rows: [MatchRow], _ lines: [MatchLine], _ rules: MatchRules) {
        self.rows = rows
        self.lines = lines
        self.rules = rules
        edges = Array(repeating: [], count: rows.count)
        addEqualAmounts()
        addChangedAmounts()
        settleDoubts()
        for row in edges.indices where edges[row].count > 1 { sort(row) }
    }

    /// Settles doubts that depend on whether the row or the line has another edge.
    private mutating func settleDoubts() {
        let isOpen = { (edge: MatchEdge) in edge.doubt == .loose || edge.doubt == .crowded }
        guard edges.contains(where: { $0.contains(where: isOpen) }) else { return }
        var counts: [Int: Int] = [:]
        for list in edges { for edge in list { counts[edge.line, default: 0] += 1 } }
        for row in edges.indices {
            let isAlone = edges[row].count == 1
            edges[row] = edges[row].compactMap { edge in
                var edge = edge
                let isCrowded = !isAlone || counts[edge.line] != 1
                switch edge.doubt {
                case .loose where isCrowded: return nil
                case .loose: edge.doubt = .doubtful
                case .crowded: edge.doubt = isCrowded ? .doubtful : .none
                case .none, .doubtful: break
                }
                return edge
            }
        }
    }

    private mutating func sort(_ row: Int) {
        edges[row].sort { ($0.cost, $0.line) < ($1.cost, $1.line) }
    }

    /// Rows and lines by amount, then in their own order, which is by days.
    private mutating func addEqualAmounts() {
        let rowOrder = rows.indices.sorted { order(rows[$0], $0) < order(rows[$1], $1) }
        let lineOrder = lines.indices.sorted { order(lines[$0], $0) < order(lines[$1], $1) }
        var rowStart = 0
        var lineStart = 0
        while rowStart < rowOrder.count, lineStart < lineOrder.count {
            let row = rows[rowOrder[rowStart]]
            let line = lines[lineOrder[lineStart]]
            if (row.currency, row.amount) < (line.currency, line.amount) {
                rowStart += 1
            } else if (line.currency, line.amount) < (row.currency, row.amount) {
                lineStart += 1
            } else {
                let rowEnd = end(rowOrder, rowStart) { isSame(rows[$0], row) }
                let lineEnd = end(lineOrder, lineStart) { isSame(lines[$0], line) }
                addGroup(rowOrder[rowStart..<rowEnd], lineOrder[lineStart..<lineEnd])
                rowStart = rowEnd
                lineStart = lineEnd
            }
        }
    }

    private func end(_ order: [Int], _ start: Int, _ isSame: (Int) -> Bool) -> Int {
        var end = start + 1
        while end < order.count, isSame(order[end]) { end += 1 }
        return end
    }

    private func isSame(_ one: MatchRow, _ other: MatchRow) -> Bool {
        one.amount == other.amount && one.currency == other.currency
    }

    private func isSame(_ one: MatchLine, _ other: MatchLine) -> Bool {
        one.amount == other.amount && one.currency == other.currency
    }

    private func order(_ row: MatchRow, _ index: Int) -> (CurrencyCode, Int64, Int) {
        (row.currency, row.amount, index)
    }

    private func order(_ line: MatchLine, _ index: Int) -> (CurrencyCode, Int64, Int) {
        (line.currency, line.amount, index)
    }

    /// Rows and lines of one amount, each in the order of days.
    private mutating func addGroup(_ rowGroup: ArraySlice<Int>, _ lineGroup: ArraySlice<Int>) {
        var likeness = LikenessTable(isWorthKeeping: rowGroup.count * lineGroup.count > 64)
        let spread = lineGroup.map { CandidateEdges.spread(lines[$0]) }.max() ?? 0
        var start = lineGroup.startIndex
        for (rank, row) in rowGroup.enumerated() {
            let day = rows[row].date.day
            while start < lineGroup.endIndex,
                firstDay(lineGroup[start]) + spread < day - MatchCost.window
            {
                start += 1
            }
            var place = start
            while place < lineGroup.endIndex, firstDay(lineGroup[place]) <= day + MatchCost.window {
                let line = lineGroup[place]
                let distance = abs(rank - (place - lineGroup.startIndex))
                add(row, line, distance, &likeness)
                place += 1
            }
            shorten(row)
        }
    }

    private func firstDay(_ line: Int) -> Int32 { lines[line].dates.min()?.day ?? 0 }

    private static func spread(_ line: MatchLine) -> Int32 {
        (line.dates.max()?.day ?? 0) - (line.dates.min()?.day ?? 0)
    }

    /// Open lines may have got another amount: rows of the days behind them; and pending rows may be the past of
    /// lines that are known to be later.
    private mutating func addChangedAmounts() {
        let hasPending = rows.contains(where: \.isPending)
        let open = lines.indices.filter { lines[$0].isOpen || hasPending && lines[$0].isLater }
        if open.isEmpty { return }
        let byDay = rows.indices.sorted { (rows[$0].date, $0) < (rows[$1].date, $1) }
        var likeness = LikenessTable(isWorthKeeping: true)
        for line in open {
            let isOpen = lines[line].isOpen
            let first = firstDay(line) - (isOpen ? 0 : MatchCost.changeWindow)
            let last =
                (lines[line].dates.max()?.day ?? first) + (isOpen ? MatchCost.changeWindow : 0)
            var place = byDay.partitioningIndex { rows[$0].date.day >= first }
            while place < byDay.count, rows[byDay[place]].date.day <= last {
                let row = byDay[place]
                if rows[row].amount != lines[line].amount { add(row, line, 0, &likeness) }
                place += 1
            }
        }
    }

    private mutating func add(
        _ row: Int, _ line: Int, _ distance: Int, _ likeness: inout LikenessTable
    ) {
        let found = rules.cost(rows[row], lines[line]) {
            likeness.likeness(rows[row].text, lines[line].texts)
        }
        guard let found else { return }
        edges[row].append(
            MatchEdge(
                line: line, cost: found.points, rankDistance: min(distance, 999),
                doubt: found.doubt))
    }

    private mutating func shorten(_ row: Int) {
        guard edges[row].count > CandidateEdges.limit else { return }
        edges[row].sort {
            ($0.cost, $0.rankDistance, $0.line) < ($1.cost, $1.rankDistance, $1.line)
        }
        edges[row].removeSubrange(CandidateEdges.limit...)
    }
}

/// How alike texts are, remembered where many rows and lines have the same few.
struct LikenessTable {
    private let isWorthKeeping: Bool
    private var words: [String: TextWords] = [:]
    private var known: [Pair: Int] = [:]

    private struct Pair: Hashable {
        let one: String
        let other: String
    }

    init(isWorthKeeping: Bool) { self.isWorthKeeping = isWorthKeeping }

    /// How alike a text is to the nearest of several, from 0 to 1000.
    mutating func likeness(_ text: String, _ others: [String]) -> Int {
        if others.contains(text), !text.isEmpty { return 1000 }
        var best = 0
        for other in others { best = max(best, likeness(text, other)) }
        return best
    }

    private mutating func likeness(_ one: String, _ other: String) -> Int {
        guard isWorthKeeping else { return TextWords(one).likeness(TextWords(other)) }
        let pair = Pair(one: one, other: other)
        if let value = known[pair] { return value }
        let value = words(one).likeness(words(other))
        known[pair] = value
        return value
    }

    private mutating func words(_ text: String) -> TextWords {
        if let found = words[text] { return found }
        let made = TextWords(text)
        words[text] = made
        return made
    }
}
