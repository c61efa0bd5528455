import Model

/// What the postings of a transaction say of each other; made once for all of them.
struct JournalSides {
    /// How the money of one account moves.
    private struct Flow {
        var count = 0
        var goesIn = 0
        var goesOut = 0

        mutating func add(_ posting: JournalPosting) {
            count += 1
            for amount in posting.amounts where !amount.number.isZero {
                if amount.number.units < 0 { goesOut += 1 } else { goesIn += 1 }
            }
        }

        mutating func remove(_ other: Flow) {
            count -= other.count
            goesIn -= other.goesIn
            goesOut -= other.goesOut
        }
    }

    private let transaction: JournalTransaction
    private let currency: CurrencyCode?
    /// The real postings of accounts that may be categories.
    private var categories: [String: Flow] = [:]
    /// All real postings by their accounts.
    private var accounts: [String: Int] = [:]
    private var money = Flow()
    private var moneyOf: [String: Flow] = [:]
    /// The places of postings that move money.
    private var cash: [Int] = []
    /// The places of postings that move something else.
    private var held: [Int] = []

    init(
        _ transaction: JournalTransaction, _ kinds: JournalAccountKinds, _ currency: CurrencyCode?
    ) {
        self.transaction = transaction
        self.currency = currency
        for (place, posting) in transaction.postings.enumerated() where posting.form == .real {
            accounts[posting.account, default: 0] += 1
            if kinds.mayBeCategory(posting.account) {
                categories[posting.account, default: Flow()].add(posting)
            }
            let isMoney = posting.amounts.contains {
                !posting.hasCost && !$0.number.isZero
                    && JournalCurrency($0.commodity, currency) != nil
            }
            if kinds.mayHoldMoney(posting.account) {
                money.add(posting)
                moneyOf[posting.account, default: Flow()].add(posting)
                if isMoney { cash.append(place) }
            }
            if !isMoney, posting.amounts.contains(where: { !$0.number.isZero }) {
                held.append(place)
            }
        }
    }

    /// Whether a posting is the only one that moves money.
    private func isAlone(_ place: Int) -> Bool { cash == [place] }

    /// The one account that is no money and stands on the other side of a posting; none where money moves between own
    /// accounts as well, as one category holds for all of it.
    func category(_ place: Int) -> String? {
        guard let name = others(place, atMost: 1)?.first else { return nil }
        var rest = money
        if let own = moneyOf[name] { rest.remove(own) }
        return rest.goesIn == 0 || rest.goesOut == 0 ? name : nil
    }

    /// The categories besides the posting's own account; `nil` where there are more than so many.
    private func others(_ place: Int, atMost limit: Int) -> [String]? {
        let own = transaction.postings[place].account
        guard categories.count <= limit + 1 else { return nil }
        let names = categories.filter { $0.key != own || $0.value.count > 1 }.map(\.key)
        return names.count <= limit ? names : nil
    }

    /// What each of several categories takes of the only amount that moves; nothing where one counts in something
    /// else, or where other accounts take part.
    func parts(_ place: Int, _ amount: JournalAmount) -> [StatementPart] {
        guard isAlone(place), categories.count > 1 else { return [] }
        let own = transaction.postings[place].account
        guard accounts.keys.allSatisfy({ $0 == own || categories[$0] != nil }) else { return [] }
        var parts = StatementParts()
        for (other, posting) in transaction.postings.enumerated()
        where other != place && posting.form == .real {
            for share in posting.amounts {
                guard share.commodity == amount.commodity, !posting.hasCost else { return [] }
                parts.add(share.number.negated, posting.account)
            }
        }
        return amount.number.money.map(parts.list) ?? []
    }

    /// The security that was bought or sold for the only amount that moves.
    func trade(_ place: Int) -> SecurityTrade? {
        guard isAlone(place), held.count == 1 else { return nil }
        let posting = transaction.postings[held[0]]
        guard posting.amounts.count == 1, let units = posting.amounts.first,
            !units.commodity.isEmpty
        else { return nil }
        let price = posting.weight.flatMap { $0.isTotal ? nil : $0.price.number.number }
        return SecurityTrade(
            scheme: nil, security: units.commodity, units: units.number.number, price: price)
    }

    /// The amount in another currency on the other side, where there are but two.
    func foreign(_ place: Int, _ amount: JournalAmount) -> ForeignAmount? {
        let real = transaction.postings.indices.filter {
            transaction.postings[$0].form == .real && $0 != place
        }
        guard real.count == 1, let other = real.first.map({ transaction.postings[$0] }),
            !other.hasCost, other.amounts.count == 1, let paid = other.amounts.first,
            let code = JournalCurrency(paid.commodity, currency)?.code,
            let own = JournalCurrency(amount.commodity, currency)?.code, own != code,
            let number = paid.number.money
        else { return nil }
        return ForeignAmount(amount: number, currency: code)
    }
}
