import Model
/// One transaction of a benchmark ledger before it is written; small, because a million are kept.
struct Entry: Sendable {
    enum Form: UInt8, Sendable { case plain, ignored, split, transfer }

    /// Days since the calendar's first.
    var day: Int16
    var account: UInt8
    /// The account at the other end of a transfer.
    var otherAccount: UInt8 = 0
    var category: UInt8 = 0
    var form: Form
    var counterparty: UInt16 = 0
    /// Minor units, signed.
    var amount: Int32
    /// Its place among all that were drawn; the id comes from it.
    var number: UInt32
    /// The number of the mirrored line of a transfer.
    var otherNumber: UInt32 = 0
    /// What is written beside the amount is drawn from here.
    var dice: UInt32
}

/// Where a line or a share of it goes.
enum EntryTarget: Hashable, Sendable {
    case category(Int)
    case transfer(Int)
    case ignored
}

/// A share of a line; the parts of a line add up to its amount.
struct EntryPart: Sendable {
    let target: EntryTarget
    let amount: Int
}

extension Entry {
    /// What the line is made of: two or three parts for a split, else one.
    var parts: [EntryPart] {
        switch form {
        case .plain, .ignored: [EntryPart(target: .category(Int(category)), amount: Int(amount))]
        case .transfer: [EntryPart(target: .transfer(Int(otherAccount)), amount: Int(amount))]
        case .split: splitParts
        }
    }

    private var splitParts: [EntryPart] {
        var dice = SplitMix64(seed: UInt64(dice))
        let style = dice.below(10)
        let total = Int(amount)
        let offset = dice.between(1, 40)
        let first = EntryTarget.category(Int(category))
        let second = EntryTarget.category((Int(category) + offset) % BenchmarkCategory.expenseCount)
        let third = EntryTarget.category(
            (Int(category) + offset + 7) % BenchmarkCategory.expenseCount)
        // No amount drawn is below 1.20, so no share of it is zero.
        let share = total * dice.between(20, 45) / 100
        switch style {
        case 0:
            return [
                EntryPart(target: first, amount: total - share),
                EntryPart(target: .ignored, amount: share),
            ]
        case 1:
            return [
                EntryPart(target: first, amount: total + share),
                EntryPart(target: second, amount: -share),
            ]
        case 2...4:
            let next = total * dice.between(10, 40) / 100
            return [
                EntryPart(target: first, amount: share),
                EntryPart(target: second, amount: next),
                EntryPart(target: third, amount: total - share - next),
            ]
        default:
            return [
                EntryPart(target: first, amount: total - share),
                EntryPart(target: second, amount: share),
            ]
        }
    }
}
