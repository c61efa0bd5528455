import Model
import Plans
import Recurrences

/// A history prepared for looking at it again and again, each time as if later lines were not there yet.
struct FlowHistory: Sendable {
    /// A part of a line, of which its line's place and its series are known.
    struct Part: Sendable {
        let line: Int32
        let series: Int32
        let day: Int32
        let amount: Int64
    }

    /// Lines that count; expected ones are not among them. Their movements' places are theirs in this list.
    let lines: [HistoryLine]
    let parts: [Part]
    let series: [SeriesKey]
    /// The accounts in their currencies that have lines, in the order of their first.
    let accounts: [AccountKey]
    private let accountIndex: [AccountKey: Int]
    let finder: RecurrenceFinder
    /// By account the day of the first line.
    let firstDay: [Int32]
    /// By account the sums of each day from `origin` on.
    let daily: [[Int64]]
    /// The day with which `daily` begins.
    let origin: Int32
    let decimals: [CurrencyCode: Int]
    /// Pairs of accounts between which transfers are kept as lines on both sides.
    private let mirrored: Set<Way>

    /// From one account to another.
    private struct Way: Hashable {
        let from: String
        let to: String
        let currency: CurrencyCode
    }

    /// - Parameter decimals: those of the currencies of the accounts.
    init(_ all: [HistoryLine], through today: CivilDate, decimals: [CurrencyCode: Int]) {
        self.decimals = decimals
        let known = all.filter { $0.status != .expected && $0.movement.date <= today }
        let mirrored = FlowHistory.mirrored(known)
        self.mirrored = mirrored
        lines = known
        var series: [SeriesKey] = []
        var seriesIndex: [SeriesKey: Int32] = [:]
        var accounts: [AccountKey] = []
        var accountIndex: [AccountKey: Int] = [:]
        var firstDay: [Int32] = []
        var parts: [Part] = []
        let origin = known.first?.movement.date.day ?? today.day
        let length = Int(today.day - origin) + 1
        var daily: [[Int64]] = []
        var movements: [Movement] = []
        for (place, line) in known.enumerated() {
            let movement = line.movement
            let key = AccountKey(movement.account, movement.currency)
            let account = accountIndex[key] ?? accounts.count
            if account == accounts.count {
                accountIndex[key] = account
                accounts.append(key)
                firstDay.append(movement.date.day)
                daily.append(Array(repeating: 0, count: length))
            }
            daily[account][Int(movement.date.day - origin)].addClamped(movement.amount)
            var isMirror = true
            for part in line.parts {
                let category = part.target.category
                // The side of a transfer that gets: the other one tells of both.
                if case .transfer(let other) = part.target, part.amount > 0,
                    mirrored.contains(
                        Way(from: other, to: movement.account, currency: movement.currency))
                {
                    continue
                }
                isMirror = false
                let name = SeriesKey(account: key, category: category)
                let index = seriesIndex[name] ?? Int32(series.count)
                if index == series.count {
                    seriesIndex[name] = index
                    series.append(name)
                }
                parts.append(
                    Part(
                        line: Int32(place), series: index, day: movement.date.day,
                        amount: part.amount))
            }
            if isMirror || movement.amount == 0 { continue }
            var numbered = movement
            numbered.place = place
            movements.append(numbered)
        }
        self.series = series
        self.parts = parts
        self.accounts = accounts
        self.accountIndex = accountIndex
        self.firstDay = firstDay
        self.daily = daily
        self.origin = origin
        finder = RecurrenceFinder(movements)
    }

    func account(_ key: AccountKey) -> Int? { accountIndex[key] }

    /// What an account's lines from the first through a day add up to.
    func sums(_ account: Int) -> [Int128] {
        var sum = Int128(0)
        return daily[account].map { day in
            sum += Int128(day)
            return sum
        }
    }

    /// Transfers stand on both sides; the side that gives tells of both.
    private static func mirrored(_ lines: [HistoryLine]) -> Set<Way> {
        var gives: Set<Way> = []
        var gets: Set<Way> = []
        for line in lines {
            for part in line.parts {
                guard case .transfer(let other) = part.target else { continue }
                let (own, currency) = (line.movement.account, line.movement.currency)
                if part.amount < 0 {
                    gives.insert(Way(from: own, to: other, currency: currency))
                } else {
                    gets.insert(Way(from: other, to: own, currency: currency))
                }
            }
        }
        return gives.intersection(gets)
    }

    /// Whether a transfer from one account to another moves the other one too.
    func isMirrored(from account: String, to other: String, _ currency: CurrencyCode) -> Bool {
        mirrored.contains(Way(from: account, to: other, currency: currency))
    }
}

extension Int64 {
    /// Adds, and stops at the largest amount that a month is taken to have.
    mutating func addClamped(_ other: Int64) {
        let (sum, isOverflow) = addingReportingOverflow(other)
        let limit = PointModel.limit
        self = isOverflow ? (other > 0 ? limit : -limit) : Swift.min(Swift.max(sum, -limit), limit)
    }
}
