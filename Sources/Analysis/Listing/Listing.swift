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
    private let lines: CollectedLines
    /// The lines in order, by their places.
    private var order: [UInt32]
    /// The files that were read.
    package let files: [TransactionFile]
    private let readers: [TransactionReader]
    /// The currencies in which amounts are told, in order: those that the ledger's accounts hold, and one in which all are
    /// told.
    package private(set) var currencies: [CurrencyCode]
    /// What keeps the answer from being right (S23).
    package private(set) var findings: [Diagnostic]
    /// By place what each line is worth in the currency in which all are told, and that currency's index; empty where each
    /// is told in its own.
    private var worths: [(units: Int64, currency: Int)] = []

    package init(_ selection: Selection, _ ledger: Ledger, threads: Int) {
        let files = selection.files(of: ledger)
        let result = LedgerScan(ledger, files: files, threads: threads).run {
            RowCollector(selection, ledger)
        }
        self.init(selection, ledger, result.consumers, ledger.findings + result.findings)
    }

    /// What the consumers of all threads collected.
    init(
        _ selection: Selection, _ ledger: Ledger,
        _ consumers: [(consumer: RowCollector, targets: [Target])], _ findings: [Diagnostic]
    ) {
        self.findings = findings
        lines = CollectedLines(consumers)
        order = lines.order
        files = selection.files(of: ledger)
        currencies = ledger.heldCurrencies
        let names = ledger.accountNames
        readers = ledger.accounts.map {
            TransactionReader(context: ledger.context(of: $0), accounts: names)
        }
    }

    package var count: Int { order.count }

    private func entry(_ index: Int) -> RowCollector.Entry { lines.entries[Int(order[index])] }

    /// Tells every amount in one currency: each line by itself, by the price of a day (S3). Transactions keep their own.
    ///
    /// - Parameters:
    ///   - lastDay: the last one that was asked for.
    ///   - hasGaps: whether what has no price is told as it is; else a finding keeps the answer from being right.
    package mutating func tell(
        in target: CurrencyCode, by rate: RateDay, lastDay: CivilDate?, today: CivilDate,
        hasGaps: Bool, _ ledger: Ledger
    ) {
        var converter = Converter(to: target, ledger)
        let own = currencies
        currencies = Set(own + [target]).sorted()
        let place = Dictionary(
            uniqueKeysWithValues: currencies.enumerated().map { ($1, $0) })
        worths = Array(repeating: (0, 0), count: lines.entries.end)
        for index in 0..<count {
            let entry = entry(index)
            let code = own[entry.currency]
            let date = rate.date(of: CivilDate(day: entry.day), lastDay: lastDay, today: today)
            let worth = converter.worth(of: Totals([code: Int128(entry.amount)]), on: date)
            let told = worth.entry(0)
            // What is too large to be told is told as it is, beside the finding.
            if let told, let units = Int64(exactly: told.units) {
                worths[Int(order[index])] = (units, place[told.currency] ?? 0)
            } else {
                converter.noteTooLarge(code, on: date)
                worths[Int(order[index])] = (entry.amount, place[code] ?? 0)
            }
        }
        findings += converter.findings(isAllowed: hasGaps)
    }

    /// Reorders by `fields`, each ascending or descending; equal lines keep their order.
    package mutating func sort(by fields: [SortField]) {
        let transactions = (0..<count).map { self[$0] }
        let indices = transactions.indices.sorted { left, right in
            for field in fields {
                let result =
                    field.name == .amount
                    ? field.compare(amount(left).units, amount(right).units)
                    : field.compare(transactions[left], transactions[right])
                if result != 0 { return field.isDescending ? result > 0 : result < 0 }
            }
            return left < right
        }
        order = indices.map { order[$0] }
    }

    /// The transaction at `index`. Parsed when asked for.
    package subscript(index: Int) -> Transaction {
        let entry = entry(index)
        let line = lines.bytes(Int(order[index]), entry)
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
            let (units, currency) = amount(index)
            sums[currency].0 += Int128(units)
            sums[currency].1 = true
        }
        var totals = Totals()
        for (code, sum) in zip(currencies, sums) where sum.1 { totals.add(sum.0, code) }
        return totals
    }
}

/// What a table shows of a line, told without parsing it.
package struct ListedLine: Sendable {
    package let day: Int32
    package let status: Status
    /// The index of the line's file in `Listing.files`.
    package let file: Int
    package let amount: Int64
    /// The currency's index in `Listing.currencies`.
    package let currency: Int
    /// The index of the target in `Listing.targets`; `nil` for a split.
    package let target: Int?
}

extension Listing {
    package func line(_ index: Int) -> ListedLine {
        let entry = entry(index)
        let told = amount(index)
        return ListedLine(
            day: entry.day, status: entry.status, file: Int(entry.file), amount: told.units,
            currency: told.currency, target: lines.target(Int(order[index]), entry))
    }

    /// The amount of a line as it is told, and its currency's index in `currencies`.
    package func amount(_ index: Int) -> (units: Int64, currency: Int) {
        if !worths.isEmpty { return worths[Int(order[index])] }
        let entry = entry(index)
        return (entry.amount, entry.currency)
    }

    /// What lines may name by an index; a target may stand there twice.
    package var targets: [Target] { lines.targets }

    /// The targets of the parts of a line, as indices in `targets`.
    package func partTargets(_ index: Int) -> [Int] {
        lines.partTargets(Int(order[index]), entry(index))
    }

    /// Hands the UTF-8 of a line's description to `body`.
    package func withDescription(_ index: Int, _ body: (borrowing Span<UInt8>) -> Void) {
        let entry = entry(index)
        if entry.isEscaped || entry.description == RowCollector.Entry.longLine {
            let text = Array(self[index].description.utf8)
            body(text.span)
        } else {
            lines.withDescription(Int(order[index]), entry, body)
        }
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

    fileprivate func compare(_ left: Int64, _ right: Int64) -> Int {
        left < right ? -1 : left > right ? 1 : 0
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
