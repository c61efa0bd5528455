package import Model

/// Records of one account that a file lists one by one, with the balances it states.
package struct StatementBuilder {
    package private(set) var statement: Statement

    package init(identifier: String?, currency: CurrencyCode?) {
        statement = Statement(identifier: identifier, currency: currency, records: [], skipped: 0)
    }

    package mutating func append(_ record: StatementRecord) { statement.records.append(record) }

    package mutating func skip() { statement.skipped += 1 }

    /// Which part of the file holds the statement.
    package var part: Int {
        get { statement.part }
        set { statement.part = newValue }
    }

    var isEmpty: Bool {
        statement.records.isEmpty && statement.skipped == 0 && statement.opening == nil
            && statement.closing == nil && statement.valuation == nil
    }

    mutating func setCurrency(_ currency: CurrencyCode) { statement.currency = currency }

    package mutating func setOpening(_ balance: StatedBalance?) { statement.opening = balance }

    package mutating func setClosing(_ balance: StatedBalance?) { statement.closing = balance }

    package mutating func setValuation(_ value: StatedBalance?) { statement.valuation = value }

    /// The statement, with the proof that opening and rows make the closing balance where it states both,
    /// and the one currency of rows that all name the same.
    package func finished() -> Statement {
        var statement = statement
        let currencies = Set(statement.records.map { $0.currency ?? statement.currency })
        if currencies.count == 1, let only = currencies.first { statement.currency = only }
        if currencies.count > 1 { statement.currency = nil }
        guard let opening = statement.opening?.amount.fine,
            let closing = statement.closing?.amount.fine
        else { return statement }
        var sum: Int64? = opening
        for record in statement.records where !record.isPending {
            guard let known = sum, let amount = record.amount.fine else {
                sum = nil
                break
            }
            let (next, overflow) = known.addingReportingOverflow(amount)
            sum = overflow ? nil : next
        }
        statement.addsUp = sum.map { $0 == closing }
        return statement
    }
}

extension StatementRecord {
    /// A record of which only the day and the amount are known yet.
    package init(row: Int, bookingDate: CivilDate, amount: DecimalNumber, raw: String) {
        self.init(
            row: row, bookingDate: bookingDate, valueDate: nil, madeOn: nil, amount: amount,
            currency: nil, balance: nil, counterparty: nil, counterpartyIBAN: nil, text: [],
            entryReference: nil, endToEnd: nil, mandate: nil, transactionID: nil, fx: nil,
            trade: nil, category: nil, parts: [], isPending: false, raw: raw)
    }
}

extension DecimalNumber {
    /// Reads a number of a format that knows no thousands separator: comma and point both part the
    /// decimals. Where both stand, the last one does.
    package init?(banking text: String) {
        let bytes = Array(text.utf8).filter { $0 != 0x20 && $0 != 0x27 }
        guard bytes.contains(where: { $0 &- 0x30 < 10 }) else { return nil }
        let marks = bytes.indices.filter { bytes[$0] == 0x2C || bytes[$0] == 0x2E }
        guard let last = marks.last else {
            self.init(bytes[...])
            return
        }
        // Several equal marks, or another one before the last, part thousands.
        let others = Set(marks.dropLast().map { bytes[$0] })
        if others.contains(bytes[last]) {
            guard others.count == 1 else { return nil }
            self.init(bytes.filter { $0 != bytes[last] }[...])
            return
        }
        var plain = bytes.enumerated().filter { !marks.contains($0.offset) || $0.offset == last }
            .map(\.element)
        guard let place = plain.firstIndex(of: bytes[last]) else { return nil }
        plain[place] = 0x2E
        if place == plain.count - 1 { plain.removeLast() }
        if place == 0 || plain[place - 1] == 0x2D || plain[place - 1] == 0x2B {
            plain.insert(0x30, at: place)
        }
        self.init(plain[...])
    }
}
