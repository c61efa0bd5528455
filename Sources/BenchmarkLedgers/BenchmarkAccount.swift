/// One of the 40 accounts of a benchmark ledger.
struct BenchmarkAccount: Sendable {
    enum Currency: String, Sendable { case EUR, USD }

    let name: String
    let title: String
    let kind: String
    let currency: Currency
    /// Minor units at the start of the first day.
    let opening: Int

    /// 38 accounts in EUR, then 2 in USD.
    static let all: [BenchmarkAccount] =
        numbered("main", "Everyday account", "current", 24, opening: 250_000)
        + numbered("card", "Credit card", "card", 6, opening: -12_050)
        + numbered("savings", "Savings", "savings", 4, opening: 1_200_000)
        + numbered("loan", "Loan", "loan", 2, opening: -9_500_000)
        + numbered("cash", "Purse", "cash", 2, opening: 8_000)
        + numbered("dollars", "Dollar account", "current", 2, .USD, opening: 100_000)

    static let euroCount = 38

    private static func numbered(
        _ name: String, _ title: String, _ kind: String, _ count: Int, _ currency: Currency = .EUR,
        opening: Int
    ) -> [BenchmarkAccount] {
        (1...count).map { number in
            BenchmarkAccount(
                name: number == 1 ? name : "\(name)-\(number)",
                title: number == 1 ? title : "\(title) \(number)", kind: kind, currency: currency,
                opening: opening + number * 137)
        }
    }

    /// The account's file; `order` is its place in lists.
    func json(uid: String, order: Int) -> String {
        """
        {
          "uid": "\(uid)",
          "name": "\(title)",
          "kind": "\(kind)",
          "currency": "\(currency.rawValue)",
          "opening": {
            "date": "\(BenchmarkCalendar.first)",
            "amounts": {
              "\(currency.rawValue)": "\(MinorUnits.text(opening))"
            }
          },
          "order": \(order)
        }

        """
    }
}
