import Model
package import Platform
package import Reading
import Syntax

/// Every id that stands in a ledger, as `id` or as `aka`.
package struct TakenIDs: RowConsumer {
    package private(set) var ids: Set<String> = []

    private init() {}

    /// - Complexity: O(bytes); memory of every id.
    package static func all(_ ledger: Ledger, threads: Int) -> Set<String> {
        let result = LedgerScan(ledger, files: ledger.files, threads: threads).run { TakenIDs() }
        return result.consumers.reduce(into: []) { $0.formUnion($1.consumer.ids) }
    }

    package mutating func begin(_ file: TransactionFile) {}

    package mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for row in batch.rows where row.traits.has(.identified) || row.traits.has(.aliased) {
            let attributes = LineText.attributes(
                text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
            ).attributes
            if let id = attributes["id"] { ids.insert(id) }
            ids.formUnion(attributes.set("aka"))
        }
    }
}
