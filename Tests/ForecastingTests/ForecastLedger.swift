import Analysis
import Forecasting
import Model
import Plans
import Reading
import TestSupport

/// A random ledger of a year and more with what forecasts look at: things that come again, transfers, a card that is
/// settled, plans, budgets and expected lines.
struct ForecastLedger {
    let scratch: RandomLedger
    /// Plans by id: what they say once.
    private(set) var amounts: [String: Int64] = [:]

    static let today = CivilDate(iso: "2026-11-24") ?? .first

    var ledger: Ledger { scratch.ledger }

    init(seed: UInt64) throws {
        var random = Seeded(seed)
        var lines: [String: [(CivilDate, String)]] = [:]
        var number = 0
        func add(
            _ account: String, _ date: CivilDate, _ cents: Int, _ category: String, _ text: String,
            _ more: String = "", mark: String = ""
        ) {
            number += 1
            let amount = decimalText(cents, decimals: 2)
            lines[account, default: []].append(
                (date, "\(date)\(mark) | \(amount) | \(category) | \(text) | id:t\(number) \(more)")
            )
        }
        let first = ForecastLedger.today.adding(days: -200 - random.below(400)) ?? .first
        var day = first
        while day <= ForecastLedger.today {
            let dom = day.components.day
            if dom == 1 { add("main", day, -80_000, "home", "Rent Elm") }
            if dom == 28 {
                add("main", day, 200_000 + random.below(3) * 500, "income/salary", "ACME pay")
            }
            if dom == 5, random.below(8) > 0 {
                add("main", day, -5_000 - random.below(2_000), "home", "Power Co")
            }
            if dom == 3 { add("main", day, -10_000, "=savings", "To savings") }
            if dom == 3 { add("savings", day, 10_000, "=main", "From main") }
            if random.oneIn(3) {
                add(
                    random.pick(["main", "card"]), day, -random.below(9_000) - 1,
                    random.pick(["food", "food/dining", "", "zoo 1.00, food", "ignored"]),
                    random.pick(["Shop", "Bar Pepe", "Kiosk"]))
            }
            day = day.adding(days: 1) ?? .last
            if day == .last { break }
        }
        for index in 0..<random.below(4) {
            let date = ForecastLedger.today.adding(days: random.below(40) - 5) ?? .first
            add(
                "main", date, random.below(20_000) - 10_000 + index,
                random.pick(["food", "=savings", "=card", ""]), "Expected", mark: " ?")
        }
        var files: [String: String] = [
            "categories.txt":
                "income | income\nincome/salary\nfood | expense\nfood/dining\nhome\nzoo\n",
            "accounts/card.json": ScratchLedger.accountFile(kind: "card"),
            "plans/p.txt": ForecastLedger.plans(&random),
            "budgets/b.txt": ForecastLedger.budgets(&random),
        ]
        for (account, list) in lines {
            files["transactions/\(account)/all.txt"] =
                list.map { $0.1 }.joined(separator: "\n") + "\n"
        }
        scratch = try RandomLedger(files)
    }

    private static func plans(_ random: inout Seeded) -> String {
        (0..<random.below(6)).map { index in
            let date = today.adding(days: random.below(200) - 120) ?? .first
            let interval = random.pick([
                "", " weekly", " monthly", " every 10 days", " last-workday",
            ])
            let amount = decimalText(random.below(40_000) - 30_000, decimals: 2)
            let category = random.pick(["food", "home", "=savings", "=card", "food 1.00, home", ""])
            var more = "id:p\(index)"
            if !interval.isEmpty {
                more += random.pick(["", " count:3", " until:\(today.adding(days: 60) ?? today)"])
                more += random.pick(["", " step:\(today)=-5.00", " dropped:\(date)"])
            }
            more += random.pick(["", " weekend:after", " weekend:before"])
            more += random.pick(["", "", " scenario:sea", " off:maybe", " account:savings"])
            return "\(date)\(interval) | \(amount) | \(category) | Plan \(index) | \(more)\n"
        }.joined()
    }

    private static func budgets(_ random: inout Seeded) -> String {
        var text = ""
        if random.oneIn(2) { text += "food | \(50 + random.below(400)).00 | monthly\n" }
        if random.oneIn(3) { text += "food/dining | 20.00 | weekly\n" }
        if random.oneIn(3) { text += "home | 900.00 | monthly | account:main\n" }
        return text
    }

    func forecast(
        days: Int, scenarios: [String] = [], threads: Int = 1, paths: Int = 50,
        without: Set<ForecastPart.Source> = []
    ) -> Forecast {
        let last = ForecastLedger.today.adding(days: days) ?? .last
        let request = ForecastRequest(
            today: ForecastLedger.today, last: last, scenarios: scenarios, paths: paths, seed: 7,
            without: without)
        var run = ForecastRun(ledger, request, threads: threads)
        var inquiry = Inquiry(ledger)
        run.ask(&inquiry)
        inquiry.run(threads: threads)
        return run.forecast(inquiry).forecast
    }
}
