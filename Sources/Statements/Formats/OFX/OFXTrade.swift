import Model
import SourceText

/// What an investment account did, as an OFX file has it: the cash it moved, with the security.
///
/// The element is a child of `INVTRANLIST` that holds `INVTRAN` (OFX 2.3, 13.9.2.4).
struct OFXTrade {
    let element: OFXElement
    /// The names of securities by the ids that the file gives them.
    let names: [String: String]

    /// What the kinds move, and what to say of them where the bank says nothing.
    private enum Cash { case paid, received, asStated, none }

    private static let kinds: [String: (cash: Cash, words: String)] = [
        "BUYDEBT": (.paid, "Buy"), "BUYMF": (.paid, "Buy"), "BUYOPT": (.paid, "Buy"),
        "BUYOTHER": (.paid, "Buy"), "BUYSTOCK": (.paid, "Buy"),
        "SELLDEBT": (.received, "Sell"), "SELLMF": (.received, "Sell"),
        "SELLOPT": (.received, "Sell"), "SELLOTHER": (.received, "Sell"),
        "SELLSTOCK": (.received, "Sell"),
        "INCOME": (.asStated, "Income"), "INVEXPENSE": (.asStated, "Expense"),
        "MARGININTEREST": (.asStated, "Margin interest"),
        "RETOFCAP": (.asStated, "Return of capital"),
        // The income and what it buys are one transaction, between sub-accounts or without cash.
        "REINVEST": (.none, "Reinvestment"), "JRNLFUND": (.none, "Journal"),
        "JRNLSEC": (.none, "Journal"), "TRANSFER": (.none, "Transfer of securities"),
        "SPLIT": (.none, "Split"), "CLOSUREOPT": (.none, "Closure of option"),
    ]

    private static let incomes = [
        "CGLONG": "Long-term capital gain", "CGSHORT": "Short-term capital gain", "DIV": "Dividend",
        "INTEREST": "Interest",
    ]

    /// The record; `nil` where the kind is not known.
    func record() throws(ReadingStop) -> StatementRecord? {
        guard let kind = OFXTrade.kinds[element.name],
            let deed = element.all(["INVTRAN"]).first
        else { return nil }
        guard let dayText = deed.text("DTTRADE") ?? deed.text("DTSETTLE") else {
            throw .refused(reason: "a transaction without <DTTRADE>", row: deed.line)
        }
        guard let day = OFXAccount.day(dayText) else {
            throw .refused(
                reason: "there is no such day", row: deed["DTTRADE"]?.line ?? deed.line,
                value: dayText)
        }
        let trade = try trade()
        var record = StatementRecord(
            row: element.line, bookingDate: day, amount: try cash(kind.cash, trade?.units),
            raw: element.raw)
        record.valueDate = deed.text("DTSETTLE").flatMap(OFXAccount.day)
        record.transactionID = deed.text("FITID")
        record.trade = trade
        record.counterparty = trade.flatMap { names[$0.security] }
        let income =
            element.name == "INCOME" ? text("INCOMETYPE")?.uppercased() : nil
        record.text = [deed.text("MEMO") ?? income.flatMap { OFXTrade.incomes[$0] } ?? kind.words]
        record.currency = element.currency
        return record
    }

    private func trade() throws(ReadingStop) -> SecurityTrade? {
        guard let id = element.all(["SECID"]).first, let security = id.text("UNIQUEID") else {
            return nil
        }
        return SecurityTrade(
            scheme: SecurityTrade.Scheme(rawValue: id.text("UNIQUEIDTYPE")?.lowercased() ?? ""),
            security: security, units: try element.number("UNITS"),
            price: try element.number("UNITPRICE"))
    }

    /// What the account got, negative where it paid.
    ///
    /// Brokers differ in whether the price of a purchase is signed. The sign of the units tells a purchase from
    /// one that was taken back.
    private func cash(
        _ kind: Cash, _ units: DecimalNumber?
    ) throws(ReadingStop) -> DecimalNumber {
        if kind == .none {
            return try element.number("FRACCASH") ?? DecimalNumber(units: 0, decimals: 0)
        }
        guard let total = try element.number("TOTAL") else {
            throw .refused(reason: "a transaction without <TOTAL>", row: element.line)
        }
        let count = units?.units ?? 0
        let isWrong =
            kind == .paid && count > 0 && total.units > 0
            || kind == .received && count < 0 && total.units < 0
        return isWrong ? total.negated : total
    }

    private func text(_ name: String) -> String? {
        element.all([name]).first?.value.meaningful
    }
}
