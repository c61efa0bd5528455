import Analysis
package import Model
import Plans
package import Reading
package import SourceText

/// How far off forecasts of the past were, month by month, beside the two simplest ways to make one.
package struct Backtest: Sendable {
    /// The flow of an account, or of a category in it, by months. All figures but the counts are in parts of 10,000, and
    /// `nil` where they are not defined.
    package struct Series: Sendable {
        package let account: String
        package let currency: CurrencyCode
        /// `nil` for all that moves in the account.
        package let category: Category
        /// The model that the forecast uses now.
        package let model: String
        /// At how many months' ends a forecast was made.
        package let origins: Int
        /// The mean error in parts of the mean change from month to month before.
        package let mase: Int?
        package let naive: Int?
        package let seasonalNaive: Int?
        /// The continuous ranked probability score, in units of the currency.
        package let crps: Int?
        /// The share of months inside the band of 80 %, and of 95 %.
        package let coverage80: Int?
        package let coverage95: Int?
        /// The months that have a band, and how many of them were inside.
        package let banded: (points: Int, inside80: Int, inside95: Int)
    }

    package enum Category: Sendable, Equatable {
        case all
        case named(String?)
    }

    package private(set) var series: [Series] = []
    /// Of every series the first month, counted from the year 0, and what came in each from there on.
    package private(set) var values: [(first: Int, flows: [Int64])] = []

    /// `2026-11`.
    package static func month(_ index: Int) -> String {
        String(CivilDate.inMonth(index, day: 1).description.prefix(7))
    }

    /// At so many months' ends at most.
    package static let origins = 12
    /// Months that must be known before one is forecast.
    package static let least = 6
}

/// Makes the back-test of a ledger.
package struct BacktestRun: Sendable {
    private let today: CivilDate
    private let threads: Int
    private let run: ForecastRun
    private let inquiry: Inquiry

    /// Reads the ledger.
    package init(_ ledger: Ledger, today: CivilDate, threads: Int) {
        self.today = today
        self.threads = threads
        (run, inquiry) = ForecastRun.asked(
            ledger, ForecastRequest(today: today, last: today), threads: threads)
    }

    package var findings: [Diagnostic] { inquiry.findings }

    package func backtest() -> Backtest {
        let (flows, kinds) = run.past(inquiry)
        let replays = Replay.last(
            Backtest.origins * 3, flows, asOf: today, kinds, threads: threads)
        return Backtest(flows, replays, asOf: today, Outlook(flows, asOf: today, through: today))
    }
}

extension Backtest {
    init(_ flows: FlowHistory, _ replays: [Replay], asOf today: CivilDate, _ outlook: Outlook) {
        let actual = ActualMonths(flows, end: today.firstOpenMonth)
        var models: [Int: String] = [:]
        for (series, model, _) in outlook.models { models[series] = model.rawValue }
        for (index, key) in flows.accounts.enumerated() {
            let start = actual.start(index)
            func add(
                _ category: Category, _ model: String, _ flow: [Int64], _ said: (Replay) -> [Int64]
            ) {
                let test = SeriesTest(flow, start: start, replays.map { ($0.month, said($0)) })
                guard let result = test.result(key, category, model, flows.decimals) else { return }
                series.append(result)
                values.append((start, flow))
            }
            add(.all, "all", actual.accounts[index]) { $0.accounts[index] }
            for (place, name) in flows.series.enumerated() where name.account == key {
                let model = models[place] ?? "recurrence"
                add(.named(name.category), model, actual.series[place]) { $0.series[place] }
            }
        }
    }
}

/// What came, by months.
struct ActualMonths {
    private let starts: [Int]
    /// By account from its first whole month on.
    let accounts: [[Int64]]
    let series: [[Int64]]

    init(_ flows: FlowHistory, end: Int) {
        let starts = flows.firstDay.map { day in
            let date = CivilDate(day: day)
            return min(end, date.components.day > 5 ? date.monthIndex + 1 : date.monthIndex)
        }
        self.starts = starts
        var accounts = starts.map { Array(repeating: Int64(0), count: end - $0) }
        for index in accounts.indices {
            for (place, amount) in flows.daily[index].enumerated() where amount != 0 {
                let month = CivilDate(day: flows.origin + Int32(place)).monthIndex - starts[index]
                if accounts[index].indices.contains(month) {
                    accounts[index][month].addClamped(amount)
                }
            }
        }
        let owner = flows.series.map { flows.account($0.account) ?? 0 }
        var series = owner.map { Array(repeating: Int64(0), count: end - starts[$0]) }
        for part in flows.parts {
            let index = Int(part.series)
            let month = CivilDate(day: part.day).monthIndex - starts[owner[index]]
            if series[index].indices.contains(month) {
                series[index][month].addClamped(part.amount)
            }
        }
        self.accounts = accounts
        self.series = series
    }

    func start(_ account: Int) -> Int { starts[account] }
}

/// Holds what was said of a series against what came.
private struct SeriesTest {
    private let flow: [Int64]
    /// By the place of the last month that was known, what was said of the months behind.
    private var said: [Int: [Int64]] = [:]

    init(_ flow: [Int64], start: Int, _ replays: [(month: Int, values: [Int64])]) {
        self.flow = flow
        for (month, values) in replays { said[month - start] = values }
    }

    func result(
        _ key: AccountKey, _ category: Backtest.Category, _ model: String,
        _ decimals: [CurrencyCode: Int]
    ) -> Backtest.Series? {
        let last = flow.count - 2
        let first = max(Backtest.least - 1, last - Backtest.origins + 1)
        if first > last || flow.allSatisfy({ $0 == 0 }) { return nil }
        var sums = Sums()
        for origin in first...last {
            guard let values = said[origin] else { continue }
            sums.origins += 1
            let scale = SeriesTest.scale(flow[...origin])
            let sample = errors(before: origin).flatMap { PredictiveSample(errors: $0) }
            for ahead in 0..<min(Replay.ahead, flow.count - 1 - origin) {
                let came = flow[origin + 1 + ahead]
                sums.points += 1
                sums.scale += scale
                sums.error += distance(values[ahead], came)
                sums.naive += distance(flow[origin], came)
                sums.seasonal += distance(
                    PointModel.seasonalNaive(flow[...origin], ahead: ahead + 1), came)
                guard let sample else { continue }
                sums.banded += 1
                let held = sample.holds(came, around: values[ahead])
                if held.in80 { sums.inside80 += 1 }
                if held.in95 { sums.inside95 += 1 }
                sums.crps += sample.score(came, around: values[ahead])
            }
        }
        if sums.points == 0 { return nil }
        return sums.series(key, category, model, decimals: decimals[key.currency] ?? 2)
    }

    /// By how much months that were known at an origin were off what was said just before; `nil` for too few.
    private func errors(before origin: Int) -> [Int64]? {
        let known = said.keys.filter { $0 + 1 <= origin && $0 + 1 >= 1 }.sorted()
        let errors = known.suffix(24).map { flow[$0 + 1] - (said[$0]?[0] ?? 0) }
        return errors.count < 4 ? nil : errors
    }

    private static func scale(_ known: ArraySlice<Int64>) -> Int128 {
        let changes = zip(known, known.dropFirst()).map { distance($0, $1) }
        return changes.isEmpty
            ? 0 : dividedHalfToEven(changes.reduce(0, +), by: changes.count)
    }

    private struct Sums {
        var origins = 0
        var points = 0
        var scale = Int128(0)
        var error = Int128(0)
        var naive = Int128(0)
        var seasonal = Int128(0)
        var crps = Int128(0)
        var banded = 0
        var inside80 = 0
        var inside95 = 0

        func series(
            _ key: AccountKey, _ category: Backtest.Category, _ model: String, decimals: Int
        ) -> Backtest.Series {
            func scaled(_ error: Int128) -> Int? {
                scale == 0 ? nil : Int(clamping: dividedHalfToEven(error * 10_000, by: scale))
            }
            func share(_ count: Int) -> Int? {
                banded == 0 ? nil : (count * 20_000 + banded) / (2 * banded)
            }
            var unit = Int128(1)
            for _ in 0..<decimals { unit *= 10 }
            // The score was summed up in thousandths of a minor unit.
            let score =
                banded == 0
                ? nil
                : Int(clamping: dividedHalfToEven(crps * 10, by: Int128(banded) * unit))
            return Backtest.Series(
                account: key.account, currency: key.currency, category: category, model: model,
                origins: origins, mase: scaled(error), naive: scaled(naive),
                seasonalNaive: scaled(seasonal), crps: score, coverage80: share(inside80),
                coverage95: share(inside95), banded: (banded, inside80, inside95))
        }
    }
}

private func distance(_ one: Int64, _ other: Int64) -> Int128 {
    Int128((Int128(one) - Int128(other)).magnitude)
}
