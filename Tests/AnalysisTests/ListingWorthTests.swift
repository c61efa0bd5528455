import Analysis
import Model
import Queries
import Reading
import TestSupport
import Testing

/// Lists and registers in one currency: each line by itself, by the price of a day.
struct ListingWorthTests {
    @Test func `each line is told by the price of its day, and sums are of what is told`() throws {
        for seed in Trials.seeds(40, of: "lines in one currency") {
            var seeded = Seeded(seed)
            let random = try RandomLedger(seed: seed)
            defer { withExtendedLifetime(random) {} }
            let target: CurrencyCode = seeded.oneIn(2) ? .eur : .usd
            let fixed = seeded.oneIn(2) ? CivilDate(iso: "2026-11-12") : nil
            let rate: RateDay = fixed.map { .on($0) } ?? .day
            var listing = Listing(Selection(), random.ledger, threads: 1)
            let own = (0..<listing.count).map { listing[$0] }
            listing.tell(
                in: target, by: rate, lastDay: nil, today: RandomLedger.today, hasGaps: true,
                random.ledger)
            var sum = Totals()
            for (index, line) in own.enumerated() {
                let worth = ReportModelTests.worth(
                    Int128(line.amount), line.currency, in: target, on: fixed ?? line.date)
                let (units, place) = listing.amount(index)
                #expect(Int128(units) == worth ?? Int128(line.amount), "seed \(seed)")
                let code = worth == nil ? line.currency : target
                #expect(listing.currencies[place] == code, "seed \(seed)")
                #expect(listing.line(index).amount == units)
                sum.add(units, code)
            }
            #expect(listing.sum == sum, "seed \(seed)")
            listing.sort(by: [SortField(.amount, isDescending: true)])
            let sorted = (0..<listing.count).map { listing.amount($0).units }
            #expect(sorted == sorted.sorted(by: >), "seed \(seed)")
            var register = Register.make(
                Selection(), random.ledger, isHistorical: false, today: RandomLedger.today,
                threads: 1)
            register.tell(
                in: target, by: rate, asked: .always, today: RandomLedger.today, hasGaps: true,
                random.ledger)
            #expect(register.rows.last?.running ?? Totals() == sum, "seed \(seed)")
        }
    }
}
