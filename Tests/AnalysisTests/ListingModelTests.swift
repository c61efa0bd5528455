import Analysis
import Model
import Queries
import Reading
import TestSupport
import Testing

/// Lists and registers against the slow model.
struct ListingModelTests {
    private static func places(_ listing: Listing) -> [String] {
        (0..<listing.count).map { "\(listing[$0].file):\(listing[$0].line)" }
    }

    @Test func `a list holds the selected lines in the order S25`() throws {
        for seed in Trials.seeds(8, of: "lists") {
            let random = try RandomLedger(seed: seed)
            let model = SlowModel(random)
            for query in QueryCase.all {
                let listing = Listing(
                    try random.ledger.selection(query.terms), random.ledger, threads: 1)
                let wanted = model.lines.filter {
                    query.statuses.contains($0.status) && query.selects($0, nil)
                }
                let found = ListingModelTests.places(listing)
                #expect(
                    found == wanted.map { "\($0.file):\($0.line)" }, "seed \(seed) \(query.terms)")
                let sum = wanted.reduce(into: Totals()) { $0.add($1.amount, $1.currency) }
                #expect(listing.sum == sum, "seed \(seed) \(query.terms)")
            }
        }
    }

    @Test func `a list reads the same transactions as the careful parser`() throws {
        let random = try RandomLedger(seed: 11)
        let listing = Listing(try random.ledger.selection(["status:*"]), random.ledger, threads: 1)
        #expect((0..<listing.count).map { listing[$0] } == SlowModel(random).lines)
    }

    @Test func `a register's running total is the sum so far`() throws {
        for seed in Trials.seeds(5, of: "registers") {
            let random = try RandomLedger(seed: seed)
            for query in QueryCase.all {
                let register = Register.make(
                    try random.ledger.selection(query.terms), random.ledger, isHistorical: false,
                    today: RandomLedger.today, threads: 1)
                var sum = Totals()
                for row in register.rows {
                    sum.add(row.transaction.amount, row.transaction.currency)
                    #expect(row.running == sum, "seed \(seed) \(query.terms)")
                }
            }
        }
    }

    @Test(arguments: [
        ["acct:main"], ["acct:main", "cur:EUR"], ["not:status:pending"], ["cur:USD"], [],
    ])
    func `a historical register begins at the balance before`(_ terms: [String]) throws {
        let random = try RandomLedger(seed: 5)
        let model = SlowModel(random)
        let day = try #require(CivilDate(iso: "2026-11-10"))
        let eve = try #require(CivilDate(iso: "2026-11-09"))
        let register = Register.make(
            try random.ledger.selection(terms, period: "2026-11-10.."), random.ledger,
            isHistorical: true, today: RandomLedger.today, threads: 1)
        let first = try #require(register.rows.first)
        let statuses: Set<Status> =
            terms == ["not:status:pending"] ? [.booked] : [.booked, .pending]
        var wanted: [CurrencyCode: Int128] = [:]
        for account in random.ledger.accounts {
            if terms.contains("acct:main"), account.name != "main" { continue }
            for code in account.currencies {
                if terms.contains("cur:USD"), code != .usd { continue }
                if terms.contains("cur:EUR"), code != .eur { continue }
                wanted[code, default: 0] += model.balance(
                    account, code, at: eve, statuses: statuses)
            }
        }
        #expect(first.transaction.date >= day)
        wanted[first.transaction.currency, default: 0] += Int128(first.transaction.amount)
        let found = first.running.filter { $0.units != 0 }
        #expect(found == Totals(wanted.filter { $0.value != 0 }).map { $0 })
    }

    @Test func `an account's register shows its balance after each line`() throws {
        for seed in Trials.seeds(8, of: "account registers") {
            let random = try RandomLedger(seed: seed)
            for name in ["main", "savings", "card"] {
                let account = try #require(random.ledger.account(name))
                let register = AccountRegister.make(
                    account, try random.ledger.selection(["acct:\(name)"]), random.ledger,
                    threads: 1)
                let model = SlowModel(random)
                for row in register.rows {
                    let day = row.transaction.date
                    let sameDay = register.rows.filter {
                        $0.transaction.date == day
                            && $0.transaction.currency == row.transaction.currency
                    }
                    guard let last = sameDay.last else { continue }
                    let wanted = model.balance(
                        account, last.transaction.currency, at: day,
                        statuses: [.booked, .pending])
                    #expect(last.balance == wanted, "seed \(seed) \(name) \(day)")
                }
            }
        }
    }
}
