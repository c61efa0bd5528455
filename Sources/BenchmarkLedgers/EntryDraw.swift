import Model
/// Draws the transactions of a ledger.
///
/// One line in a hundred is a split, one is ignored, two belong to transfers (whose two lines
/// mirror each other on one day), two are in USD; a hundredth of the expenses are refunds.
struct EntryDraw {
    private var random: SplitMix64
    private var entries: [Entry] = []

    /// `count` entries by account, then day, then the order in which they were drawn.
    static func entries(_ count: Int, seed: UInt64) -> [Entry] {
        var draw = EntryDraw(random: SplitMix64(seed: seed))
        draw.entries.reserveCapacity(count)
        while draw.entries.count < count {
            if count - draw.entries.count > 1, draw.random.happens(1, in: 100) {
                draw.addTransfer()
            } else {
                draw.addPurchase()
            }
        }
        var sorted = byAccountAndDay(draw.entries)
        keepTwinsApart(&sorted)
        return sorted
    }

    private mutating func addTransfer() {
        let number = UInt32(entries.count)
        let day = Int16(random.below(BenchmarkCalendar.dayCount))
        let from = random.below(BenchmarkAccount.euroCount)
        let to =
            (from + random.between(1, BenchmarkAccount.euroCount - 1)) % BenchmarkAccount.euroCount
        let amount = Int32(random.between(1_000, 250_000))
        let out = Entry(
            day: day, account: UInt8(from), otherAccount: UInt8(to), form: .transfer,
            amount: -amount,
            number: number, otherNumber: number + 1, dice: UInt32(truncatingIfNeeded: random.next())
        )
        entries.append(out)
        entries.append(
            Entry(
                day: day, account: UInt8(to), otherAccount: UInt8(from), form: .transfer,
                amount: amount, number: number + 1, otherNumber: number,
                dice: UInt32(truncatingIfNeeded: random.next())))
    }

    private mutating func addPurchase() {
        let index = random.below(Counterparty.all.count)
        let counterparty = Counterparty.all[index]
        let isDollar = random.happens(2, in: 100)
        let account =
            isDollar
            ? BenchmarkAccount.euroCount
                + random.below(BenchmarkAccount.all.count - BenchmarkAccount.euroCount)
            : random.below(BenchmarkAccount.euroCount)
        var category = counterparty.category
        let kind = BenchmarkCategory.all[category].kind
        if random.happens(1, in: 10) {
            category =
                switch kind {
                case .expense: random.below(BenchmarkCategory.expenseCount)
                case .income: BenchmarkCategory.expenseCount + random.below(10)
                case .transfer: BenchmarkCategory.expenseCount + 10 + random.below(10)
                }
        }
        let magnitude = random.between(
            counterparty.amounts.lowerBound, counterparty.amounts.upperBound)
        let isIn = kind == .income || (kind == .expense && random.happens(1, in: 100))
        let roll = random.below(100)
        let form: Entry.Form =
            switch roll {
            case 0 where kind != .transfer: .split
            case 1: .ignored
            default: .plain
            }
        entries.append(
            Entry(
                day: Int16(random.below(BenchmarkCalendar.dayCount)), account: UInt8(account),
                category: UInt8(category), form: form, counterparty: UInt16(index),
                amount: Int32(isIn ? magnitude : -magnitude), number: UInt32(entries.count),
                dice: UInt32(truncatingIfNeeded: random.next())))
    }

    /// A stable counting sort: a million entries take a few hundredths of a second.
    private static func byAccountAndDay(_ entries: [Entry]) -> [Entry] {
        func bucket(_ entry: Entry) -> Int {
            Int(entry.account) * BenchmarkCalendar.dayCount + Int(entry.day)
        }
        let bucketCount = BenchmarkAccount.all.count * BenchmarkCalendar.dayCount
        let order = CountingSort.order(entries.count, buckets: bucketCount) { bucket(entries[$0]) }
        return order.map { entries[Int($0)] }
    }

    /// Two lines of one day with the same amount and text look like one counted twice; the later
    /// one becomes a cent larger.
    private static func keepTwinsApart(_ entries: inout [Entry]) {
        var start = 0
        for index in entries.indices {
            let entry = entries[index]
            if entries[start].day != entry.day || entries[start].account != entry.account {
                start = index
            }
            guard entry.form != .transfer else { continue }
            while entries[start..<index].contains(where: {
                $0.form != .transfer && $0.counterparty == entry.counterparty
                    && $0.amount == entries[index].amount
            }) {
                entries[index].amount += entry.amount < 0 ? -1 : 1
            }
        }
    }
}
