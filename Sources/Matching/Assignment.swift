/// The cheapest one-to-one choice of columns for rows, where a row may also go without one at a price.
///
/// Rows are taken in one after the other by the shortest augmenting path over prices of columns (Jonker and
/// Volgenant), on sparse edges: where the nearest column is free, a row costs no more than its edges.
struct Assignment {
    struct Edge {
        var column: Int
        var cost: Int
    }

    private let edges: [[Edge]]
    private let unmatched: Int
    /// The row of each column.
    private var rowOf: [Int?]
    /// The column of each row; `nil` for a row without one.
    private(set) var columnOf: [Int?]
    private var price: [Int]
    private var search: Search

    /// What one search keeps of each column, valid while `round` is the search's.
    private struct Search {
        var round = 0
        var seen: [Int]
        var distance: [Int]
        var previousRow: [Int]
        var heap = MinimumHeap()
    }

    /// Finds the choice.
    ///
    /// - Parameters:
    ///   - edges: the columns that each row may have, with their costs, not negative.
    ///   - unmatched: the price of a row without a column; of equal choices the one with a column wins.
    init(_ edges: [[Edge]], columns: Int, unmatched: Int) {
        self.edges = edges
        self.unmatched = unmatched
        rowOf = Array(repeating: nil, count: columns)
        columnOf = Array(repeating: nil, count: edges.count)
        price = Array(repeating: 0, count: columns)
        search = Search(
            seen: Array(repeating: 0, count: columns),
            distance: Array(repeating: 0, count: columns),
            previousRow: Array(repeating: 0, count: columns))
        for row in edges.indices { insert(row) }
    }

    private mutating func insert(_ row: Int) {
        search.round += 1
        search.heap.removeAll()
        var settled: [Int] = []
        var free = (cost: unmatched, row: row)
        var end: Int?
        var last = 0
        reach(from: row, base: 0)
        while let (distance, column) = search.heap.removeFirst() {
            // What was reached again by a shorter way stands in the heap twice.
            if distance > search.distance[column] { continue }
            if distance > free.cost { break }
            last = distance
            guard let owner = rowOf[column] else {
                end = column
                break
            }
            settled.append(column)
            // The owner leaves its column for another one, or for none.
            let base = distance - reduced(owner, column)
            if base + unmatched < free.cost { free = (base + unmatched, owner) }
            reach(from: owner, base: base)
        }
        if end == nil { last = free.cost }
        for column in settled { price[column] += min(search.distance[column] - last, 0) }
        augment(row, to: end, leaving: free.row)
    }

    /// The reduced cost of the edge by which a row has its column.
    private func reduced(_ row: Int, _ column: Int) -> Int {
        let edge = edges[row].first { $0.column == column }
        return (edge?.cost ?? 0) - price[column]
    }

    private mutating func reach(from row: Int, base: Int) {
        for edge in edges[row] {
            let distance = base + edge.cost - price[edge.column]
            let isKnown = search.seen[edge.column] == search.round
            if isKnown, search.distance[edge.column] <= distance { continue }
            search.seen[edge.column] = search.round
            search.distance[edge.column] = distance
            search.previousRow[edge.column] = row
            search.heap.insert(distance, edge.column)
        }
    }

    /// Gives each row on the way the next column; `leaving` goes without one where the way ends in none.
    private mutating func augment(_ row: Int, to end: Int?, leaving: Int) {
        var column = end
        if column == nil {
            if leaving == row { return }
            column = columnOf[leaving]
            columnOf[leaving] = nil
        }
        while let free = column {
            let taker = search.previousRow[free]
            column = columnOf[taker]
            columnOf[taker] = free
            rowOf[free] = taker
            if taker == row { return }
        }
    }
}
