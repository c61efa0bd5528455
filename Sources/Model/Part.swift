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

/// A share of a transaction in minor units, signed from the holder's wealth.
package struct Part: Sendable, Hashable {
    package var target: Target
    package var amount: Int64

    package init(_ target: Target, _ amount: Int64) {
        self.target = target
        self.amount = amount
    }
}
