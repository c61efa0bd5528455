import Model
import Reading

/// Booked balances at the end of any day, from the amounts of all lines.
struct BookedHistory {
    private var days: [CheckConsumer.Key: [Int32]] = [:]
    private var sums: [CheckConsumer.Key: [Int128]] = [:]
    private var movements: [CheckConsumer.Key: [CheckConsumer.Movement]] = [:]
    private let currencies: [CurrencyCode]

    /// - Parameter asTheBank: whether days and amounts are the bank's where persons changed them.
    init(_ lines: CheckedLines, asTheBank: Bool = false) {
        currencies = lines.ledger.heldCurrencies
        for consumer in lines.consumers {
            for (key, found) in consumer.movements { movements[key, default: []] += found }
            guard asTheBank else { continue }
            for (key, found) in consumer.corrections { movements[key, default: []] += found }
        }
    }

    /// The balance of booked lines at the end of `day` (S5).
    mutating func balance(_ account: Account, _ currency: CurrencyIndex, endOf day: Int32) -> Int128
    {
        let key = CheckConsumer.Key(account: account.name, currency: currency)
        prepare(key)
        let opening = account.opening.flatMap { opening in
            opening.amounts[currencies[Int(currency)]].map { (opening.date.day, $0) }
        }
        guard let opening else { return prefix(key, day) }
        return Int128(opening.1) + prefix(key, day) - prefix(key, opening.0 - 1)
    }

    /// The amounts of the day's lines that state no balance.
    mutating func unstated(_ account: Account, _ currency: CurrencyIndex, day: Int32) -> [Int64] {
        let key = CheckConsumer.Key(account: account.name, currency: currency)
        prepare(key)
        let list = movements[key] ?? []
        var index = lowerBound(list.count) { list[$0].day < day }
        var result: [Int64] = []
        while index < list.count, list[index].day == day {
            if !list[index].isStated { result.append(list[index].amount) }
            index += 1
        }
        return result
    }

    private mutating func prepare(_ key: CheckConsumer.Key) {
        if days[key] != nil { return }
        let sorted = (movements[key] ?? []).sorted { $0.day < $1.day }
        var ends: [Int32] = []
        var totals: [Int128] = []
        var total: Int128 = 0
        for movement in sorted {
            total += Int128(movement.amount)
            if ends.last == movement.day {
                totals[totals.count - 1] = total
            } else {
                ends.append(movement.day)
                totals.append(total)
            }
        }
        movements[key] = sorted
        days[key] = ends
        sums[key] = totals
    }

    private func prefix(_ key: CheckConsumer.Key, _ day: Int32) -> Int128 {
        guard let ends = days[key], let totals = sums[key] else { return 0 }
        let count = lowerBound(ends.count) { ends[$0] <= day }
        return count == 0 ? 0 : totals[count - 1]
    }

    /// The number of leading elements for which `isBefore` holds.
    private func lowerBound(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The chain that a day's stated balances form (S7).
enum BalanceChain {
    /// The index of the first statement whose balance before it is neither the day's start nor what another line
    /// leaves, where lines that state nothing may stand anywhere in between.
    ///
    /// With more than twelve such lines the sums they can make are too many to tell anything: then
    /// the chain is taken for whole.
    static func firstBreak(
        _ day: [CheckConsumer.Statement], start: Int128, free: [Int64]
    ) -> Int? {
        if free.count > 12 { return nil }
        var gaps: Set<Int128> = [0]
        for amount in free { gaps.formUnion(gaps.map { $0 + Int128(amount) }) }
        for (index, statement) in day.enumerated() {
            let before = Int128(statement.balance) - Int128(statement.amount)
            if gaps.contains(before - start) { continue }
            let isLinked = day.enumerated().contains { other, earlier in
                other != index && gaps.contains(before - Int128(earlier.balance))
            }
            if !isLinked { return index }
        }
        return nil
    }
}
