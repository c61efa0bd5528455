package import Model
import Queries
package import Reading
package import SourceText
import Syntax

/// The transactions that a query selects, in the order S25.
package struct Listing: Sendable {
    private var collectors: [RowCollector]
    /// Collector and entry of each line, in order.
    private var order: [(collector: Int, entry: Int)]
    private let readers: [TransactionReader]
    private let paths: [String: String]
    private let ledger: Ledger
    /// What keeps the answer from being right (S23).
    package let findings: [Diagnostic]

    package init(_ selection: Selection, _ ledger: Ledger, threads: Int) {
        let files = selection.files(of: ledger)
        let result = LedgerScan(ledger, files: files, threads: threads).run {
            RowCollector(selection, ledger)
        }
        collectors = result.consumers.map(\.consumer)
        findings = ledger.findings + result.findings
        self.ledger = ledger
        let names = ledger.accountNames
        readers = ledger.accounts.map {
            TransactionReader(context: ledger.context(of: $0), accounts: names)
        }
        paths = Dictionary(
            files.map { (Listing.key($0.accountRank, $0.fileRank), $0.path) },
            uniquingKeysWith: { first, _ in first })
        order = []
        order = sorted()
    }

    private static func key(_ account: Int, _ file: Int) -> String { "\(account)/\(file)" }

    /// Sorts by day, account, file and line. Each key fits in 128 bits, which compare at once.
    private func sorted() -> [(collector: Int, entry: Int)] {
        var keys: [(key: UInt128, collector: Int, entry: Int)] = []
        for (number, collector) in collectors.enumerated() {
            keys.reserveCapacity(keys.count + collector.entries.count)
            for (index, entry) in collector.entries.enumerated() {
                let day = UInt128(UInt32(entry.day)) << 96
                let account = UInt128(UInt32(entry.accountRank)) << 64
                let place = UInt128(UInt32(entry.fileRank)) << 32 | UInt128(entry.lineNumber)
                keys.append((day | account | place, number, index))
            }
        }
        keys.sort { $0.key < $1.key }
        return keys.map { ($0.collector, $0.entry) }
    }

    package var count: Int { order.count }

    /// Reorders by `fields`, each ascending or descending; equal lines keep their order.
    package mutating func sort(by fields: [SortField]) {
        let transactions = (0..<count).map { self[$0] }
        let indices = transactions.indices.sorted { left, right in
            for field in fields {
                let result = field.compare(transactions[left], transactions[right])
                if result != 0 { return field.isDescending ? result > 0 : result < 0 }
            }
            return left < right
        }
        order = indices.map { order[$0] }
    }

    /// The transaction at `index`. Parsed when asked for.
    package subscript(index: Int) -> Transaction {
        let (number, entryIndex) = order[index]
        let collector = collectors[number]
        let entry = collector.entries[entryIndex]
        let line = Array(collector.text[entry.start..<entry.start + Int(entry.length)])
        let path = paths[Listing.key(Int(entry.accountRank), Int(entry.fileRank))] ?? ""
        let reader = readers[Int(entry.accountRank)]
        do throws(SyntaxProblem) {
            return try reader.transaction(line, file: path, number: Int(entry.lineNumber))
        } catch {
            preconditionFailure("a line that was scanned cannot be parsed: \(error.message)")
        }
    }

    /// The sum of the amounts by currency.
    package var sum: Totals {
        var totals = Totals()
        for index in 0..<count {
            let transaction = self[index]
            totals.add(transaction.amount, transaction.currency)
        }
        return totals
    }
}

/// What a list may be ordered by.
package struct SortField: Sendable, Equatable {
    package enum Name: String, Sendable, CaseIterable {
        case date, amount, account, description, category
    }

    package var name: Name
    package var isDescending: Bool

    package init(_ name: Name, isDescending: Bool) {
        self.name = name
        self.isDescending = isDescending
    }

    /// Below, at or above zero as the left stands before, with or behind the right.
    func compare(_ left: Transaction, _ right: Transaction) -> Int {
        switch name {
        case .date: return Int(left.date.day) - Int(right.date.day)
        case .amount: return left.amount < right.amount ? -1 : left.amount > right.amount ? 1 : 0
        case .account: return SortField.compare(left.account, right.account)
        case .description: return SortField.compare(left.description, right.description)
        case .category:
            return SortField.compare(left.parts[0].target.text, right.parts[0].target.text)
        }
    }

    private static func compare(_ left: String, _ right: String) -> Int {
        byBytes(left, right) ? -1 : byBytes(right, left) ? 1 : 0
    }
}

extension Target {
    /// How the target is written in a line; empty for none.
    package var text: String {
        switch self {
        case .uncategorised: ""
        case .category(let path): path
        case .transfer(let account): "=\(account)"
        case .ignored: "ignored"
        }
    }
}
