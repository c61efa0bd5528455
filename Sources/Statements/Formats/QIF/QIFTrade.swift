import Model
import SourceText

/// A record of an investment account in QIF: the cash that it moved, with the security.
///
/// The action stands in `N`; amounts are without a sign. An action that ends in `X` moves the cash of another account,
/// which has a record of its own for it.
struct QIFTrade {
    let record: QIFRecord
    let mark: DecimalMark

    /// Which way the cash of the account goes.
    private enum Cash { case paid, received, asStated, none }

    private static let kinds: [String: (cash: Cash, words: String)] = [
        "buy": (.paid, "Buy"), "cvrshrt": (.paid, "Cover short"),
        "margint": (.paid, "Margin interest"),
        "miscexp": (.paid, "Expense"), "withdrwx": (.paid, "Withdrawal"),
        "xout": (.paid, "Cash out"),
        "sell": (.received, "Sell"), "shtsell": (.received, "Short sale"),
        "div": (.received, "Dividend"), "intinc": (.received, "Interest"),
        "cglong": (.received, "Long-term capital gain"),
        "cgmid": (.received, "Mid-term capital gain"),
        "cgshort": (.received, "Short-term capital gain"), "miscinc": (.received, "Income"),
        "rtrncap": (.received, "Return of capital"), "contribx": (.received, "Contribution"),
        "xin": (.received, "Cash in"), "cash": (.asStated, "Cash"),
        "reinvdiv": (.none, "Reinvested dividend"), "reinvint": (.none, "Reinvested interest"),
        "reinvlg": (.none, "Reinvested long-term gain"),
        "reinvmd": (.none, "Reinvested mid-term gain"),
        "reinvsh": (.none, "Reinvested short-term gain"), "shrsin": (.none, "Shares in"),
        "shrsout": (.none, "Shares out"), "stksplit": (.none, "Split"),
    ]
    private static let outgoing: Set<String> = ["sell", "sellx", "shtsell", "shrsout"]

    private var action: String { record.value("N")?.lowercased() ?? "" }

    /// What the account's cash does, and what to say of it; `nil` for an action that is not known.
    private var kind: (cash: Cash, words: String)? {
        if let kind = QIFTrade.kinds[action] { return kind }
        guard action.last == "x", let kind = QIFTrade.kinds[String(action.dropLast())] else {
            return nil
        }
        return (.none, kind.words)
    }

    /// The record on its day; `nil` where its action is not known, or it moves cash and says not how much.
    func record(on day: CivilDate) throws(ReadingStop) -> StatementRecord? {
        guard let kind, let amount = try amount(kind.cash) else { return nil }
        var result = StatementRecord(
            row: record.line, bookingDate: day, amount: amount, raw: record.raw)
        let security = record.value("Y")
        result.counterparty = security ?? record.value("P")
        result.text = [record.value("M") ?? kind.words]
        result.trade = security.map { name in
            SecurityTrade(scheme: nil, security: name, units: units, price: number("I"))
        }
        return result
    }

    private func amount(_ cash: Cash) throws(ReadingStop) -> DecimalNumber? {
        if cash == .none { return DecimalNumber(units: 0, decimals: 0) }
        let amount = try QIFAmounts.amount(of: record, mark)
        return cash == .paid ? amount?.negated : amount
    }

    private var units: DecimalNumber? {
        number("Q").map { QIFTrade.outgoing.contains(action) && $0.units > 0 ? $0.negated : $0 }
    }

    /// Prices of old files are fractions such as `23 3/8`, which stay in the evidence only.
    private func number(_ letter: Character) -> DecimalNumber? {
        record.value(letter).flatMap { QIFAmounts.number($0, mark) }
    }
}
