package import Model
import Queries
package import Reading
package import SourceText
import Syntax

/// The transactions that a query selects, in the order S25.
///
/// Lines are kept as bytes and parsed when a transaction is asked for; what a table shows is told
/// without parsing.
package struct Listing: Sendable {
    private let collectors: [(entries: ChunkedList<RowCollector.Entry>, text: LineArena)]
    private let targets: [[Target]]
    /// The lines in order: the collector in the highest three bits, the entry below.
    private var order: [UInt32]
    private let files: [TransactionFile]
    private let ledger: Ledger
    private let readers: [TransactionReader]
    private let currencies: [CurrencyCode]
    /// What keeps the answer from being right (S23).
    package let findings: [Diagnostic]

    private static let entryBits: UInt32 = 29

    package init(_ selection: Selection, _ ledger: Ledger, threads: Int) {
        let files = selection.files(of: ledger)
        let numbers = Dictionary(
            files.enumerated().map { ($1.path, UInt32($0)) },
            uniquingKeysWith: { first, _ in first })
        let result = LedgerScan(ledger, files: files, threads: threads).run {
            RowCollector(selection, ledger, numbers: numbers)
        }
        collectors = result.consumers.map { ($0.consumer.entries, $0.consumer.text) }
        targets = result.consumers.map(\.targets)
        findings = ledger.findings + result.findings
        self.files = files
        self.ledger = ledger
        currencies = ledger.heldCurrencies
        let names = ledger.accountNames
        readers = ledger.accounts.map {
            TransactionReader(context: ledger.context(of: $0), accounts: names)
        }
        order = Listing.order(result.consumers.map(\.consumer), fileCount: files.count)
    }

    /// Orders by day and keeps the reading order inside a day: entries are met in the order of
    /// accounts, files and lines, so that counting them by day sorts them.
    private static func order(_ collectors: [RowCollector], fileCount: Int) -> [UInt32] {
        var places: [(collector: Int, range: Range<Int>)] = []
        for file in 0..<fileCount {
            for (number, collector) in collectors.enumerated() {
                if let range = collector.ranges[UInt32(file)] { places.append((number, range)) }
            }
        }
        var first = Int32.max
        var last = Int32.min
        var count = 0
        for (number, range) in places {
            for index in range {
                let day = collectors[number].entries[index].day
                first = min(first, day)
                last = max(last, day)
                count += 1
            }
        }
        if count == 0 { return [] }
        var starts = Array(repeating: 0, count: Int(last - first) + 2)
        for (number, range) in places {
            for index in range {
                starts[Int(collectors[number].entries[index].day - first) + 1] += 1
            }
        }
        for day in 1..<starts.count { starts[day] += starts[day - 1] }
        var order = [UInt32](repeating: 0, count: count)
        for (number, range) in places {
            for index in range {
                let day = Int(collectors[number].entries[index].day - first)
                order[starts[day]] = UInt32(number) << entryBits | UInt32(index)
                starts[day] += 1
            }
        }
        return order
    }

    package var count: Int { order.count }

    private func entry(_ index: Int) -> (collector: Int, entry: RowCollector.Entry) {
        let place = order[index]
        let collector = Int(place >> Listing.entryBits)
        return (collector, collectors[collector].entries[Int(place & (1 << Listing.entryBits - 1))])
    }

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
        let (collector, entry) = entry(index)
        let line = Array(collectors[collector].text.bytes(entry.position, Int(entry.length)))
        let file = files[Int(entry.file)]
        do throws(SyntaxProblem) {
            return try readers[file.accountRank].transaction(
                line, file: file.path, number: Int(entry.lineNumber))
        } catch {
            preconditionFailure("a line that was scanned cannot be parsed: \(error.message)")
        }
    }

    /// The sum of the amounts by currency.
    package var sum: Totals {
        var sums = currencies.map { _ in (Int128(0), false) }
        for index in 0..<count {
            let entry = entry(index).entry
            sums[Int(entry.currency)].0 += Int128(entry.amount)
            sums[Int(entry.currency)].1 = true
        }
        var totals = Totals()
        for (code, sum) in zip(currencies, sums) where sum.1 { totals.add(sum.0, code) }
        return totals
    }
}

/// What a table shows of a line, told without parsing it.
package struct ListedLine: Sendable {
    package let date: CivilDate
    package let status: Status
    package let account: String
    package let amount: Int64
    package let currency: CurrencyCode
    /// The currency's position among those that the ledger's accounts hold.
    package let currencyIndex: Int
}

extension Listing {
    package func line(_ index: Int) -> ListedLine {
        let entry = entry(index).entry
        return ListedLine(
            date: CivilDate(day: entry.day), status: entry.status,
            account: files[Int(entry.file)].account, amount: entry.amount,
            currency: currencies[Int(entry.currency)], currencyIndex: Int(entry.currency))
    }

    /// The targets of the line's parts, in order.
    package func targets(_ index: Int) -> [Target] {
        let (collector, entry) = entry(index)
        if entry.target == RowCollector.splitTarget { return self[index].parts.map(\.target) }
        return [targets[collector][Int(entry.target)]]
    }

    /// The target of a line with one part; `nil` for a split.
    package func target(_ index: Int) -> Target? {
        let (collector, entry) = entry(index)
        return entry.target == RowCollector.splitTarget
            ? nil : targets[collector][Int(entry.target)]
    }

    /// Appends the description's UTF-8.
    package func appendDescription(_ index: Int, to bytes: inout [UInt8]) {
        let (collector, entry) = entry(index)
        if entry.isEscaped {
            bytes += self[index].description.utf8
            return
        }
        let line = collectors[collector].text.bytes(entry.position, Int(entry.length))
        var end = line.startIndex + Int(entry.description)
        let start = end
        while end < line.endIndex, line[end] != Ascii.bar { end += 1 }
        while end > start, line[end - 1].isBlank { end -= 1 }
        bytes += line[start..<end]
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
