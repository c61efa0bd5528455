import Model
import TestSupport
import Testing

@testable import Matching

/// The fast assignment against trying every choice.
struct AssignmentTests {
    /// The lowest cost of all choices for the rows from `row` on.
    private func cheapest(
        _ edges: [[Assignment.Edge]], from row: Int = 0, taken: Set<Int> = [], unmatched: Int
    ) -> Int {
        if row == edges.count { return 0 }
        var best =
            unmatched + cheapest(edges, from: row + 1, taken: taken, unmatched: unmatched)
        for edge in edges[row] where !taken.contains(edge.column) {
            let rest = cheapest(
                edges, from: row + 1, taken: taken.union([edge.column]), unmatched: unmatched)
            best = min(best, edge.cost + rest)
        }
        return best
    }

    /// Up to six rows with some of up to six columns each, and the price of a row without one.
    private static func edges(
        _ random: inout Seeded
    ) -> (edges: [[Assignment.Edge]], columns: Int, unmatched: Int) {
        let columns = 1 + random.below(6)
        let unmatched = 5 + random.below(20)
        let edges = (0..<1 + random.below(6)).map { _ in
            (0..<columns).filter { _ in !random.oneIn(3) }.map {
                Assignment.Edge(column: $0, cost: random.below(24))
            }
        }
        return (edges, columns, unmatched)
    }

    @Test func `no choice is cheaper, and no column has two rows`() {
        for seed in Trials.seeds(400, of: "assignment") {
            var random = Seeded(seed)
            let (edges, columns, unmatched) = AssignmentTests.edges(&random)
            let found = Assignment(edges, columns: columns, unmatched: unmatched)
            var cost = 0
            var taken: Set<Int> = []
            for (row, column) in found.columnOf.enumerated() {
                guard let column else {
                    cost += unmatched
                    continue
                }
                #expect(taken.insert(column).inserted, "seed \(seed): a column has two rows")
                cost += edges[row].first { $0.column == column }?.cost ?? 1_000_000
            }
            #expect(cost == cheapest(edges, unmatched: unmatched), "seed \(seed)")
        }
    }

    @Test func `taking the nearest free column row by row costs more, and this model tells`() {
        let dearer = Trials.seeds(400, of: "greedy").filter { seed in
            var random = Seeded(seed)
            let (edges, _, unmatched) = AssignmentTests.edges(&random)
            var taken: Set<Int> = []
            let cost = edges.reduce(0) { cost, row in
                let free = row.filter { !taken.contains($0.column) && $0.cost <= unmatched }
                guard let nearest = free.min(by: { $0.cost < $1.cost }) else {
                    return cost + unmatched
                }
                taken.insert(nearest.column)
                return cost + nearest.cost
            }
            return cost > cheapest(edges, unmatched: unmatched)
        }
        #expect(!dearer.isEmpty)
    }

    @Test func `the heap gives the smallest first`() {
        for seed in Trials.seeds(50, of: "heap") {
            var random = Seeded(seed)
            var heap = MinimumHeap()
            var model: [[Int]] = []
            for _ in 0..<60 {
                if random.oneIn(3) {
                    let wanted = model.min { $0.lexicographicallyPrecedes($1) }
                    let found = heap.removeFirst()
                    #expect(found.map { [$0.key, $0.owner] } == wanted, "seed \(seed)")
                    if let place = model.firstIndex(where: { $0 == wanted }) {
                        model.remove(at: place)
                    }
                } else {
                    let item = [random.below(9), random.below(9)]
                    model.append(item)
                    heap.insert(item[0], item[1])
                }
            }
        }
    }
}
