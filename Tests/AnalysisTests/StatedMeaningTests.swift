import Analysis
import Model
import Queries
import Reading
import SourceText
import TestSupport
import Testing

/// One test for each statement about meaning that a reader can break.
struct StatedMeaningTests {
    /// A ledger whose account `main` has these members more and these lines.
    private static func main(
        _ more: String, kind: String = "current", _ lines: [String]
    ) throws -> RandomLedger {
        try RandomLedger([
            "accounts/main.json": ScratchLedger.accountFile(kind: kind, more),
            "transactions/main/2026.txt": lines.joined(separator: "\n") + "\n",
            "categories.txt":
                "income | income\nfood | expense\nloans | transfer\nloans/fees | expense\n",
        ])
    }

    private static func main(
        kind: String = "current", _ lines: [String]
    ) throws -> RandomLedger {
        try main("", kind: kind, lines)
    }

    private static let opening =
        ",\n  \"opening\": {\"date\": \"2026-11-05\", \"amounts\": {\"EUR\": \"100.00\"}}"

    /// The balances of `main` at the end of `day`, in text.
    private static func balance(_ random: RandomLedger, _ day: String, booked: Bool = false) throws
        -> String
    {
        let date = try #require(CivilDate(iso: day))
        let account = try #require(random.ledger.account("main"))
        let balances = AccountBalances(
            random.ledger, at: [date], today: RandomLedger.today, threads: 1)
        return balances.balance(
            of: account, at: date, statuses: booked ? [.booked] : [.booked, .pending]
        ).shown
    }

    /// `row amount; …` of a report, with the total at the end.
    private static func report(
        _ random: RandomLedger, by grouping: Grouping, _ terms: [String] = [],
        ignored: Bool = false,
        transfers: Bool = false, change: Bool = false, period: String? = nil,
        date: DateChoice = .own
    ) throws -> String {
        let request = BalanceRequest(
            selections: [
                try random.ledger.selection(
                    terms, period: period, date: date, ignored: ignored, transfers: transfers)
            ],
            grouping: grouping, isChange: change, today: RandomLedger.today)
        let report = BalanceReport.make(request, [ReportBook(random.ledger)]).report
        let rows = report.rows.map { "\($0.key.name ?? "(none)") \($0.amounts[0].shown)" }
        return (rows + ["= \(report.totals[0].shown)"]).joined(separator: "; ")
    }

    @Test func `S1: amounts are signed from the holder's wealth in every account`() throws {
        let card = try StatedMeaningTests.main(kind: "card", ["2026-11-03 | -300.00 | food"])
        #expect(try StatedMeaningTests.balance(card, "2026-11-24") == "EUR -300.00")
    }

    @Test func `S2: currencies are never added`() throws {
        let random = try StatedMeaningTests.main(
            ",\n  \"currencies\": [\"EUR\", \"USD\"]",
            ["2026-11-03 | 1 USD | food", "2026-11-03 | 2 | food"])
        let found = try StatedMeaningTests.report(random, by: .category)
        #expect(found == "food EUR 2.00 USD 1.00; = EUR 2.00 USD 1.00")
    }

    @Test func `S4: booked and pending count, a status term overrides the choice`() throws {
        let lines = ["", " !", " ?", " -", " x"].enumerated().map {
            "2026-11-0\($0.offset + 1)\($0.element) | \(1 << $0.offset) | food"
        }
        let random = try StatedMeaningTests.main(lines)
        #expect(try StatedMeaningTests.report(random, by: .category) == "food EUR 3.00; = EUR 3.00")
        for (term, sum) in [
            ("booked", 1), ("pending", 2), ("expected", 4), ("dropped", 8), ("deleted", 16),
        ] {
            let found = try StatedMeaningTests.report(random, by: .category, ["status:\(term)"])
            #expect(found == "food EUR \(sum).00; = EUR \(sum).00")
        }
    }

    @Test func `S5: lines before the opening do not move it`() throws {
        let random = try StatedMeaningTests.main(
            StatedMeaningTests.opening,
            ["2026-11-01 | -10", "2026-11-04 | -1", "2026-11-05 | -2", "2026-11-06 | -4"])
        let wanted = [
            "2026-10-31": "EUR 111.00", "2026-11-01": "EUR 101.00", "2026-11-03": "EUR 101.00",
            "2026-11-04": "EUR 100.00", "2026-11-05": "EUR 98.00", "2026-11-06": "EUR 94.00",
        ]
        for (day, balance) in wanted {
            #expect(try StatedMeaningTests.balance(random, day) == balance, "\(day)")
        }
    }

    @Test func `S5: without an opening a balance begins at zero`() throws {
        let random = try StatedMeaningTests.main(["2026-11-01 | -10"])
        #expect(try StatedMeaningTests.balance(random, "2026-10-31") == "EUR 0.00")
        #expect(try StatedMeaningTests.balance(random, "2026-11-01") == "EUR -10.00")
    }

    @Test func `S6: a stock is as of today or the period's last day, a flow is of every line`()
        throws
    {
        let random = try StatedMeaningTests.main(
            [
                "2026-11-01 | 1 | food", "2026-11-24 | 2 | food", "2026-11-25 | 4 | food",
                "2027-01-01 | 8 | food",
            ])
        #expect(try StatedMeaningTests.report(random, by: .account).hasPrefix("main EUR 3.00"))
        let november = try StatedMeaningTests.report(random, by: .account, period: "2026-11")
        #expect(november.hasPrefix("main EUR 7.00"))
        #expect(
            try StatedMeaningTests.report(random, by: .category) == "food EUR 15.00; = EUR 15.00")
    }

    @Test func `S7: assertions are no sums`() throws {
        let random = try StatedMeaningTests.main(
            ["2026-11-01 | 1 | food | | balance:500.00", "2026-11-02 = | 900.00"])
        #expect(try StatedMeaningTests.balance(random, "2026-11-24") == "EUR 1.00")
        #expect(try StatedMeaningTests.report(random, by: .category) == "food EUR 1.00; = EUR 1.00")
    }

    @Test func `S7: an investment is its last valuation and the later lines`() throws {
        let random = try StatedMeaningTests.main(
            kind: "investment",
            ["2026-11-01 | 1", "2026-11-05 = | 900", "2026-11-09 | 2", "2026-11-12 = | 800"])
        let wanted = [
            "2026-11-04": "1.00", "2026-11-05": "900.00", "2026-11-10": "902.00",
            "2026-11-12": "800.00",
        ]
        for (day, balance) in wanted {
            #expect(try StatedMeaningTests.balance(random, day) == "EUR " + balance, "\(day)")
        }
    }

    @Test func `S8: a line needs neither currency nor category nor id`() throws {
        let random = try StatedMeaningTests.main(["2026-11-01 | -3.2"])
        #expect(
            try StatedMeaningTests.report(random, by: .category) == "(none) EUR -3.20; = EUR -3.20")
        let listing = Listing(try random.ledger.selection(), random.ledger, threads: 1)
        #expect(listing[0].id == nil)
    }

    @Test func `S9: the kind is the nearest declared ancestor's`() throws {
        let random = try StatedMeaningTests.main(
            [
                "2026-11-01 | 15 | food/refund", "2026-11-02 | -1 | loans/fees/late",
                "2026-11-03 | -1 | zoo",
            ])
        let request = BalanceRequest(
            selections: [try random.ledger.selection()], grouping: .category,
            today: RandomLedger.today
        )
        let kinds = BalanceReport.make(request, [ReportBook(random.ledger)]).report.rows.map {
            "\($0.key.name ?? "") \($0.kind?.rawValue ?? "none")"
        }
        #expect(kinds == ["food/refund expense", "loans/fees/late expense", "zoo none"])
    }

    @Test func `S10: a transfer moves the account of its own line only`() throws {
        let random = try StatedMeaningTests.main(["2026-11-01 | -500 | =savings | | id:a pair:b"])
        #expect(
            try StatedMeaningTests.report(random, by: .account) == "main EUR -500.00; = EUR -500.00"
        )
    }

    @Test
    func `S11: flows leave out ignored, transfers and the kind transfer, and bring them back`()
        throws
    {
        let random = try StatedMeaningTests.main([
            "2026-11-01 | -1 | food", "2026-11-01 | -2 | food | | ignored",
            "2026-11-01 | -4 | =savings",
            "2026-11-01 | -8 | loans/x", "2026-11-01 | -48 | ignored 16, food",
            "2026-11-01 | -64 | =savings | | ignored:why",
            "2026-11-01 | -128",
        ])
        func shown(_ ignored: Bool, _ transfers: Bool) throws -> String {
            try StatedMeaningTests.report(
                random, by: .category, ignored: ignored, transfers: transfers)
        }
        #expect(try shown(false, false) == "food EUR -33.00; (none) EUR -128.00; = EUR -161.00")
        #expect(
            try shown(true, false)
                == "food EUR -35.00; ignored EUR -16.00; (none) EUR -128.00; = EUR -179.00")
        #expect(
            try shown(false, true)
                == "food EUR -33.00; loans/x EUR -8.00; =savings EUR -4.00; (none) EUR -128.00; = EUR -173.00"
        )
        #expect(try shown(true, true).hasSuffix("= EUR -255.00"))
        #expect(try StatedMeaningTests.balance(random, "2026-11-24") == "EUR -255.00")
    }

    @Test func `S12: a category term takes lines in a list and parts in a report`() throws {
        let random = try StatedMeaningTests.main([
            "2026-11-01 | -60 | food 40, home", "2026-11-02 | -5 | home",
        ])
        func listed(_ term: String) throws -> Int {
            Listing(try random.ledger.selection([term]), random.ledger, threads: 1).count
        }
        #expect(try listed("cat:food") == 1)
        #expect(try listed("not:cat:food") == 1)
        #expect(
            try StatedMeaningTests.report(random, by: .category, ["cat:food"])
                == "food EUR -40.00; = EUR -40.00")
        #expect(
            try StatedMeaningTests.report(random, by: .category, ["not:cat:food"])
                == "home EUR -25.00; = EUR -25.00")
        #expect(
            try StatedMeaningTests.report(random, by: .category, ["amt:60"])
                == "food EUR -40.00; home EUR -20.00; = EUR -60.00")
    }

    @Test func `S13: a part without a sign has the line's direction, the last takes the rest`()
        throws
    {
        let random = try StatedMeaningTests.main(["2026-11-01 | -60 | food 70, income"])
        let found = try StatedMeaningTests.report(random, by: .category)
        #expect(found == "income EUR 10.00; food EUR -70.00; = EUR -60.00")
    }

    @Test func `S14: tags and contacts belong to the whole line`() throws {
        let random = try StatedMeaningTests.main([
            "2026-11-01 | -60 | food 40, home | | #a #b contact:acme"
        ])
        #expect(
            try StatedMeaningTests.report(random, by: .tag)
                == "a EUR -60.00; b EUR -60.00; = EUR -60.00")
        #expect(
            try StatedMeaningTests.report(random, by: .contact) == "acme EUR -60.00; = EUR -60.00")
    }

    @Test(arguments: [
        (
            "booking-date:2026-10-31 value-date:2026-12-01 bank-date:2026-09-01", "2026-10",
            "2026-12"
        ),
        ("bank-date:2026-09-01", "2026-09", "2026-09"),
        ("value-date:2026-12-01", "2026-11", "2026-12"),
        ("#x", "2026-11", "2026-11"),
    ])
    func `S16: --date takes the bank's day where the line states it`(
        _ attributes: String, _ booking: String, _ value: String
    ) throws {
        let random = try StatedMeaningTests.main(["2026-11-03 | -1 | food | | \(attributes)"])
        for (choice, month) in [(DateChoice.own, "2026-11"), (.booking, booking), (.value, value)] {
            for period in ["2026-09", "2026-10", "2026-11", "2026-12"] {
                let found = try StatedMeaningTests.report(
                    random, by: .category, period: period, date: choice)
                #expect(found.hasPrefix("food") == (period == month), "\(choice) \(period)")
                let asked = try random.ledger.selection(["date:\(period)"], date: choice)
                let count = Listing(asked, random.ledger, threads: 1).count
                #expect((count == 1) == (period == month), "\(choice) \(period)")
            }
        }
    }

    @Test func `M1: a currency without an opening begins at zero`() throws {
        let random = try StatedMeaningTests.main(
            ",\n  \"currencies\": [\"EUR\", \"USD\"]" + StatedMeaningTests.opening,
            ["2026-11-01 | 1 USD", "2026-11-06 | 2 USD"])
        #expect(try StatedMeaningTests.balance(random, "2026-11-06") == "EUR 100.00 USD 3.00")
    }

    @Test func `M2: other terms and --change make a flow, which by account leaves nothing out`()
        throws
    {
        let random = try StatedMeaningTests.main(
            StatedMeaningTests.opening,
            ["2026-11-06 | -1 | =savings", "2026-11-07 | -2 | food | | ignored #a"])
        func shown(_ terms: [String], change: Bool = false) throws -> String {
            try StatedMeaningTests.report(random, by: .account, terms, change: change)
        }
        #expect(try shown([]) == "main EUR 97.00; = EUR 97.00")
        #expect(
            try shown(["acct:main", "status:booked", "cur:EUR", "kind:current"])
                == "main EUR 97.00; = EUR 97.00")
        #expect(try shown([], change: true) == "main EUR -3.00; = EUR -3.00")
        #expect(try shown(["tag:a"]) == "main EUR -2.00; = EUR -2.00")
        #expect(
            try StatedMeaningTests.report(random, by: .currency) == "EUR EUR -3.00; = EUR -3.00")
    }

    @Test func `M3: lines of the valuation's day are in it`() throws {
        let random = try StatedMeaningTests.main(
            kind: "investment", ["2026-11-05 | 7", "2026-11-05 = | 900", "2026-11-05 | 7"])
        #expect(try StatedMeaningTests.balance(random, "2026-11-05") == "EUR 900.00")
    }

    @Test func `M4: a former path is resolved once, in reports as in queries`() throws {
        let random = try RandomLedger([
            "categories.txt": "x | | | was:old\nx2/y | | | was:x/z\n",
            "transactions/main/2026.txt": "2026-11-01 | -1 | old/z\n",
            "taxonomies/project.txt": "x | | | was:old\nx2/y | | | was:x/z\n",
        ])
        #expect(
            try StatedMeaningTests.report(random, by: .category) == "x/z EUR -1.00; = EUR -1.00")
    }

    @Test func `S24: an account's former name is read in folders and in transfers`() throws {
        let random = try RandomLedger([
            "accounts/main.json": ScratchLedger.accountFile(",\n  \"was\": [\"old\"]"),
            "transactions/old/2026.txt": "2026-11-01 | -1 | food | first\n",
            "transactions/main/2026.txt": "2026-11-01 | -2 | food | second\n",
            "transactions/savings/2026.txt": "2026-11-02 | -4 | =old | third\n",
        ])
        let listing = Listing(try random.ledger.selection(), random.ledger, threads: 1)
        #expect(listing.findings.map(\.code) == [])
        let places = (0..<listing.count).map { "\(listing[$0].description) \(listing[$0].file)" }
        let wanted = [
            "second transactions/main/2026.txt", "first transactions/old/2026.txt",
            "third transactions/savings/2026.txt",
        ]
        #expect(Set(places) == Set(wanted))
        let found = try StatedMeaningTests.report(random, by: .category, transfers: true)
        #expect(found == "food EUR -3.00; =main EUR -4.00; = EUR -7.00")
    }

    @Test func `M6: an account counts its booked and pending lines up to today`() throws {
        let random = try StatedMeaningTests.main([
            "2026-11-01 | 1", "2026-11-02 ! | 2", "2026-11-03 ? | 4", "2026-11-25 | 8",
            "2026-11-04 = | 1",
        ])
        let balances = AccountBalances(
            random.ledger, at: [RandomLedger.today], today: RandomLedger.today, threads: 1)
        #expect(balances.count("main") == 2)
        #expect(balances.lastDate("main") == CivilDate(iso: "2026-11-02"))
        #expect(try StatedMeaningTests.balance(random, "2026-11-24", booked: true) == "EUR 1.00")
    }

    @Test func `M7: an account's register keeps a balance for each currency and shows the bank's`()
        throws
    {
        let random = try StatedMeaningTests.main(
            ",\n  \"currencies\": [\"EUR\", \"USD\"]" + StatedMeaningTests.opening,
            ["2026-11-01 | -10", "2026-11-06 | 1 USD", "2026-11-06 | 2 | | | balance:102.00"])
        let account = try #require(random.ledger.account("main"))
        let rows = AccountRegister.make(
            account, try random.ledger.selection(["acct:main"]), random.ledger, threads: 1
        ).rows
        #expect(rows.map { $0.balance } == [10_000, 100, 10_200])
        #expect(rows.map(\.bankBalance) == [nil, nil, "102.00"])
    }

    @Test func `M8: of lines with one id on one day the first counts`() throws {
        let one =
            "2026-11-01   |      -1.00 EUR | food                   | a                        | id:aaaaaaaaaa"
        let two =
            "2026-11-01   |      -2.00 EUR | food                   | b                        | id:aaaaaaaaaa"
        for lines in [[one, two], [one, "2026-11-03 | -4 | food", two]] {
            let random = try StatedMeaningTests.main(lines)
            let found = try StatedMeaningTests.report(random, by: .category)
            let wanted =
                lines.count == 2 ? "food EUR -1.00; = EUR -1.00" : "food EUR -5.00; = EUR -5.00"
            #expect(found == wanted)
            let listing = Listing(try random.ledger.selection(), random.ledger, threads: 1)
            #expect(listing.findings.count == 1)
            #expect(listing.count == lines.count - 1)
        }
    }

    @Test func `M8: a line that cannot be read is told and counts nowhere`() throws {
        let random = try StatedMeaningTests.main([
            "2026-11-01 | -1 | food", "2026-11-01 | -2,00 | food",
        ])
        #expect(
            try StatedMeaningTests.report(random, by: .category) == "food EUR -1.00; = EUR -1.00")
    }

    @Test func `M8: only the files that the account terms leave are read`() throws {
        let random = try RandomLedger([
            "transactions/main/2026.txt": "2026-11-01 | -1 | food\n",
            "transactions/savings/2026.txt": "broken\n",
        ])
        for (terms, count) in [
            (["acct:main"], 0), (["not:acct:savings"], 0), ([], 1), (["kind:current"], 1),
            (["expr:acct:main or tag:x"], 1),
        ] {
            let listing = Listing(try random.ledger.selection(terms), random.ledger, threads: 1)
            #expect(listing.findings.count == count, "\(terms)")
        }
    }

    @Test func `M9: rows and lines stand in the accounts' order`() throws {
        let random = try RandomLedger([
            "accounts/main.json": ScratchLedger.accountFile(),
            "accounts/savings.json": ScratchLedger.accountFile(",\n  \"order\": 1"),
            "transactions/main/2026.txt": "2026-11-01 | 1\n",
            "transactions/main/2026@b.txt": "2026-11-01 | 2\n",
            "transactions/savings/2026.txt": "2026-11-01 | 4\n2026-10-01 | 8\n",
        ])
        #expect(
            try StatedMeaningTests.report(random, by: .account)
                == "savings EUR 12.00; main EUR 3.00; = EUR 15.00")
        let listing = Listing(try random.ledger.selection(), random.ledger, threads: 1)
        #expect((0..<listing.count).map { listing[$0].amount } == [800, 400, 100, 200])
    }

    @Test func `S25: rows stand in the order of categories.txt, then by bytes, then the rest`()
        throws
    {
        let random = try StatedMeaningTests.main(
            ["zoo", "food/b", "food", "Ärger", "income", "aa", "=savings", "ignored", "food/a", ""]
                .map {
                    "2026-11-01 | -1 | \($0)"
                })
        let request = BalanceRequest(
            selections: [try random.ledger.selection(ignored: true, transfers: true)],
            grouping: .category,
            today: RandomLedger.today)
        let names = BalanceReport.make(request, [ReportBook(random.ledger)]).report.rows.map {
            $0.key.name ?? "(none)"
        }
        let wanted = [
            "income", "food", "food/a", "food/b", "aa", "zoo", "Ärger", "=savings", "ignored",
            "(none)",
        ]
        #expect(names == wanted)
    }

    @Test func `names are compared by bytes, whatever their Unicode form`() throws {
        let random = try StatedMeaningTests.main(
            [
                "2026-11-01 | -1 | caf\u{E9}", "2026-11-01 | -2 | cafe\u{301}",
                "2026-11-02 | -4 | caf\u{E9}",
            ])
        let request = BalanceRequest(
            selections: [try random.ledger.selection()], grouping: .category,
            today: RandomLedger.today
        )
        let rows = BalanceReport.make(request, [ReportBook(random.ledger)]).report.rows
        #expect(
            rows.map { Array(($0.key.name ?? "").utf8) } == [
                Array("cafe\u{301}".utf8), Array("caf\u{E9}".utf8),
            ])
    }
}

extension Totals {
    /// `EUR 1.00 USD 2.00`, with two decimals.
    fileprivate var shown: String {
        map { "\($0.currency) \(decimalText($0.units, decimals: 2))" }.joined(separator: " ")
    }
}
