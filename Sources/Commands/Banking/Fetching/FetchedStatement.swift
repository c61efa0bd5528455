import ConnectorWire
import Connecting
import Model
import Statements

/// What a fetch told of an account, as a statement of files is.
struct FetchedStatement {
    let statement: Statement

    /// A balance that can be held against the booked lines.
    struct Balance {
        var date: CivilDate
        var amount: DecimalNumber
        var currency: CurrencyCode
    }

    init(_ fetched: FetchedAccount, _ account: Account) {
        var builder = StatementBuilder(identifier: nil, currency: nil)
        for row in fetched.rows {
            var row = row
            if account.isInverted {
                row.amount = row.amount.negated
                row.balance = row.balance?.negated
            }
            builder.append(row)
        }
        statement = builder.finished()
    }

    /// The kinds of balances that say what is booked, the best first (bank data, B1).
    private static let provingKinds = ["booked"]

    /// The balances that are held against the ledger, one for each currency.
    static func proving(_ fetched: FetchedAccount, _ account: Account) -> [Balance] {
        guard account.kind != .investment else { return [] }
        var found: [CurrencyCode: Balance] = [:]
        for balance in fetched.balances where provingKinds.contains(balance.kind) {
            guard account.currencies.contains(balance.currency),
                found[balance.currency].map({ $0.date < balance.date }) ?? true
            else { continue }
            let amount = account.isInverted ? balance.amount.negated : balance.amount
            found[balance.currency] = Balance(
                date: balance.date, amount: amount, currency: balance.currency)
        }
        return account.currencies.compactMap { found[$0] }
    }

    /// The days of the rows themselves.
    static func days(_ fetched: FetchedAccount) -> ClosedRange<CivilDate>? {
        let days = fetched.rows.map(\.bookingDate) + fetched.balances.map(\.date)
        guard let first = days.min(), let last = days.max() else { return nil }
        return first...last
    }
}

extension DecimalNumber {
    /// The number as files have it.
    var text: String { decimalText(units, decimals: decimals) }
}
