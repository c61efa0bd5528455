package import Model
package import SourceText

/// What a ledger's folder says about itself, before any transaction is read.
package struct Ledger: Sendable {
    /// The folder, absolute.
    package var root: String
    package var uid: String
    package var name: String?
    package var baseCurrency: CurrencyCode
    /// 1 for Monday … 7 for Sunday.
    package var weekStart: Int
    package var fiscalYearStart: (month: Int, day: Int)
    /// Settings of single commands that are texts, by their names.
    package var preferences: [String: String] = [:]
    package var currencies: CurrencyTable
    /// The accounts in display order (M9).
    package var accounts: [Account]
    package var categories: CategoryTree
    /// The further trees by name.
    package var taxonomies: [String: CategoryTree]
    /// Every file of transactions in the order S25.
    package var files: [TransactionFile]
    /// What this device puts behind the year in the names of files to which it adds, so that servers which merge text have
    /// nothing to merge; `nil` where it has none. Not part of the folder.
    package var writer: String?
    /// How numbers are told in this run: plain, except to a person at a terminal. Not part of the folder.
    package var numberForm = NumberForm.plain
    /// What keeps the ledger from being added up, found so far (S23).
    package var findings: [Diagnostic]

    /// The names that a line may give an account: today's and former ones (S24).
    package var accountNames: Set<String> {
        Set(accounts.map(\.name)).union(currentAccountNames.keys)
    }

    /// Today's names by the former ones; a name in use is never resolved (M4).
    package var currentAccountNames: [String: String] {
        var names: [String: String] = [:]
        for account in accounts {
            for former in account.formerNames where names[former] == nil {
                names[former] = account.name
            }
        }
        for account in accounts { names[account.name] = nil }
        return names
    }

    /// The names of the accounts of a kind.
    package func accountNames(of kind: AccountKind) -> Set<String> {
        Set(accounts.lazy.filter { $0.kind == kind }.map(\.name))
    }

    package func account(_ name: String) -> Account? { accounts.first { $0.name == name } }

    package var taxonomyNames: Set<String> { Set(taxonomies.keys) }

    /// Every currency that an account holds, in the order of codes; the index that scans use.
    package let heldCurrencies: [CurrencyCode]

    /// The number of decimals of a currency that some account holds.
    package func decimals(_ code: CurrencyCode) -> Int { currencies.decimals(of: code) ?? 2 }

    /// The numbers of decimals of the currencies that an account holds.
    package func decimals(of account: Account) -> [CurrencyCode: Int] {
        Dictionary(
            account.currencies.map { ($0, decimals($0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// What the lines of `account` need to be understood.
    package func context(of account: Account) -> AccountContext {
        let held = heldCurrencies
        let allowed = account.currencies.compactMap { code in
            held.firstIndex(of: code).map {
                AccountContext.AllowedCurrency(
                    code: code, decimals: decimals(code), index: CurrencyIndex($0))
            }
        }
        return AccountContext(name: account.name, currency: account.currency, allowed: allowed)
    }
}
