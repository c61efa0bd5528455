/// What a part of a transaction is for.
package enum Target: Sendable, Hashable {
    /// The category field is empty.
    case uncategorised
    case category(String)
    /// A transfer to or from an own account.
    case transfer(account: String)
    /// A share that is not the holder's: in the balance, in no report (S13).
    case ignored
}

/// Names are equal when their bytes are (formats 1.1); a `String` would also take other Unicode forms.
extension Target {
    package static func == (left: Target, right: Target) -> Bool {
        switch (left, right) {
        case (.uncategorised, .uncategorised), (.ignored, .ignored): true
        case (.category(let a), .category(let b)): a.utf8.elementsEqual(b.utf8)
        case (.transfer(let a), .transfer(let b)): a.utf8.elementsEqual(b.utf8)
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .uncategorised: hasher.combine(0)
        case .ignored: hasher.combine(1)
        case .category(let name), .transfer(let name):
            for byte in name.utf8 { hasher.combine(byte) }
        }
    }
}

extension Target {
    /// As it is written in a line; `nil` where nothing is.
    var text: String? {
        switch self {
        case .uncategorised: nil
        case .category(let path): path
        case .transfer(let account): "=\(account)"
        case .ignored: "ignored"
        }
    }
}

/// A share of a transaction in minor units, signed from the holder's wealth.
package struct Part: Sendable, Hashable {
    package var target: Target
    package var amount: Int64

    package init(_ target: Target, _ amount: Int64) {
        self.target = target
        self.amount = amount
    }
}
