import Model

/// What the rows of a balance report stand for.
package enum Grouping: Sendable, Equatable {
    case account, category, contact, tag, currency
    case taxonomy(String)

    /// The word that `--by` takes.
    package var name: String {
        switch self {
        case .account: "account"
        case .category: "category"
        case .contact: "contact"
        case .tag: "tag"
        case .currency: "currency"
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
    package var leavesOut: Bool { self != .account && self != .currency }
}

/// The key of one row.
package enum GroupKey: Sendable, Hashable {
    case named(String)
    /// A transfer brought back: `=account`.
    case transfer(String)
    /// An ignored part brought back.
    case ignored
    case none

    /// The name that outputs show; `nil` for what belongs nowhere.
    package var name: String? {
        switch self {
        case .named(let name): name
        case .transfer(let account): "=\(account)"
        case .ignored: "ignored"
        case .none: nil
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
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        for byte in (name ?? "").utf8 { hasher.combine(byte) }
    }
}
