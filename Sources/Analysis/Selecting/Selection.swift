package import Model
package import Queries
package import Reading

/// Which lines and parts a report is about.
package struct Selection: Sendable {
    package var query: Query
    package var period: Period
    package var dateChoice: DateChoice
    /// Bring back what `ignored` leaves out (S11).
    package var includesIgnored: Bool
    /// Bring back transfers and categories of the kind `transfer` (S11).
    package var includesTransfers: Bool
    /// The statuses to choose among, where they are not what the query's terms say.
    package var statuses: Set<Status>?

    package init(
        query: Query = .everything, period: Period = .always, dateChoice: DateChoice = .own,
        includesIgnored: Bool = false, includesTransfers: Bool = false
    ) {
        self.query = query
        self.period = period
        self.dateChoice = dateChoice
        self.includesIgnored = includesIgnored
        self.includesTransfers = includesTransfers
    }

    /// The files that the query's `acct:` and `kind:` terms leave (M8).
    package func files(of ledger: Ledger) -> [TransactionFile] {
        let accounts = accounts(of: ledger)
        if accounts.count == ledger.accounts.count { return ledger.files }
        let names = Set(accounts.map(\.name))
        return ledger.files.filter { names.contains($0.account) }
    }

    /// The accounts that the query's `acct:` and `kind:` terms leave, in display order.
    package func accounts(of ledger: Ledger) -> [Account] {
        guard case .all(let conditions) = query else { return ledger.accounts }
        return ledger.accounts.filter { account in
            conditions.allSatisfy { Selection.leaves($0, account) }
        }
    }

    /// Whether a condition on accounts alone leaves the account; other conditions leave all.
    private static func leaves(_ condition: Query, _ account: Account) -> Bool {
        decision(condition, account) ?? true
    }

    private static func decision(_ condition: Query, _ account: Account) -> Bool? {
        switch condition {
        case .term(.account(let pattern)):
            return pattern.matches(account.name)
        case .term(.kind(let pattern)): return pattern.matches(account.kind.rawValue)
        case .term: return nil
        case .not(let inner): return decision(inner, account).map { !$0 }
        case .all(let list), .any(let list):
            let decisions = list.map { decision($0, account) }
            let known = decisions.compactMap { $0 }
            if known.count < decisions.count { return nil }
            if case .all = condition { return known.allSatisfy { $0 } }
            return known.contains(true)
        }
    }

    /// The statuses of the lines that a stock counts in one currency of an account; none where the
    /// query leaves that currency out.
    func stockStatuses(of account: Account, in currency: CurrencyCode) -> Set<Status> {
        query.statuses.filter { Selection.fits(query, account, currency, $0) }
    }

    /// Whether a line of this account, currency and status fulfils a query of a stock's terms.
    private static func fits(
        _ query: Query, _ account: Account, _ currency: CurrencyCode, _ status: Status
    ) -> Bool {
        switch query {
        case .term(.account(let pattern)): pattern.matches(account.name)
        case .term(.kind(let pattern)): pattern.matches(account.kind.rawValue)
        case .term(.currency(let pattern)): pattern.matches(currency.description)
        case .term(.status(let pattern)): pattern.matches(status.name)
        case .term: true
        case .not(let inner): !fits(inner, account, currency, status)
        case .all(let list): list.allSatisfy { fits($0, account, currency, status) }
        case .any(let list): list.contains { fits($0, account, currency, status) }
        }
    }

    /// Whether the query has only terms that a stock may take (M2).
    package var isStock: Bool {
        query.terms.allSatisfy { term in
            switch term {
            case .account, .kind, .currency, .status: true
            default: false
            }
        }
    }
}

extension Ledger {
    /// What queries need to know of the ledger.
    package func facts(dateChoice: DateChoice) -> QueryFacts {
        var decimals: [CurrencyCode: Int] = [:]
        for code in heldCurrencies { decimals[code] = self.decimals(code) }
        return QueryFacts(
            categories: categories, taxonomies: taxonomies,
            kindByAccount: Dictionary(
                accounts.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first }),
            decimals: decimals, dateChoice: dateChoice)
    }
}
