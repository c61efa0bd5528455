import Model

/// Parts as they are collected, with the sums of each account by day.
struct PartLedger {
    private(set) var parts: [ForecastPart] = []
    private(set) var sums: [AccountKey: [Int32: Int128]] = [:]

    mutating func add(_ part: ForecastPart) {
        if part.amount == 0 { return }
        parts.append(part)
        sums[AccountKey(part.account, part.currency), default: [:]][part.date.day, default: 0] +=
            Int128(part.amount)
    }

    /// Adds a part and, where it is a transfer, what it brings to the other account.
    mutating func addBothSides(_ part: ForecastPart) {
        add(part)
        guard let account = part.otherAccount else { return }
        var other = part
        other.account = account
        other.category = "=" + part.account
        other.amount = -part.amount
        other.isOtherSide = true
        add(other)
    }

    /// What the parts through a day bring an account.
    func sum(_ account: AccountKey, through day: CivilDate) -> Int128 {
        (sums[account] ?? [:]).reduce(0) { $0 + ($1.key <= day.day ? $1.value : 0) }
    }
}
