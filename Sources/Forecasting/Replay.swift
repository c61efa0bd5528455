import Model
import Plans
import Platform
import Recurrences

/// What was said at the end of a month of the past, by what was known then.
struct Replay: Sendable {
    /// The month behind whose end it was said.
    let month: Int
    /// By series and month ahead, from 0.
    let series: [[Int64]]
    /// By account and month ahead.
    let accounts: [[Int64]]
    /// By account what was expected on each day of the first month ahead, from 0.
    let daily: [[Int64]]

    /// How many months ahead each says.
    static let ahead = 3

    /// - Parameter month: the last one that was known.
    init(_ history: FlowHistory, month: Int, _ kinds: AccountKinds) {
        self.month = month
        let today = CivilDate.inMonth(month, day: 31)
        let last = CivilDate.inMonth(month + Replay.ahead, day: 31)
        var parts = PartLedger()
        let outlook = Outlook(history, asOf: today, through: last)
        outlook.addParts(
            to: &parts, through: last,
            Settlements(history, asOf: today, kinds))
        var series = history.series.map { _ in Array(repeating: Int64(0), count: Replay.ahead) }
        var accounts = history.accounts.map { _ in Array(repeating: Int64(0), count: Replay.ahead) }
        var daily = history.accounts.map { _ in Array(repeating: Int64(0), count: 31) }
        let seriesIndex = Dictionary(
            uniqueKeysWithValues: history.series.enumerated().map { ($1, $0) })
        for part in parts.parts {
            let key = AccountKey(part.account, part.currency)
            guard let account = history.account(key) else { continue }
            let ahead = part.date.monthIndex - month - 1
            guard (0..<Replay.ahead).contains(ahead) else { continue }
            accounts[account][ahead].addClamped(part.amount)
            if ahead == 0 {
                daily[account][part.date.components.day - 1].addClamped(part.amount)
            }
            let name = SeriesKey(account: key, category: part.category)
            if let index = seriesIndex[name] { series[index][ahead].addClamped(part.amount) }
        }
        self.series = series
        self.accounts = accounts
        self.daily = daily
    }

    /// What would have been said at the ends of the last months, the earliest first.
    ///
    /// - Parameter months: at most so many; those with less than three months of lines before are left out.
    static func last(
        _ months: Int, _ history: FlowHistory, asOf today: CivilDate, _ kinds: AccountKinds,
        threads: Int
    ) -> [Replay] {
        // The month behind each is complete.
        let last = today.firstOpenMonth - 2
        let first = max(CivilDate(day: history.origin).monthIndex + 2, last - months + 1)
        if first > last { return [] }
        let count = last - first + 1
        let workers = max(1, min(threads, count))
        let shares = mapConcurrently(workers) { worker in
            stride(from: worker, to: count, by: workers).map {
                Replay(history, month: first + $0, kinds)
            }
        }
        return shares.flatMap { $0 }.sorted { $0.month < $1.month }
    }
}

/// What a ledger's accounts are, and what is in them.
struct AccountKinds: Sendable {
    let cards: Set<String>
    let loans: Set<String>
    /// At the end of the day as of which the history was made.
    let now: [AccountKey: Int128]

    /// The balances of an account at the ends of the days of the history.
    func balances(_ history: FlowHistory, of key: AccountKey) -> PastBalances {
        let sums = history.account(key).map { history.sums($0) } ?? []
        return PastBalances(
            first: history.origin, before: (now[key] ?? 0) - (sums.last ?? 0), sums: sums)
    }
}

/// The balances of an account at the ends of days.
struct PastBalances {
    fileprivate let first: Int32
    /// The balance before the first day.
    fileprivate let before: Int128
    fileprivate let sums: [Int128]

    /// The balance at the end of a day; that of the last known one for later days.
    func at(_ day: CivilDate) -> Int128 {
        let place = min(Int(day.day - first), sums.count - 1)
        return place < 0 ? before : before + sums[place]
    }
}

extension Outlook {
    /// Adds all that the history says of the days ahead.
    func addParts(
        to parts: inout PartLedger, through last: CivilDate, _ settlements: Settlements
    ) {
        for part in modelParts(through: last) { addMirrored(part, &parts) }
        var open: [(days: [CivilDate], place: Int)] = []
        for (place, recurrence) in recurrences.enumerated() {
            let days = recurrence.expectedDays(through: last).map { max($0, firstDay) }
            if settlements.account(recurrence) != nil {
                open.append((days, place))
            } else {
                for part in self.parts(recurrence, on: days) { addMirrored(part, &parts) }
            }
        }
        for (days, place) in open {
            settlements.add(recurrences[place], on: days, outlook: self, to: &parts)
        }
    }
}
