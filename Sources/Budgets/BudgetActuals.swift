import Analysis
import Model
import Queries

/// What a category and everything below it brought day by day, in one currency.
struct DailyFlow: Sendable {
    /// The days with lines, in order.
    private let days: [Int32]
    /// The sum up to each of them.
    private let sums: [Int128]

    /// - Parameter sign: -1 for what is told as spent.
    init(_ flows: FlowSums, path: String, currency: CurrencyCode, sign: Int128) {
        let below = path + "/"
        let rows = flows.indexByKey.compactMap { key, index -> Int? in
            guard case .named(let name) = key else { return nil }
            return name.utf8.elementsEqual(path.utf8) || name.utf8.starts(with: below.utf8)
                ? index : nil
        }
        var days: [Int32] = []
        var sums: [Int128] = []
        for (column, day) in flows.starts.enumerated() {
            let found = rows.compactMap { flows.cells[$0][column][currency] }
            if found.isEmpty { continue }
            days.append(day)
            sums.append((sums.last ?? 0) + sign * found.reduce(0, +))
        }
        self.days = days
        self.sums = sums
    }

    /// The sum of the days before `day`.
    func before(_ day: Int32) -> Int128 {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? 0 : sums[low - 1]
    }

    /// The sum of the days of a period that has both ends.
    func sum(_ period: Period) -> Int128 {
        guard let begin = period.begin, let end = period.end else { return 0 }
        return before(end.day) - before(begin.day)
    }
}
