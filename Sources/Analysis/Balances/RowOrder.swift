import Model
import Reading

/// The order of a report's rows (S25): accounts in display order; paths in the order of their file
/// with what lies below each, then unknown ones by bytes; then transfers, ignored and none.
package struct RowOrder: Sendable {
    private let ranks: [String: Int]
    private let tree: CategoryTree
    private let isTree: Bool

    /// - Parameter books: the ledgers looked at; paths have the order of the first.
    package init(grouping: Grouping, _ books: [ReportBook]) {
        let ledger = books[0].ledger
        tree = ledger.tree(of: grouping)
        isTree = grouping.isTree
        let names: [String]
        switch grouping {
        case .account:
            names = books.flatMap { book in book.ledger.accounts.map { book.prefix + $0.name } }
        case .kind: names = AccountKind.allCases.map(\.rawValue)
        case .direction: names = ["in", "out"]
        case .weekday:
            names = (0..<7).map { Grouping.weekdays[(ledger.weekStart - 1 + $0) % 7] }
        default: names = []
        }
        ranks = Dictionary(
            names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package func sorted(_ keys: [GroupKey]) -> [GroupKey] {
        let named = keys.compactMap { if case .named(let name) = $0 { name } else { nil } }
        let order = isTree ? pathOrder(named) : nameOrder(named)
        let transfers = keys.compactMap { if case .transfer(let name) = $0 { name } else { nil } }
        var result: [GroupKey] = order.map { .named($0) }
        result += nameOrder(transfers).map { .transfer($0) }
        if keys.contains(.ignored) { result.append(.ignored) }
        if keys.contains(.none) { result.append(.none) }
        return result
    }

    private func nameOrder(_ names: [String]) -> [String] {
        names.sorted { left, right in
            let a = ranks[left] ?? .max
            let b = ranks[right] ?? .max
            return a != b ? a < b : left.utf8.lexicographicallyPrecedes(right.utf8)
        }
    }

    /// Parents before children, siblings in the order of the first of them in the file.
    private func pathOrder(_ paths: [String]) -> [String] {
        var firstPosition: [String: Int] = [:]
        for (position, category) in tree.categories.enumerated() {
            for prefix in prefixes(category.path) where firstPosition[prefix] == nil {
                firstPosition[prefix] = position
            }
        }
        let ranked = paths.map { path in
            (path: path, rank: prefixes(path).map { (firstPosition[$0] ?? .max, $0) })
        }
        return ranked.sorted { left, right in
            for (a, b) in zip(left.rank, right.rank) {
                if a.0 != b.0 { return a.0 < b.0 }
                // Of two in one place and at one depth, both are the same or both are unknown.
                if a.0 == .max, !a.1.utf8.elementsEqual(b.1.utf8) {
                    return a.1.utf8.lexicographicallyPrecedes(b.1.utf8)
                }
            }
            return left.rank.count < right.rank.count
        }.map(\.path)
    }

    private func prefixes(_ path: String) -> [String] {
        var result: [String] = []
        for segment in path.split(separator: "/") {
            result.append(result.last.map { "\($0)/\(segment)" } ?? String(segment))
        }
        return result
    }
}
