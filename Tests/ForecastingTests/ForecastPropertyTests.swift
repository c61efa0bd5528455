import Forecasting
import Model
import Plans
import Reading
import TestSupport
import Testing

/// What holds of every forecast.
struct ForecastPropertyTests {
    @Test func `start and parts add up to what is expected of every account and day`() throws {
        for seed in Trials.seeds(10, of: "sums of forecasts") {
            let random = try ForecastLedger(seed: seed)
            defer { withExtendedLifetime(random.scratch) {} }
            let forecast = random.forecast(
                days: 20 + Int(seed % 120), scenarios: seed % 2 == 0 ? ["sea"] : [])
            var balances: [String: Int128] = [:]
            for line in random.scratch.lines
            where line.date <= ForecastLedger.today && [.booked, .pending].contains(line.status) {
                balances[line.account, default: 0] += Int128(line.amount)
            }
            for course in forecast.accounts {
                let account = try #require(course.account)
                #expect(course.start == balances[account] ?? 0, "seed \(seed), \(account)")
                var expected = course.start
                for day in course.days {
                    let parts = forecast.parts.filter {
                        $0.account == account && $0.currency == course.currency
                            && $0.date == day.date
                    }
                    expected += parts.reduce(Int128(0)) { $0 + Int128($1.amount) }
                    #expect(expected == day.expected, "seed \(seed), \(account), \(day.date)")
                    #expect(day.low95 <= day.low80 && day.low80 <= day.expected, "seed \(seed)")
                    #expect(day.expected <= day.high80 && day.high80 <= day.high95, "seed \(seed)")
                }
                #expect(course.days.last?.date == forecast.to)
            }
            let shown = Set(forecast.accounts.compactMap(\.account))
            #expect(forecast.parts.allSatisfy { shown.contains($0.account) }, "seed \(seed)")
            #expect(
                forecast.parts.allSatisfy { $0.date >= forecast.from && $0.date <= forecast.to })
        }
    }

    @Test func `a transfer takes from one account what it brings the other`() throws {
        for seed in Trials.seeds(6, of: "transfers in forecasts") {
            let random = try ForecastLedger(seed: seed)
            defer { withExtendedLifetime(random.scratch) {} }
            let forecast = random.forecast(days: 90)
            for (place, course) in forecast.totals.enumerated() {
                for (index, day) in course.days.enumerated() {
                    let sum = forecast.accounts.filter { $0.currency == course.currency }
                        .reduce(Int128(0)) { $0 + $1.days[index].expected }
                    #expect(sum == day.expected, "seed \(seed), total \(place)")
                }
            }
            // The sides of transfers cancel each other out.
            let transfers = forecast.parts.filter {
                $0.category?.hasPrefix("=") ?? false && [.plan, .recurrence].contains($0.source)
            }
            #expect(transfers.reduce(Int128(0)) { $0 + Int128($1.amount) } == 0, "seed \(seed)")
        }
    }

    @Test func `an occurrence counts once, and each line is one occurrence`() throws {
        for seed in Trials.seeds(10, of: "occurrences of plans") {
            let random = try ForecastLedger(seed: seed)
            defer { withExtendedLifetime(random.scratch) {} }
            let last = ForecastLedger.today.adding(days: 60) ?? .last
            let run = PlanRun(
                random.ledger, scenarios: [], today: ForecastLedger.today, through: last,
                threads: 1)
            let forecast = random.forecast(days: 60)
            var used: Set<Int> = []
            for occurrence in run.occurrences {
                let line = run.book.lines[occurrence.line]
                let ref = "\(line.reference)@\(occurrence.nominal)"
                let parts = forecast.parts.filter {
                    $0.source == .plan && $0.ref == ref && !$0.isOtherSide
                }
                let sum = parts.reduce(Int128(0)) { $0 + Int128($1.amount) }
                switch occurrence.state {
                case .fulfilled(let place), .written(let place):
                    #expect(used.insert(place).inserted, "seed \(seed): \(ref)")
                    #expect(parts.isEmpty, "seed \(seed): \(ref)")
                case .dropped: #expect(parts.isEmpty, "seed \(seed): \(ref)")
                case .late, .upcoming:
                    #expect(sum == Int128(occurrence.amount), "seed \(seed): \(ref)")
                }
            }
            let off = run.book.lines.filter(\.isOff).map(\.reference)
            #expect(
                forecast.parts.allSatisfy { part in
                    !off.contains { part.ref?.hasPrefix("\($0)@") ?? false }
                })
        }
    }

    @Test func `threads change nothing, and neither does asking twice`() throws {
        for seed in Trials.seeds(3, of: "threads of forecasts") {
            let random = try ForecastLedger(seed: seed)
            defer { withExtendedLifetime(random.scratch) {} }
            let (one, two) = (random.forecast(days: 70), random.forecast(days: 70, threads: 2))
            #expect(one.parts == two.parts, "seed \(seed)")
            for (left, right) in zip(one.accounts + one.totals, two.accounts + two.totals) {
                #expect(left.days.map(\.low95) == right.days.map(\.low95), "seed \(seed)")
                #expect(left.days.map(\.high80) == right.days.map(\.high80), "seed \(seed)")
            }
        }
    }

    @Test func `more days change nothing of those before`() throws {
        for seed in Trials.seeds(4, of: "horizons") {
            let random = try ForecastLedger(seed: seed)
            defer { withExtendedLifetime(random.scratch) {} }
            let (short, long) = (
                random.forecast(days: 30, without: [.budget]),
                random.forecast(days: 75, without: [.budget])
            )
            for (left, right) in zip(short.accounts, long.accounts)
            where left.account == right.account {
                for (a, b) in zip(left.days, right.days) {
                    #expect(a.expected == b.expected, "seed \(seed), \(a.date)")
                }
            }
        }
    }
}
