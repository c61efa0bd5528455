import Model

/// What the rows of a balance report stand for.
package enum Grouping: Sendable, Hashable {
    case account, category, contact, tag, currency
    /// By the kinds of accounts.
    case kind
    /// By what came in and what went out.
    case direction
    /// By contact, and by description where a line names none.
    case counterparty
    case month, quarter, year, weekday
    case taxonomy(String)

    /// Those that need no file of the ledger.
    package static let fixed: [Grouping] = [
        .account, .category, .contact, .counterparty, .tag, .currency, .kind, .direction, .month,
        .quarter, .year, .weekday,
    ]

    /// The grouping of a word; a taxonomy where the ledger has one of that name.
    package init?(_ word: String, taxonomies: Set<String>) {
        if let known = Grouping.fixed.first(where: { $0.name == word }) {
            self = known
        } else if taxonomies.contains(word) {
            self = .taxonomy(word)
        } else {
            return nil
        }
    }

    /// The word that `--by` takes.
    package var name: String {
        switch self {
        case .account: "account"
        case .category: "category"
        case .contact: "contact"
        case .tag: "tag"
        case .currency: "currency"
        case .kind: "kind"
        case .direction: "direction"
        case .counterparty: "counterparty"
        case .month: "month"
        case .quarter: "quarter"
        case .year: "year"
        case .weekday: "weekday"
        case .taxonomy(let name): name
        }
    }

    /// Whether names are paths with parents.
    package var isTree: Bool {
        switch self {
        case .category, .taxonomy: true
        default: false
        }
    }

    /// Whether ignored parts and transfers stay out unless asked for (S11, M2).
    package var leavesOut: Bool {
        switch self {
        case .account, .currency, .kind: false
        default: true
        }
    }

    /// The attribute that names the group, where it is one of a name of its own.
    var attributeName: String? {
        if case .taxonomy(let name) = self { name } else { nil }
    }

    static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
}

/// The key of one row.
package enum GroupKey: Sendable, Hashable {
    case named(String)
    /// A transfer brought back: `=account`.
    case transfer(String)
    /// An ignored part brought back.
    case ignored
    case none
    /// The parts of one sign of what has no declared kind (S9).
    indirect case signed(GroupKey, isIncome: Bool)

    /// The name that outputs show; `nil` for what belongs nowhere.
    package var name: String? {
        switch self {
        case .named(let name): name
        case .transfer(let account): "=\(account)"
        case .ignored: "ignored"
        case .none: nil
        case .signed(let key, _): key.name
        }
    }

    /// The key with a ledger's prefix before the name of an account.
    ///
    /// - Parameter isByAccount: whether names are those of accounts.
    func prefixed(_ prefix: String, isByAccount: Bool) -> GroupKey {
        if prefix.isEmpty { return self }
        switch self {
        case .named(let name) where isByAccount: return .named(prefix + name)
        case .transfer(let account): return .transfer(prefix + account)
        default: return self
        }
    }

    /// The key without the sign of its parts.
    package var unsigned: GroupKey { if case .signed(let key, _) = self { key } else { self } }

    /// Whether no category declares the kind.
    func hasNoKind(_ categories: CategoryTree) -> Bool {
        switch self {
        case .named(let path): categories.kind(of: path) == nil
        case .none, .ignored: true
        case .transfer, .signed: false
        }
    }
}

/// Names are equal when their bytes are (formats 1.1); a `String` would also take other Unicode forms.
extension GroupKey {
    package static func == (left: GroupKey, right: GroupKey) -> Bool {
        switch (left, right) {
        case (.named(let a), .named(let b)), (.transfer(let a), .transfer(let b)):
            a.utf8.elementsEqual(b.utf8)
        case (.ignored, .ignored), (.none, .none): true
        case (.signed(let a, let isIncome), .signed(let b, let isOther)):
            isIncome == isOther && a == b
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        for byte in (name ?? "").utf8 { hasher.combine(byte) }
    }
}
