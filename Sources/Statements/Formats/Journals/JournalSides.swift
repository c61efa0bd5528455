import Model

/// What the other postings of a transaction say of one of them.
struct JournalSides {
    /// The one account that is no money and stands on the other side.
    private(set) var category: String?
    /// The security that was bought or sold for it.
    private(set) var trade: SecurityTrade?
    /// The amount in another currency that was paid with it.
    private(set) var foreign: ForeignAmount?

    init(
        _ transaction: JournalTransaction, _ posting: JournalPosting, _ amount: JournalAmount,
        _ kinds: JournalAccountKinds, _ currency: CurrencyCode?
    ) {
        let others = transaction.postings.filter { $0.line != posting.line && $0.form == .real }
        category = JournalSides.category(transaction, others, kinds)
        trade = JournalSides.trade(others, currency)
        guard let only = others.first, others.count == 1, let other = only.amounts.first,
            only.amounts.count == 1, let code = JournalCurrency(other.commodity, currency)?.code,
            let own = JournalCurrency(amount.commodity, currency)?.code, own != code,
            let number = other.number.money
        else { return }
        foreign = ForeignAmount(amount: number, currency: code)
    }

    /// A category holds for all of the transaction: where money moves between own accounts as well, none is told.
    private static func category(
        _ transaction: JournalTransaction, _ others: [JournalPosting], _ kinds: JournalAccountKinds
    ) -> String? {
        let names = Set(others.map(\.account)).filter { name in
            switch kinds.kind(of: name) {
            case .revenue, .expense, nil: true
            case .asset, .liability, .equity: false
            }
        }
        guard names.count == 1, let name = names.first else { return nil }
        let signs = transaction.postings.filter {
            $0.account != name && $0.form == .real && kinds.mayHoldMoney($0.account)
        }.flatMap(\.amounts).map { $0.number.units < 0 }
        return Set(signs).count == 1 ? name : nil
    }

    private static func trade(
        _ others: [JournalPosting], _ currency: CurrencyCode?
    ) -> SecurityTrade? {
        let held = others.filter { posting in
            posting.amounts.contains { JournalCurrency($0.commodity, currency) == nil }
        }
        guard held.count == 1, let posting = held.first, posting.amounts.count == 1,
            let units = posting.amounts.first, !units.number.isZero
        else { return nil }
        let price = posting.weight.flatMap { weight in
            weight.isTotal ? nil : weight.price.number.number
        }
        return SecurityTrade(
            scheme: nil, security: units.commodity, units: units.number.number, price: price)
    }
}
