/// What the accounts of a journal are.
package enum JournalAccountKind: Sendable {
    case asset, liability, equity, revenue, expense

    /// The letters and words of `account NAME  ; type:` (hledger): cash is an asset, a conversion equity.
    init?(word: String) {
        switch word.lowercased() {
        case "a", "asset", "c", "cash": self = .asset
        case "l", "liability": self = .liability
        case "e", "equity", "v", "conversion", "g", "gain", "unrealisedgain": self = .equity
        case "r", "revenue", "i", "income": self = .revenue
        case "x", "expense": self = .expense
        default: return nil
        }
    }
}

/// Tells what an account is: by what the journal declares for it or the nearest account above it, else by the
/// usual name of its first level.
package struct JournalAccountKinds: Sendable {
    private var declared: [String: JournalAccountKind] = [:]
    private var roots: [String: JournalAccountKind] = [
        "asset": .asset, "assets": .asset, "liability": .liability, "liabilities": .liability,
        "debt": .liability, "debts": .liability, "equity": .equity, "revenue": .revenue,
        "revenues": .revenue, "income": .revenue, "incomes": .revenue, "expense": .expense,
        "expenses": .expense,
    ]

    mutating func declare(_ account: String, _ kind: JournalAccountKind) {
        declared[account] = kind
    }

    /// Takes another name for a first level (beancount's `name_assets` and its like).
    mutating func rename(root: String, _ kind: JournalAccountKind) {
        roots[root.lowercased()] = kind
    }

    /// `nil` where nothing tells.
    package func kind(of account: String) -> JournalAccountKind? {
        var name = account[...]
        while true {
            if let known = declared[String(name)] { return known }
            guard let colon = name.lastIndex(of: ":") else { return roots[name.lowercased()] }
            name = name[..<colon]
        }
    }

    /// Whether the account may be what others call a category: income, an expense, or nothing tells that it is not.
    func mayBeCategory(_ account: String) -> Bool {
        switch kind(of: account) {
        case .revenue, .expense, nil: true
        case .asset, .liability, .equity: false
        }
    }

    /// Whether the account may hold money: it is a thing owned or owed, or nothing tells that it is none.
    package func mayHoldMoney(_ account: String) -> Bool {
        switch kind(of: account) {
        case .asset, .liability, nil: true
        case .equity, .revenue, .expense: false
        }
    }
}
