import Model

/// What an investment account was worth: what it held at its market value, and its cash.
///
/// `INVPOSLIST` and `INVBAL` of a statement (OFX 2.3, 13.9.2.5 and 13.9.2.7). A margin balance is cash, or a debt
/// where it is negative.
struct OFXHoldings {
    /// The element `INVSTMTRS`.
    let list: OFXElement
    let currency: CurrencyCode?

    /// The sum, with its day; `nil` where the statement lists no holdings, some in another currency, or values of
    /// more digits than can be added up.
    func value() throws(ReadingStop) -> StatedBalance? {
        guard let positions = list["INVPOSLIST"] else { return nil }
        var sum: Int128 = 0
        for position in positions.all(["INVPOS"]) {
            if let own = position.currency, own != currency { return nil }
            guard let amount = try amount("MKTVAL", in: position) else { return nil }
            sum += amount
        }
        if let balance = list["INVBAL"] {
            for name in ["AVAILCASH", "MARGINBALANCE"] {
                guard let amount = try amount(name, in: balance) else { return nil }
                sum += amount
            }
        }
        var decimals = OFXHoldings.decimals
        while decimals > 0, sum % 10 == 0 {
            sum /= 10
            decimals -= 1
        }
        guard let units = Int64(exactly: sum) else { return nil }
        return StatedBalance(
            date: list.text("DTASOF").flatMap(OFXAccount.day),
            amount: DecimalNumber(units: units, decimals: decimals))
    }

    /// The decimals with which values are added up.
    private static let decimals = 10

    private func amount(
        _ name: String, in element: OFXElement
    ) throws(ReadingStop) -> Int128? {
        guard let number = try element.number(name) else { return 0 }
        return number.scaled(to: OFXHoldings.decimals).map { Int128($0) }
    }
}
