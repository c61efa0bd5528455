import Model

/// Sums with the number of their parts, so that a sum of zero is told from nothing, and on demand the parts' amounts.
struct FlowCells: Sendable {
    private var sums: [Int128] = []
    private var counts: [UInt32] = []
    private var amounts: [[Int64]] = []
    let keepsAmounts: Bool

    init(keepsAmounts: Bool = false) { self.keepsAmounts = keepsAmounts }

    @inline(__always)
    mutating func add(_ amount: Int64, at index: Int) {
        sums[index] += Int128(amount)
        counts[index] &+= 1
        if keepsAmounts { amounts[index].append(amount) }
    }

    /// Memory that is not used costs nothing; growing by copies does.
    mutating func reserve(_ count: Int) {
        sums.reserveCapacity(count)
        counts.reserveCapacity(count)
    }

    mutating func append(_ count: Int) {
        sums += repeatElement(0, count: count)
        counts += repeatElement(0, count: count)
        if keepsAmounts { amounts += repeatElement([], count: count) }
    }

    mutating func append(_ other: FlowCells, _ range: Range<Int>) {
        sums += other.sums[range]
        counts += other.counts[range]
        if keepsAmounts { amounts += other.amounts[range] }
    }

    /// The sums from `base` on by currency.
    func totals(from base: Int, _ currencies: [CurrencyCode]) -> Totals {
        var totals = Totals()
        for (offset, code) in currencies.enumerated() where counts[base + offset] > 0 {
            totals.add(sums[base + offset], code)
        }
        return totals
    }

    /// The numbers of parts from `base` on by currency.
    func counts(from base: Int, _ currencies: [CurrencyCode]) -> Totals {
        var totals = Totals()
        for (offset, code) in currencies.enumerated() where counts[base + offset] > 0 {
            totals.add(Int128(counts[base + offset]), code)
        }
        return totals
    }

    /// The amounts from `base` on by currency, in no order.
    func amounts(from base: Int, _ currencies: [CurrencyCode]) -> [CurrencyCode: [Int64]] {
        guard keepsAmounts else { return [:] }
        var found: [CurrencyCode: [Int64]] = [:]
        for (offset, code) in currencies.enumerated() where counts[base + offset] > 0 {
            found[code] = amounts[base + offset]
        }
        return found
    }
}
