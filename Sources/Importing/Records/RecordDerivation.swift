package import Model
import Platform
import SourceText
package import Statements

/// Who tells of records: the name under which evidence and ids keep it.
package struct RecordSource: Sendable {
    package var name: String
    /// Whether a reference tells one event from every other.
    package var hasReferences: Bool

    /// A connector.
    package init(connector: String) {
        name = connector
        hasReferences = true
    }

    package init(_ format: StatementFormat) {
        name = format.source
        hasReferences = format.hasReferences
    }
}

/// Makes bank records of the rows of a statement, with the ids that everybody derives from them
/// (merge design 3.2).
package struct RecordDerivation: Sendable {
    private let account: Account
    private let decimals: [CurrencyCode: Int]
    private let source: RecordSource
    private let threads: Int

    /// - Parameter threads: the most threads that make records.
    package init(
        account: Account, decimals: [CurrencyCode: Int], source: RecordSource, threads: Int
    ) {
        self.account = account
        self.decimals = decimals
        self.source = source
        self.threads = max(threads, 1)
    }

    /// Why a row cannot become a record of the account.
    package struct Problem: Error, Sendable, Equatable {
        package var row: Int
        package var value: String
        package var message: String
        package var remedy: String

        package init(row: Int, value: String, message: String, remedy: String) {
            self.row = row
            self.value = value
            self.message = message
            self.remedy = remedy
        }
    }

    /// The records of the statements of the account in one file, each in the order of days; rows of one
    /// day in the bank's order, oldest first. Equal rows are counted through all statements of a part.
    package func records(_ statements: [Statement]) throws(Problem) -> [[BankRecord]] {
        let sorted = statements.map(RecordDerivation.oldestFirst)
        var records: [[BankRecord]] = Array(repeating: [], count: statements.count)
        for part in Set(statements.map(\.part)).sorted() {
            let places = statements.indices.filter { statements[$0].part == part }
            let trusted = trustedReferences(places.map { sorted[$0] }.joined())
            var occurrences: [ByteKey: Int] = [:]
            for place in places {
                records[place] = try self.records(
                    sorted[place], statements[place].currency, trusted, &occurrences)
            }
        }
        return records
    }

    /// The records of one statement, whose rows are in the order of days: their texts and their ids are made by
    /// several threads, and equal rows are counted between.
    private func records(
        _ rows: [StatementRecord], _ currency: CurrencyCode?, _ trusted: Trust,
        _ occurrences: inout [ByteKey: Int]
    ) throws(Problem) -> [BankRecord] {
        let cores = try concurrently(rows.count) { index in core(rows[index], currency) }
        let counts = cores.map { core in
            let occurrence = (occurrences[core.key] ?? 0) + 1
            occurrences[core.key] = occurrence
            return occurrence
        }
        return try concurrently(rows.count) { index in
            record(rows[index], cores[index], trusted, counts[index])
        }
    }

    /// What a row says of its event, and the amount that it means in the account.
    private struct Core: Sendable {
        var amount: Int64
        var currency: CurrencyCode
        var parts: [String]
        var key: ByteKey
    }

    /// The results of `body(0) … body(count - 1)`, by several threads where there are many.
    private func concurrently<Value: Sendable>(
        _ count: Int, _ body: @Sendable (Int) -> Result<Value, Problem>
    ) throws(Problem) -> [Value] {
        let results = withoutActuallyEscaping(body) { mapInShares(count, threads: threads, $0) }
        var values: [Value] = []
        values.reserveCapacity(count)
        for result in results { values.append(try result.get()) }
        return values
    }

    private static func oldestFirst(_ statement: Statement) -> [StatementRecord] {
        var rows = statement.records
        if let first = rows.first, let last = rows.last, first.bookingDate > last.bookingDate {
            rows.reverse()
        }
        return rows.enumerated().sorted {
            ($0.element.bookingDate, $0.offset) < ($1.element.bookingDate, $1.offset)
        }.map(\.element)
    }

    private func core(
        _ row: StatementRecord, _ statementCurrency: CurrencyCode?
    ) -> Result<Core, Problem> {
        let currency = row.currency ?? statementCurrency ?? account.currency
        return units(row.amount, currency, row).map { amount in
            let text = decimalText(amount, decimals: decimals[currency] ?? 2)
            let parts = [
                row.bookingDate.description, text, currency.description,
                BankRecord.normalised(row),
            ]
            return Core(
                amount: amount, currency: currency, parts: parts,
                key: ByteKey(parts.joined(separator: "\n")))
        }
    }

    private func record(
        _ row: StatementRecord, _ core: Core, _ trusted: Trust, _ occurrence: Int
    ) -> Result<BankRecord, Problem> {
        let content = Identifier.derived(
            .record, account: account.uid, parts: core.parts, occurrence: occurrence)
        guard let reference = row.transactionID, RecordDerivation.isReference(reference) else {
            return record(row, content, nil, core, occurrence)
        }
        let id = Identifier.derived(
            .reference, account: account.uid, parts: [source.name, reference], occurrence: 1)
        let isTrusted = trusted.isWhole && trusted.references.contains(reference)
        // Another file may have rows that make references less trusted, or more: then the same event has
        // the other id. Of equal rows with one reference only the first can be the event of that file.
        if isTrusted { return record(row, id, content, core, occurrence) }
        return record(row, content, occurrence == 1 ? id : nil, core, occurrence)
    }

    private func record(
        _ row: StatementRecord, _ id: String, _ otherID: String?, _ core: Core, _ occurrence: Int
    ) -> Result<BankRecord, Problem> {
        var balance: Int64?
        if let stated = row.balance {
            switch units(stated, core.currency, row) {
            case .success(let units): balance = units
            case .failure(let problem): return .failure(problem)
            }
        }
        var references: [(key: String, value: String)] = []
        for (key, value) in [
            ("entry", row.entryReference), ("end_to_end", row.endToEnd), ("mandate", row.mandate),
            ("id", row.transactionID),
        ] {
            if let value, !value.isEmpty { references.append((key, value)) }
        }
        let record = BankRecord(
            id: id, otherID: otherID, source: source.name,
            status: row.isPending ? .pending : .booked,
            days: BankRecord.Days(
                booking: row.bookingDate, value: row.valueDate, made: row.madeOn),
            amount: core.amount, currency: core.currency, decimals: decimals[core.currency] ?? 2,
            fx: row.fx.map { foreign($0, isOut: core.amount < 0) }, balance: balance,
            words: BankRecord.Words(
                counterparty: row.counterparty, iban: row.counterpartyIBAN, text: row.text),
            references: references, codes: codes(row), occurrence: occurrence,
            raw: row.raw, row: row.row)
        return .success(record)
    }

    private func codes(_ row: StatementRecord) -> [(key: String, value: String)] {
        var codes = row.trade?.codes ?? []
        if let category = row.category { codes.append((BankRecord.categoryCode, category)) }
        if !row.parts.isEmpty {
            let lines = row.parts.map { part in
                "\(decimalText(part.amount.units, decimals: part.amount.decimals)) "
                    + BankRecord.collapsed(part.category)
            }
            codes.append((BankRecord.splitCode, lines.joined(separator: "\n")))
        }
        return codes
    }

    private func foreign(_ fx: ForeignAmount, isOut: Bool) -> (amount: String, currency: String) {
        let magnitude = Int64(clamping: fx.amount.units.magnitude)
        let units = isOut ? -magnitude : magnitude
        return (decimalText(units, decimals: fx.amount.decimals), fx.currency.description)
    }

    private func units(
        _ number: DecimalNumber, _ currency: CurrencyCode, _ row: StatementRecord
    ) -> Result<Int64, Problem> {
        guard account.currencies.contains(currency), let decimals = decimals[currency] else {
            return .failure(
                Problem(
                    row: row.row, value: currency.description,
                    message: "the account \(account.name) does not hold \(currency)",
                    remedy: "list \(currency) in its currencies, or choose another account"))
        }
        guard let units = number.scaled(to: decimals) else {
            let value = decimalText(number.units, decimals: number.decimals)
            return .failure(
                Problem(
                    row: row.row, value: value,
                    message: "\(value) has more decimals than \(currency)",
                    remedy: "check the decimal mark with --decimal"))
        }
        return .success(units)
    }

    /// Which references tell rows apart.
    private struct Trust {
        /// Those that stand once and are no placeholder and no short counter.
        var references: Set<String> = []
        /// Whether ids are derived from them.
        var isWhole = false
    }

    /// Whether a text can be a reference: no placeholder, and too long for a counter.
    private static func isReference(_ text: String) -> Bool {
        text.utf8.count >= 8 && !text.utf8.allSatisfy { $0 == Ascii.zero } && text != "NOTPROVIDED"
    }

    /// A format's own references are trusted one by one; those of a column of a table only where all of them
    /// tell their rows apart.
    private func trustedReferences(_ rows: some Sequence<StatementRecord>) -> Trust {
        var trust = Trust()
        var seen: Set<String> = []
        var isWhole = true
        for row in rows {
            guard let id = row.transactionID, RecordDerivation.isReference(id) else {
                isWhole = false
                continue
            }
            if seen.insert(id).inserted {
                trust.references.insert(id)
            } else {
                trust.references.remove(id)
                isWhole = false
            }
        }
        trust.isWhole = source.hasReferences || isWhole && !seen.isEmpty
        return trust
    }
}
