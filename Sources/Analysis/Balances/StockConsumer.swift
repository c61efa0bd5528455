package import Model
import Platform
import Queries
import Reading

/// Adds up the lines of each account up to some days, by status.
struct StockConsumer: RowConsumer {
    /// What one account holds in one currency: sums of lines up to each boundary, split by whether
    /// they are booked.
    struct Sums: Sendable {
        /// Sums of the lines dated after the boundary before and up to this one; the last element
        /// is of what lies behind every boundary.
        var buckets: [Int128]
        var lines = 0

        /// Makes each bucket the sum of all up to it.
        mutating func accumulate() {
            for index in buckets.indices.dropFirst() { buckets[index] += buckets[index - 1] }
        }
    }

    struct Key: Hashable, Sendable {
        var account: String
        var currency: CurrencyIndex
        var status: Status
    }

    /// A stated balance of an investment account.
    struct Valuation: Sendable {
        var day: Int32
        var currency: CurrencyIndex
        var amount: Int64
    }

    private var filter: RowFilter
    private let boundaries: [String: [Int32]]
    private let dailyAccounts: Set<String>
    private let today: Int32
    private var account = ""
    private var days: [Int32] = []
    private var isDaily = false

    private(set) var sums: [Key: Sums] = [:]
    /// Sums by day of the accounts whose balance may begin anew at a valuation.
    private(set) var daily: [Key: [Int32: Int128]] = [:]
    private(set) var valuations: [String: [Valuation]] = [:]
    /// Booked and pending lines up to today, and the day of the last one (M6).
    private(set) var counts: [String: (count: Int, lastDay: Int32)] = [:]

    init(_ question: StockQuestion, _ ledger: Ledger) {
        // What an account holds depends on every line before.
        var selection = question.selection
        selection.period = .always
        filter = RowFilter(selection, ledger)
        boundaries = question.boundaries(ledger)
        let today = question.today
        dailyAccounts = Set(ledger.accounts.filter { $0.kind == .investment }.map(\.name))
        self.today = today.day
    }

    mutating func begin(_ file: TransactionFile) {
        filter.begin(file)
        account = file.account
        days = boundaries[account] ?? []
        isDaily = dailyAccounts.contains(account)
    }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        var known = counts[account] ?? (0, -1)
        var key = Key(account: account, currency: .max, status: .booked)
        var sums = Sums(buckets: [])
        for row in batch.rows {
            if row.status == .assertion {
                if isDaily {
                    valuations[account, default: []].append(
                        Valuation(day: row.day, currency: row.currency, amount: row.amount))
                }
                continue
            }
            if case .nothing = filter.select(row, batch, text, targets, perPart: false) { continue }
            if key.currency != row.currency || key.status != row.status {
                if !sums.buckets.isEmpty { self.sums[key] = sums }
                key = Key(account: account, currency: row.currency, status: row.status)
                sums =
                    self.sums[key] ?? Sums(buckets: Array(repeating: 0, count: days.count + 1))
            }
            sums.buckets[bucket(row.day)] += Int128(row.amount)
            sums.lines += 1
            if isDaily { daily[key, default: [:]][row.day, default: 0] += Int128(row.amount) }
            if row.day <= today, row.status.counts {
                known.0 += 1
                known.1 = max(known.1, row.day)
            }
        }
        if !sums.buckets.isEmpty { self.sums[key] = sums }
        if known.0 > 0 { counts[account] = known }
    }

    /// The index of the first boundary that is not before `day`.
    private func bucket(_ day: Int32) -> Int {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// What accounts hold, asked for.
package struct StockQuestion: Sendable {
    /// The ends of these days.
    package var days: [CivilDate]
    package var selection: Selection
    package var today: CivilDate

    package init(days: [CivilDate], selection: Selection, today: CivilDate) {
        self.days = days
        self.selection = selection
        self.today = today
    }

    /// For each account the days, ascending, up to which sums are wanted: those asked for, and the eve of the opening.
    func boundaries(_ ledger: Ledger) -> [String: [Int32]] {
        var boundaries: [String: [Int32]] = [:]
        for account in ledger.accounts {
            let openingEve = account.opening.map { $0.date.day - 1 }
            boundaries[account.name] = Set(days.map(\.day) + [openingEve].compactMap { $0 })
                .sorted()
        }
        return boundaries
    }
}
