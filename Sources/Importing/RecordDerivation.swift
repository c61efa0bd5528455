package import Model
import SourceText
package import Statements

/// Makes bank records of the rows of a statement, with the ids that everybody derives from them
/// (merge design 3.2).
package struct RecordDerivation: Sendable {
    private let account: Account
    private let decimals: [CurrencyCode: Int]
    private let source: String

    /// - Parameter source: the format of the file, in which its references are told apart.
    package init(account: Account, decimals: [CurrencyCode: Int], source: String) {
        self.account = account
        self.decimals = decimals
        self.source = source
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
    /// day in the bank's order, oldest first. Equal rows are counted through all statements.
    package func records(_ statements: [Statement]) throws(Problem) -> [[BankRecord]] {
        let sorted = statements.map(RecordDerivation.oldestFirst)
        let trusted = trustedReferences(sorted.joined())
        var occurrences: [ByteKey: Int] = [:]
        var records: [[BankRecord]] = []
        for (statement, rows) in zip(statements, sorted) {
            var list: [BankRecord] = []
            list.reserveCapacity(rows.count)
            for row in rows {
                list.append(try record(row, statement, trusted, &occurrences))
            }
            records.append(list)
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
        _ row: StatementRecord, _ statement: Statement, _ trusted: Bool,
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
        guard let reference = row.transactionID, trusted else {
            return try record(
                row, id: content, amount: amount, currency: currency, occurrence: occurrence)
        }
        let id = Identifier.derived(
            .reference, account: account.uid, parts: [source, reference], occurrence: 1)
        var result = try record(
            row, id: id, amount: amount, currency: currency, occurrence: occurrence)
        result.contentID = content
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
            id: id, source: source, status: row.isPending ? .pending : .booked,
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

    /// Whether the file's own ids tell its rows apart: all there, long enough not to be counters,
    /// each once.
    private func trustedReferences(_ rows: some Sequence<StatementRecord>) -> Bool {
        var seen: Set<String> = []
        for row in rows {
            guard let id = row.transactionID, id.utf8.count >= 8,
                !id.utf8.allSatisfy({ $0 == Ascii.zero }), id != "NOTPROVIDED",
                seen.insert(id).inserted
            else { return false }
        }
        return !seen.isEmpty
    }
}
