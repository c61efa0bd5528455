package import JSONText
import Model
package import Statements

/// A transaction that a connector fetched.
package struct FoundTransaction: Sendable, Equatable {
    /// The provider's id of the account.
    package var account: String
    package var record: StatementRecord

    package init(account: String, record: StatementRecord) {
        self.account = account
        self.record = record
    }

    /// Reads a message of type `transaction`.
    ///
    /// - Throws: `internal`, with the member that cannot be read.
    package init(_ json: JSONValue) throws(ConnectorFailure) {
        func wrong(_ member: String) -> ConnectorFailure {
            ConnectorFailure(
                .internal, "a transaction whose “\(member)” is missing or cannot be read",
                detail: json[member]?.text)
        }
        guard let account = json["account"]?.text else { throw wrong("account") }
        guard let date = json["date"]?.text.flatMap(CivilDate.init(iso:)) else {
            throw wrong("date")
        }
        guard let amount = json["amount"]?.text.flatMap({ DecimalNumber($0) }) else {
            throw wrong("amount")
        }
        guard let currency = json["currency"]?.text.flatMap({ CurrencyCode($0) }) else {
            throw wrong("currency")
        }
        func day(_ member: String) throws(ConnectorFailure) -> CivilDate? {
            guard let text = json[member]?.text else { return nil }
            guard let day = CivilDate(iso: text) else { throw wrong(member) }
            return day
        }
        let raw = json["raw"].flatMap { ($0.members ?? []).isEmpty ? nil : $0 } ?? json
        var record = StatementRecord(
            row: 0, bookingDate: date, amount: amount,
            raw: String(decoding: JSONWriter.compact(raw), as: UTF8.self))
        record.currency = currency
        switch json["status"]?.text {
        case "booked", nil: record.isPending = false
        case "pending": record.isPending = true
        default: throw wrong("status")
        }
        record.valueDate = try day("value_date")
        record.madeOn = try day("made_on")
        record.transactionID = FoundTransaction.meaning(json["id"]?.text)
        record.entryReference = FoundTransaction.meaning(json["ids"]?["entry"]?.text)
        record.counterparty = FoundTransaction.meaning(json["counterparty"]?.text)
        record.counterpartyIBAN = FoundTransaction.meaning(json["counterparty_iban"]?.text)
        record.text = (json["text"]?.elements ?? []).compactMap {
            FoundTransaction.meaning($0.text)
        }
        record.endToEnd = FoundTransaction.meaning(json["end_to_end"]?.text)
        record.mandate = FoundTransaction.meaning(json["mandate"]?.text)
        if let text = json["balance_after"]?.text {
            guard let balance = DecimalNumber(text) else { throw wrong("balance_after") }
            record.balance = balance
        }
        if let original = json["original"],
            let amount = original["amount"]?.text.flatMap({ DecimalNumber($0) }),
            let code = original["currency"]?.text.flatMap({ CurrencyCode($0) }), code != currency
        {
            record.fx = ForeignAmount(amount: amount, currency: code)
        }
        if let security = json["security"], let name = security["isin"]?.text {
            record.trade = SecurityTrade(
                scheme: .isin, security: name,
                units: security["quantity"]?.text.flatMap { DecimalNumber($0) },
                price: security["price"]?.text.flatMap { DecimalNumber($0) })
        }
        self.init(account: account, record: record)
    }

    /// A text that says something: blanks and the words that banks write for nothing do not.
    private static func meaning(_ text: String?) -> String? {
        guard let text, text.utf8.contains(where: { $0 > 0x20 }) else { return nil }
        return ["NOTPROVIDED", "NOTAVAILABLE", "NONREF", "-"].contains(text) ? nil : text
    }
}
