import Model

/// What the other postings of a transaction say of one of them.
struct JournalSides {
    /// The one account that is no money and stands on the other side.
    private(set) var category: String?
    /// Several such accounts, with what each takes of the amount.
    private(set) var parts: [StatementPart] = []
    /// The security that was bought or sold for it.
    private(set) var trade: SecurityTrade?
    /// The amount in another currency that was paid with it.
    private(set) var foreign: ForeignAmount?

    init(
        _ transaction: JournalTransaction, _ posting: JournalPosting, _ amount: JournalAmount,
        _ kinds: JournalAccountKinds, _ currency: CurrencyCode?
    ) {
        let others = transaction.postings.filter { $0.line != posting.line && $0.form == .real }
        let money = transaction.postings.filter {
            $0.form == .real && kinds.mayHoldMoney($0.account)
        }
        let isAlone =
            money.count { posting in
                posting.amounts.contains { JournalCurrency($0.commodity, currency) != nil }
            } == 1
        if isAlone { trade = JournalSides.trade(others, currency) }
        let names = Set(others.map(\.account)).filter(kinds.mayBeCategory)
        if names.count == 1, let name = names.first {
            category = JournalSides.movesOneWay(transaction, besides: name, kinds) ? name : nil
        } else if names.count > 1, names.count == Set(others.map(\.account)).count, isAlone {
            parts = JournalSides.parts(others, amount)
        }
        guard let only = others.first, others.count == 1, let other = only.amounts.first,
            only.amounts.count == 1, let code = JournalCurrency(other.commodity, currency)?.code,
            let own = JournalCurrency(amount.commodity, currency)?.code, own != code,
            let number = other.number.money
        else { return }
        foreign = ForeignAmount(amount: number, currency: code)
    }

    /// Whether all money of a transaction comes in or all goes out, so that one category holds for all of it: none
    /// does where money moves between own accounts as well.
    private static func movesOneWay(
        _ transaction: JournalTransaction, besides name: String, _ kinds: JournalAccountKinds
    ) -> Bool {
        let moved = transaction.postings.filter {
            $0.account != name && $0.form == .real && kinds.mayHoldMoney($0.account)
        }
        return Set(moved.flatMap(\.amounts).map { $0.number.units < 0 }).count == 1
    }

    /// What the other accounts take; nothing where one of them counts in something else.
    private static func parts(
        _ others: [JournalPosting], _ amount: JournalAmount
    ) -> [StatementPart] {
        var parts = StatementParts()
        for posting in others {
            for share in posting.amounts {
                guard share.commodity == amount.commodity else { return [] }
                parts.add(share.number.negated, posting.account)
            }
        }
        return amount.number.money.map(parts.list) ?? []
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
