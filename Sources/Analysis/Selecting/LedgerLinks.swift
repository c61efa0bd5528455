import Model
import Platform
package import Reading
import SourceText
import Syntax

/// What ties the lines of one ledger to lines of others that are looked at together with it.
///
/// A line is internal where it names a line of another ledger in `pair:`, or a line of another ledger names it: what moved
/// stayed among the ledgers, and is counted in none of them.
package struct LedgerLinks: Sendable {
    /// Ids of this ledger's lines that lines of other ledgers name.
    private(set) var named: Set<String> = []
    /// Ids of other ledgers' lines that lines of this ledger name.
    private(set) var naming: Set<String> = []

    package init() {}

    var isEmpty: Bool { named.isEmpty && naming.isEmpty }

    /// What a line has that may be internal.
    static var traits: RowTraits { .identified | .paired | .aliased }

    /// Whether a line with these attributes is internal.
    func hold(_ attributes: Attributes) -> Bool {
        attributes.identities.contains(where: named.contains)
            || attributes.set("pair").contains(where: naming.contains)
    }

    /// The links of each of several ledgers to the others. Lines that count nowhere have none.
    ///
    /// - Complexity: O(bytes) of all ledgers where there are several; a second time where some line names what stands in no
    ///   transfer of its own ledger.
    package static func among(_ ledgers: [Ledger], threads: Int) -> [LedgerLinks] {
        var links = ledgers.map { _ in LedgerLinks() }
        if ledgers.count < 2 { return links }
        let sought = ledgers.map { ledger -> Set<String> in
            let found = scan(ledger, wanted: nil, threads)
            return found.pairs.subtracting(found.ids)
        }
        for (index, ledger) in ledgers.enumerated() {
            let wanted = sought.indices.filter { $0 != index }
                .reduce(into: Set<String>()) { $0.formUnion(sought[$1]) }
            if wanted.isEmpty { continue }
            let ids = scan(ledger, wanted: wanted, threads).ids
            links[index].named = ids
            for other in ledgers.indices where other != index {
                links[other].naming.formUnion(ids.intersection(sought[other]))
            }
        }
        return links
    }

    private static func scan(
        _ ledger: Ledger, wanted: Set<String>?, _ threads: Int
    ) -> (ids: Set<String>, pairs: Set<String>) {
        let result = LedgerScan(ledger, files: ledger.files, threads: threads).run {
            LinkConsumer(wanted)
        }
        return result.consumers.reduce(into: (ids: [], pairs: [])) { all, one in
            all.ids.formUnion(one.consumer.ids)
            all.pairs.formUnion(one.consumer.pairs)
        }
    }
}

/// Collects the ids of lines, and those that lines name.
private struct LinkConsumer: RowConsumer {
    /// The ids that are looked for in every line; `nil` for all those of lines that name others.
    private let wanted: Set<String>?
    private(set) var ids: Set<String> = []
    private(set) var pairs: Set<String> = []

    init(_ wanted: Set<String>?) { self.wanted = wanted }

    mutating func begin(_ file: TransactionFile) {}

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        let traits = wanted == nil ? .paired : LedgerLinks.traits
        for row in batch.rows
        where row.traits.has(traits) && ![.assertion, .deleted, .dropped].contains(row.status) {
            let line = text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
            let attributes = LineText.attributes(line).attributes
            guard let wanted else {
                ids.formUnion(attributes.identities)
                pairs.formUnion(attributes.set("pair"))
                continue
            }
            ids.formUnion(attributes.identities.filter(wanted.contains))
        }
    }
}
