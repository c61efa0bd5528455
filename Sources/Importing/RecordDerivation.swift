package import Model
import SourceText
package import Statements

/// Makes bank records of the rows of a statement, with the ids that everybody derives from them
/// (merge design 3.2).
package struct RecordDerivation: Sendable {
    private let account: Account
    private let decimals: [CurrencyCode: Int]
    private let format: StatementFormat

    package init(account: Account, decimals: [CurrencyCode: Int], format: StatementFormat) {
        self.account = account
        self.decimals = decimals
        self.format = format
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
                records[place].reserveCapacity(sorted[place].count)
                for row in sorted[place] {
                    records[place].append(
                        try record(row, statements[place], trusted, &occurrences))
                }
            }
        }
        return records
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

    private func record(
        _ row: StatementRecord, _ statement: Statement, _ trusted: Trust,
        _ occurrences: inout [ByteKey: Int]
    ) throws(Problem) -> BankRecord {
        let currency = row.currency ?? statement.currency ?? account.currency
        let amount = try units(row.amount, currency, row)
        let text = decimalText(amount, decimals: decimals[currency] ?? 2)
        let core = [
            row.bookingDate.description, text, currency.description, BankRecord.normalised(row),
        ]
        let key = ByteKey(core.joined(separator: "\n"))
        let occurrence = (occurrences[key] ?? 0) + 1
        occurrences[key] = occurrence
        let content = Identifier.derived(
            .record, account: account.uid, parts: core, occurrence: occurrence)
        guard let reference = row.transactionID, RecordDerivation.isReference(reference) else {
            return try record(
                row, id: content, amount: amount, currency: currency, occurrence: occurrence)
        }
        let id = Identifier.derived(
            .reference, account: account.uid, parts: [format.source, reference], occurrence: 1)
        let isTrusted = trusted.isWhole && trusted.references.contains(reference)
        var result = try record(
            row, id: isTrusted ? id : content, amount: amount, currency: currency,
            occurrence: occurrence)
        // Another file may have rows that make references less trusted, or more: then the same event has
        // the other id. Of equal rows with one reference only the first can be the event of that file.
        if isTrusted || occurrence == 1 { result.otherID = isTrusted ? content : id }
        return result
    }

    private func record(
        _ row: StatementRecord, id: String, amount: Int64, currency: CurrencyCode, occurrence: Int
    ) throws(Problem) -> BankRecord {
        var balance: Int64?
        if let stated = row.balance { balance = try units(stated, currency, row) }
        var references: [(key: String, value: String)] = []
        for (key, value) in [
            ("entry", row.entryReference), ("end_to_end", row.endToEnd), ("mandate", row.mandate),
            ("id", row.transactionID),
        ] {
            if let value, !value.isEmpty { references.append((key, value)) }
        }
        return BankRecord(
            id: id, source: format.source, status: row.isPending ? .pending : .booked,
            bookingDate: row.bookingDate,
            valueDate: row.valueDate, madeOn: row.madeOn, amount: amount, currency: currency,
            decimals: decimals[currency] ?? 2, fx: row.fx.map { foreign($0, isOut: amount < 0) },
            balance: balance, counterparty: row.counterparty, iban: row.counterpartyIBAN,
            text: row.text, references: references, occurrence: occurrence, raw: row.raw,
            row: row.row)
    }

    private func foreign(_ fx: ForeignAmount, isOut: Bool) -> (amount: String, currency: String) {
        let magnitude = Int64(clamping: fx.amount.units.magnitude)
        let units = isOut ? -magnitude : magnitude
        return (decimalText(units, decimals: fx.amount.decimals), fx.currency.description)
    }

    private func units(
        _ number: DecimalNumber, _ currency: CurrencyCode, _ row: StatementRecord
    ) throws(Problem) -> Int64 {
        guard account.currencies.contains(currency), let decimals = decimals[currency] else {
            throw Problem(
                row: row.row, value: currency.description,
                message: "the account \(account.name) does not hold \(currency)",
                remedy: "list \(currency) in its currencies, or choose another account")
        }
        guard let units = number.scaled(to: decimals) else {
            let value = decimalText(number.units, decimals: number.decimals)
            throw Problem(
                row: row.row, value: value, message: "\(value) has more decimals than \(currency)",
                remedy: "check the decimal mark with --decimal")
        }
        return units
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
        trust.isWhole = format.hasReferences || isWhole && !seen.isEmpty
        return trust
    }
}
