package import Model

/// How a bank's data is reached.
package enum Access: String, Sendable, CaseIterable {
    /// The bank's own application or site, as the person sees it.
    case direct
    /// The interface that the law makes banks offer (PSD2).
    case openBanking = "open-banking"
    case file, manual

    /// Whether a connector fetches.
    package var isFetched: Bool { self == .direct || self == .openBanking }

    /// The kinds of accounts that it reaches: by open banking current accounts only (BC-02, BC-03).
    package var covers: [AccountKind] {
        switch self {
        case .openBanking: [.current]
        case .direct: [.current, .savings, .card, .loan, .investment]
        case .file, .manual: AccountKind.allCases
        }
    }

    package func covers(_ kind: AccountKind) -> Bool { covers.contains(kind) }

    /// The kinds that banks keep and this access does not reach (BC-04).
    package var notCovered: [AccountKind] {
        AccountKind.allCases.filter { $0 != .cash && !covers($0) }
    }

    /// How long a consent lasts where nothing else is said (BC-11).
    package static let consentDays = 90
}

extension AccountKind {
    /// What several accounts of the kind are called.
    package var plural: String {
        switch self {
        case .current: "current accounts"
        case .savings: "savings accounts"
        case .card: "cards"
        case .loan: "loans"
        case .investment: "investments"
        case .cash: "cash"
        }
    }
}
