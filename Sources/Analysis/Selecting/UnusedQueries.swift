import Model
import Platform
package import Queries
package import Reading
import SourceText
import Syntax

/// Queries that fit no line of a ledger.
package enum UnusedQueries {
    /// The places of the queries that fit no line, whatever its mark; `nil` for those about descriptions where a
    /// machine has changed some, since the bank's are not looked up. All are unused where there is no line.
    ///
    /// - Complexity: O(bytes) for each query that fits nothing; others end with the first line that they fit.
    package static func find(
        _ queries: [Query], _ ledger: Ledger, threads: Int
    ) -> (unused: [Int], hasRenamed: Bool) {
        let result = LedgerScan(ledger, files: ledger.files, threads: threads).run {
            UseConsumer(queries, ledger)
        }
        var used: Set<Int> = []
        var hasRenamed = false
        for (consumer, _) in result.consumers {
            used.formUnion(consumer.used)
            hasRenamed = hasRenamed || consumer.hasRenamed
        }
        return (queries.indices.filter { !used.contains($0) }, hasRenamed)
    }
}

/// Looks for the first line that each query fits.
private struct UseConsumer: RowConsumer {
    private var open: [(place: Int, filter: RowFilter)]
    private(set) var used: Set<Int> = []
    private(set) var hasRenamed = false

    init(_ queries: [Query], _ ledger: Ledger) {
        let statuses = Set(Status.allCases).subtracting([.assertion])
        open = queries.enumerated().map { place, query in
            // Conditions are tested on rows where they stand beside each other.
            let all: Query = if case .all = query { query } else { .all([query]) }
            var selection = Selection(query: all)
            selection.statuses = statuses
            return (place, RowFilter(selection, ledger))
        }
    }

    mutating func begin(_ file: TransactionFile) {
        for index in open.indices { open[index].filter.begin(file) }
    }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for row in batch.rows {
            if !hasRenamed, row.traits.has(.attributed) { hasRenamed = isRenamed(row, text) }
            for index in open.indices.reversed() {
                let answer = open[index].filter.select(row, batch, text, targets, perPart: false)
                if case .nothing = answer { continue }
                used.insert(open[index].place)
                open.remove(at: index)
            }
        }
    }

    /// Whether a machine has set the line's description.
    private func isRenamed(_ row: Row, _ text: ByteView) -> Bool {
        let attributes = text.bytes(Int(row.attributesStart)..<Int(row.lineEnd))
        return firstPlace(of: UseConsumer.renamed, in: attributes[...]) != nil
    }

    private static let renamed = Array("description.".utf8)
}
