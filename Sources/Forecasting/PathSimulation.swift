import Model
import Platform

/// The bands around what is expected: paths on which each month ahead goes as wrong as some month of the past did, and the
/// usual level is off as the mean of twelve months may be.
///
/// Every month is drawn once for all accounts, since what hits one hits others at the same time. The same seed gives the
/// same paths on every machine: all is reckoned in whole minor units.
struct PathSimulation {
    /// By how much one day's balance may be off, in minor units.
    struct Band: Sendable {
        let low80: Int64
        let high80: Int64
        let low95: Int64
        let high95: Int64

        static let none = Band(low80: 0, high80: 0, low95: 0, high95: 0)
    }

    private let uncertainty: Uncertainty
    private let first: CivilDate
    private let dayCount: Int
    private let paths: Int
    /// By path and month ahead the month of the past.
    private var draws: [[Int32]] = []
    /// By path the months whose mean is the error of the level.
    private var levels: [[Int32]] = []

    /// - Parameters:
    ///   - first: the first day that may be off.
    init(
        _ uncertainty: Uncertainty, from first: CivilDate, through last: CivilDate, paths: Int,
        seed: UInt64
    ) {
        self.uncertainty = uncertainty
        self.first = first
        self.paths = paths
        dayCount = max(0, Int(last.day - first.day) + 1)
        if uncertainty.isEmpty || dayCount == 0 { return }
        var random = SplitMix64(seed: seed)
        let months = last.monthIndex - first.monthIndex + 1
        for _ in 0..<paths {
            levels.append((0..<12).map { _ in Int32(random.below(uncertainty.count)) })
            draws.append((0..<months).map { _ in Int32(random.below(uncertainty.count)) })
        }
    }

    /// The bands of the days of each group of accounts, whose balances are added up.
    ///
    /// - Parameter groups: the accounts, by their places in the history.
    func bands(_ groups: [[Int]], threads: Int) -> [[Band]] {
        if draws.isEmpty {
            return groups.map { _ in Array(repeating: .none, count: dayCount) }
        }
        let workers = max(1, min(threads, groups.count))
        let shares = mapConcurrently(workers) { worker in
            stride(from: worker, to: groups.count, by: workers).map { ($0, bands(groups[$0])) }
        }
        return shares.flatMap { $0 }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private func bands(_ accounts: [Int]) -> [Band] {
        let table = MonthTable(uncertainty, accounts)
        let width = BandWidth(uncertainty.count)
        var balances = Array(repeating: Int64(0), count: paths)
        let levels = levels.map { months in
            (0..<31).map { day in
                months.reduce(Int64(0)) { $0 + table.day(31, Int($1), day) / Int64(months.count) }
            }
        }
        var bands: [Band] = []
        bands.reserveCapacity(dayCount)
        var date = first
        for _ in 0..<dayCount {
            let (year, month, day) = date.components
            let length = CivilDate.daysInMonth(month, of: year)
            let ahead = date.monthIndex - first.monthIndex
            for path in 0..<paths {
                balances[path] +=
                    table.day(length, Int(draws[path][ahead]), day - 1) + levels[path][day - 1]
            }
            bands.append(PathSimulation.band(balances.sorted(), width))
            date = date.adding(days: 1) ?? date
        }
        return bands
    }

    private static func band(_ sorted: [Int64], _ width: BandWidth) -> Band {
        /// The value with so many thousandths of the others below it.
        func at(_ thousandths: Int) -> Int64 { sorted[(sorted.count - 1) * thousandths / 1_000] }
        return Band(
            low80: BandWidth.wider(at(100), width.of80),
            high80: BandWidth.wider(at(900), width.of80),
            low95: BandWidth.wider(at(25), width.of95),
            high95: BandWidth.wider(at(975), width.of95))
    }
}

/// What months of the past bring some accounts together, by the length of the month they are put in.
private struct MonthTable {
    /// By length from 28, then month × length.
    private let tables: [[Int64]]

    init(_ uncertainty: Uncertainty, _ accounts: [Int]) {
        tables = (28...31).map { length in
            var table: [Int64] = []
            for month in 0..<uncertainty.count {
                var sums = Array(repeating: Int64(0), count: length)
                for account in accounts {
                    for (day, amount) in uncertainty.days(month, account, length: length)
                        .enumerated()
                    {
                        sums[day] += amount
                    }
                }
                table += sums
            }
            return table
        }
    }

    func day(_ length: Int, _ month: Int, _ day: Int) -> Int64 {
        tables[length - 28][month * length + day]
    }
}
