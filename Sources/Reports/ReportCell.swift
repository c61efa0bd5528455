import Model

/// What was added up for one row and period.
struct ReportCell: Sendable {
    var sum = Totals()
    /// How many parts, by currency.
    var counts = Totals()
    /// The parts' amounts by currency, where a median is asked for.
    var amounts: [CurrencyCode: [Int64]] = [:]

    mutating func add(_ other: ReportCell) {
        sum.add(other.sum)
        counts.add(other.counts)
        for (code, list) in other.amounts { amounts[code, default: []] += list }
    }

    static func sum(_ cells: some Sequence<ReportCell>) -> ReportCell {
        cells.reduce(into: ReportCell()) { $0.add($1) }
    }

    /// - Parameters:
    ///   - whole: of which shares are told.
    ///   - soFar: this cell and those of the periods before.
    func value(_ measure: Measure, of whole: ReportCell, soFar: ReportCell) -> ReportValue {
        switch measure {
        case .sum: return .money(sum)
        case .count: return .count(Int(clamping: counts.reduce(Int128(0)) { $0 + $1.units }))
        case .average:
            return .money(
                sum.reduce(into: Totals()) { means, entry in
                    guard let count = counts[entry.currency], count > 0 else { return }
                    means.add(dividedHalfToEven(entry.units, by: count), entry.currency)
                })
        case .median:
            return .money(
                amounts.reduce(into: Totals()) { $0.add(ReportCell.median($1.value), $1.key) })
        case .share: return ReportCell.percent(sum, of: whole.sum)
        case .cumulative: return .money(soFar.sum)
        }
    }

    /// The middle amount, or the mean of the two middle ones, rounded half to even.
    private static func median(_ amounts: [Int64]) -> Int128 {
        if amounts.isEmpty { return 0 }
        let sorted = amounts.sorted()
        let middle = sorted.count / 2
        if sorted.count % 2 == 1 { return Int128(sorted[middle]) }
        return dividedHalfToEven(Int128(sorted[middle - 1]) + Int128(sorted[middle]), by: 2)
    }

    /// Tenths of a percent, rounded half to even, in the currencies that both have; absent where there are none.
    static func percent(_ part: Totals, of whole: Totals) -> ReportValue {
        var shares = Totals()
        for entry in part {
            guard let all = whole[entry.currency], all != 0 else { continue }
            let (product, isOverflow) = entry.units.multipliedReportingOverflow(by: 1_000)
            if isOverflow { continue }
            let quotient = dividedHalfToEven(all < 0 ? -product : product, by: all.magnitude)
            shares.add(quotient, entry.currency)
        }
        return shares.isEmpty ? .absent : .percent(shares)
    }
}
