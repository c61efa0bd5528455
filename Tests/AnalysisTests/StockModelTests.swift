import Analysis
import Model
import Queries
import Reading
import TestSupport
import Testing

/// Reports of balances against the slow model.
struct StockModelTests {
    /// A query of those that a stock takes, with the accounts, currencies and statuses it leaves.
    private struct Case {
        var terms: [String]
        var accounts: @Sendable (String) -> Bool = { _ in true }
        var currencies: @Sendable (CurrencyCode) -> Bool = { _ in true }
        var statuses: Set<Status> = [.booked, .pending]
    }

    private static let cases: [Case] = [
        Case(terms: []), Case(terms: ["acct:main"], accounts: { $0 == "main" }),
        Case(terms: ["not:acct:main"], accounts: { $0 != "main" }),
        Case(terms: ["kind:card", "kind:current"], accounts: { $0 != "broker" }),
        Case(terms: ["cur:USD"], currencies: { $0 == .usd }),
        Case(terms: ["not:cur:USD"], currencies: { $0 != .usd }),
        Case(terms: ["status:booked"], statuses: [.booked]),
        Case(terms: ["not:status:pending"], statuses: [.booked]),
        Case(terms: ["status:expected", "status:booked"], statuses: [.booked, .expected]),
        Case(
            terms: ["acct:main", "cur:EUR", "status:booked"], accounts: { $0 == "main" },
            currencies: { $0 == .eur }, statuses: [.booked]),
        Case(terms: ["expr:acct:main or acct:card"], accounts: { ["main", "card"].contains($0) }),
    ]

    @Test func `a balance is S5 by the slow model`() throws {
        for seed in Trials.seeds(8, of: "stocks") {
            let random = try RandomLedger(seed: seed)
            let model = SlowModel(random)
            for one in StockModelTests.cases {
                for period in [nil, "2026-11", "..2026-11-03", "2026-11-08", "2027"] {
                    let request = BalanceRequest(
                        selections: [try random.ledger.selection(one.terms, period: period)],
                        today: RandomLedger.today)
                    let report = BalanceReport.make(request, [ReportBook(random.ledger)]).report
                    #expect(report.measure == .balance)
                    let day = request.selections[0].period.lastDay ?? RandomLedger.today
                    var wanted: [String: Int128] = [:]
                    for account in random.ledger.accounts where one.accounts(account.name) {
                        for code in account.currencies where one.currencies(code) {
                            let sum = model.balance(account, code, at: day, statuses: one.statuses)
                            if sum != 0 { wanted["\(account.name) | 0 | \(code)"] = sum }
                            wanted["total | 0 | \(code)", default: 0] += sum
                        }
                    }
                    wanted = wanted.filter { $0.value != 0 }
                    let found = report.figures(isSparse: true)
                    let note =
                        "seed \(seed) \(one.terms) \(period ?? ""): \(difference(found, wanted))"
                    #expect(found == wanted, "\(note)")
                }
            }
        }
    }

    @Test func `each column of a stock is the balance at its end`() throws {
        for seed in Trials.seeds(6, of: "stock columns") {
            let random = try RandomLedger(seed: seed)
            let model = SlowModel(random)
            for interval in [Interval.week, .month] {
                let request = BalanceRequest(
                    selections: [try random.ledger.selection()],
                    cycle: Cycle(interval, random.ledger.calendar),
                    today: RandomLedger.today)
                let report = BalanceReport.make(request, [ReportBook(random.ledger)]).report
                for row in report.rows {
                    let account = try #require(random.ledger.account(row.key.name ?? ""))
                    for (period, totals) in zip(report.periods, row.amounts) {
                        for entry in totals {
                            let day = try #require(period.lastDay)
                            let wanted = model.balance(
                                account, entry.currency, at: day, statuses: [.booked, .pending])
                            #expect(entry.units == wanted, "seed \(seed) \(account.name) \(day)")
                        }
                    }
                }
            }
        }
    }

    @Test func `the columns of a stock run from the first line's interval to the last's`() throws {
        let lines = "2026-09-15 | -1 | food\n2026-12-20 | -1 | food\n2027-02-01 ? | -1\n"
        let random = try RandomLedger(["transactions/main/2026.txt": lines])
        let request = BalanceRequest(
            selections: [try random.ledger.selection()],
            cycle: Cycle(.month, random.ledger.calendar), today: RandomLedger.today)
        let periods = BalanceReport.make(request, [ReportBook(random.ledger)]).report.periods
        let shown = periods.map {
            "\($0.begin.map { "\($0)" } ?? "")..\($0.end.map { "\($0)" } ?? "")"
        }
        let wanted = [
            "2026-09-01..2026-10-01", "2026-10-01..2026-11-01", "2026-11-01..2026-12-01",
            "2026-12-01..2027-01-01",
        ]
        #expect(shown == wanted)
    }
}
