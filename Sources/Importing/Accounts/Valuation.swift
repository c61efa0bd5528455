package import Editing
package import JSONText
package import Model
package import Reading
package import Syntax

/// What an investment account was worth at the end of a day, as a file says (S7).
package struct Valuation: Sendable, Hashable {
    package var date: CivilDate
    /// Minor units of `currency`.
    package var amount: Int64
    package var currency: CurrencyCode
    package var decimals: Int

    /// - Parameter number: is rounded to the decimals of the currency, halves away from zero: prices of funds have
    ///   more of them than money has.
    package init?(
        date: CivilDate, _ number: DecimalNumber, _ currency: CurrencyCode, decimals: Int
    ) {
        self.date = date
        self.currency = currency
        self.decimals = decimals
        if let units = number.scaled(to: decimals) {
            amount = units
            return
        }
        guard number.decimals > decimals else { return nil }
        var step: Int64 = 1
        for _ in decimals..<number.decimals { step *= 10 }
        let (whole, rest) = number.units.quotientAndRemainder(dividingBy: step)
        amount = whole + (rest.magnitude * 2 >= step.magnitude ? rest.signum() : 0)
    }

    /// The valuations in a line of a log.
    package static func all(in batch: JSONValue, _ ledger: Ledger) -> [Valuation] {
        (batch["balances"]?.elements ?? []).compactMap { stated in
            guard stated["kind"] == nil,
                let date = stated["date"]?.text.flatMap(CivilDate.init(iso:)),
                let amount = stated["amount"]?.text.flatMap({ DecimalNumber($0) }),
                let currency = stated["currency"]?.text.flatMap({ CurrencyCode($0) })
            else { return nil }
            return Valuation(date: date, amount, currency, decimals: ledger.decimals(currency))
        }
    }

    /// Whether a line is this valuation, as an import wrote it: the line names its source.
    package func isWritten(as line: TransactionLine) -> Bool {
        line.record.status == .assertion && line.attributes["source"] != nil
            && line.record.date == date && line.meaning.amount == amount
            && line.meaning.currency.code == currency
    }

    /// Its line, which names the source that told it.
    package func line(
        _ source: String, _ reader: TransactionReader, taxonomies: Set<String>
    ) throws(SyntaxProblem) -> TransactionLine {
        let record = TransactionRecord(
            date: date, status: .assertion,
            amount: AmountField(
                number: DecimalNumber(units: amount, decimals: decimals), currency: currency,
                numberRange: 0..<0, currencyRange: 0..<0),
            category: try CategoryField.parse([], 0..<0), description: "",
            attributes: AttributesField(
                attributes: Attributes([.value(key: "source", source)])))
        return try TransactionLine(record, in: reader, taxonomies: taxonomies)
    }
}

extension AccountImport {
    /// Writes the line of a valuation, where the account is one of investments and nobody has typed one of that day
    /// and currency. Of several that files tell of one day the greatest stays, in whatever order they come.
    ///
    /// - Returns: whether a line was written or changed.
    mutating func take(
        _ valuation: Valuation, _ source: String
    ) throws(SyntaxProblem) -> Bool {
        guard account.kind == .investment else { return false }
        let known = book.assertions(on: valuation.date)
        var place: Int?
        for (index, text) in known.enumerated() {
            guard let line = read(text), line.meaning.currency.code == valuation.currency else {
                continue
            }
            let isFiles = line.attributes["source"] != nil
            guard isFiles, line.meaning.amount < valuation.amount else { return false }
            place = index
        }
        let line = try valuation.line(
            source, texts.reader, taxonomies: texts.taxonomies)
        book.state(line.canonical, on: valuation.date, replacing: place)
        return true
    }
}
