import Model

/// By how much months of the past went otherwise than was said just before, day by day and in all accounts at once.
struct Uncertainty: Sendable {
    /// By month of the past, account and day of the month, from 0; each day's mean over the months is 0.
    private let months: [[[Int64]]]

    var isEmpty: Bool { months.isEmpty }
    var count: Int { months.count }

    /// No day of the past counts with more: paths of many years stay within an `Int64`.
    private static let limit: Int64 = 1 << 40

    /// - Parameter known: replays whose next month is complete.
    init(_ history: FlowHistory, _ known: [Replay]) {
        var months: [[[Int64]]] = []
        for replay in known {
            months.append(
                history.accounts.indices.map { account in
                    Uncertainty.surprise(history, account, replay)
                })
        }
        if months.count < 2 {
            self.months = []
            return
        }
        // What was always wrong the same way is a fault of the forecast, and not of chance.
        for account in history.accounts.indices {
            for day in 0..<31 {
                let sum = months.reduce(Int128(0)) { $0 + Int128($1[account][day]) }
                let mean = Int64(clamping: dividedHalfToEven(sum, by: months.count))
                for month in months.indices {
                    let off = months[month][account][day] - mean
                    months[month][account][day] = max(
                        -Uncertainty.limit, min(Uncertainty.limit, off))
                }
            }
        }
        self.months = months
    }

    private static func surprise(
        _ history: FlowHistory, _ account: Int, _ replay: Replay
    ) -> [Int64] {
        let first = CivilDate.inMonth(replay.month + 1, day: 1)
        let length = CivilDate.inMonth(replay.month + 1, day: 31).components.day
        return (0..<31).map { day in
            guard day < length else { return 0 }
            let place = Int(first.day - history.origin) + day
            let came =
                history.daily[account].indices.contains(place) ? history.daily[account][place] : 0
            return came - replay.daily[account][day]
        }
    }

    /// What a month of the past brings on the days of one of `length` days; what it had on later days falls on the last.
    func days(_ month: Int, _ account: Int, length: Int) -> [Int64] {
        let all = months[month][account]
        var days = Array(all[..<length])
        for late in all[length...] { days[length - 1] += late }
        return days
    }
}
