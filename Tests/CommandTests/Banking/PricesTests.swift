import Foundation
import JSONText
import Testing

/// Rates of the central bank: what is fetched, what is kept, what a fault leaves.
struct PricesTests {
    private static func bank(_ base: String = "EUR", today: String = "2026-11-24") throws
        -> BankHarness
    {
        let bank = try BankHarness(.november(today: today))
        try bank.base.write(
            "ledger.json",
            "{\n  \"format\": 1,\n  \"uid\": \"k3v9w2q0zd\",\n  \"base_currency\": \"\(base)\"\n}\n"
        )
        try bank.base.write(
            "accounts/dollars.json",
            "{\"uid\": \"dollars001\", \"kind\": \"current\", \"currency\": \"USD\"}\n")
        try bank.base.write(
            "transactions/dollars/2026.txt", "2026-11-16 | 100.00 USD | | Gift | id:dddddddd01\n")
        return bank
    }

    @Test func `what is missing up to today comes in, once`() throws {
        let bank = try PricesTests.bank()
        #expect(bank.run("balance", "-X", "EUR").status == 1)
        let run = bank.run("prices", "fetch")
        #expect(run.status == 0 && run.errors == "", "\(run)")
        let text = try #require(bank.base.read("prices/eur-usd.txt"))
        let lines = text.split(separator: "\n")
        // A week before the first line, without the weekend in between and the day without a rate.
        #expect(lines.first == "2026-11-09 | 1 EUR | 1.1333 USD")
        #expect(lines.last == "2026-11-24 | 1 EUR | 1.1348 USD" && lines.count == 12)
        #expect(bank.requests.contains { $0.contains("eurofxref-hist-90d.xml") })
        #expect(bank.run("check").errors.contains("prices") == false)
        let told = bank.run("balance", "acct:dollars", "-X", "EUR")
        #expect(told.output.contains("88.12 EUR"), "\(told)")
        // 100 ÷ 1.1348 = 88.1212…
        let again = bank.run("prices", "fetch")
        #expect(again.errors.contains("every price up to 2026-11-24 is there"))
        #expect(bank.base.read("prices/eur-usd.txt") == text)
        bank.world.today = "2026-11-25"
        #expect(bank.run("prices", "fetch").status == 0)
        #expect(bank.requests.last?.contains("eurofxref-daily.xml") == true)
        #expect(bank.base.read("prices/eur-usd.txt") == text + "2026-11-25 | 1 EUR | 1.1349 USD\n")
        #expect(bank.run("undo").status == 0)
        #expect(bank.base.read("prices/eur-usd.txt") == text)
    }

    @Test func `a price that is there stays, and lines come in the order of days`() throws {
        let bank = try PricesTests.bank()
        try bank.base.write(
            "prices/eur-usd.txt",
            "# mine\n2026-11-10 | 1 EUR | 1.50 USD\n\n2026-11-18 | 1 EUR | 1.60 USD")
        let run = bank.run("prices", "fetch", "usd", "--from", "2026-11-10", "--to", "2026-11-19")
        #expect(run.status == 2 && run.errors.contains("ISO 4217"))
        #expect(
            bank.run("prices", "fetch", "USD", "--from", "2026-11-10", "--to", "2026-11-19").status
                == 0)
        #expect(
            bank.base.read("prices/eur-usd.txt") == """
                # mine
                2026-11-10 | 1 EUR | 1.50 USD

                2026-11-11 | 1 EUR | 1.1335 USD
                2026-11-12 | 1 EUR | 1.1336 USD
                2026-11-13 | 1 EUR | 1.1337 USD
                2026-11-16 | 1 EUR | 1.1340 USD
                2026-11-17 | 1 EUR | 1.1341 USD
                2026-11-18 | 1 EUR | 1.60 USD
                2026-11-19 | 1 EUR | 1.1343 USD

                """)
    }

    @Test func `another base currency has prices between the two`() throws {
        let bank = try PricesTests.bank("USD")
        let words = ["--from", "2026-11-24"]
        #expect(bank.run(["prices", "fetch", "EUR", "GBP", "JPY"] + words).status == 0)
        #expect(bank.base.read("prices/eur-usd.txt") == "2026-11-24 | 1 EUR | 1.1348 USD\n")
        // 1.1348 ÷ 0.8, and 1.1348 ÷ 160.25 with eight decimals.
        #expect(bank.base.read("prices/gbp-usd.txt") == "2026-11-24 | 1 GBP | 1.4185 USD\n")
        #expect(bank.base.read("prices/jpy-usd.txt") == "2026-11-24 | 1 JPY | 0.00708144 USD\n")
        let listed = bank.run("prices", "-O", "csv").output
        #expect(listed.contains("GBP,USD,1,2026-11-24,2026-11-24,1.4185\n"), "\(listed)")
    }

    @Test func `a currency that the bank does not tell is named`() throws {
        let bank = try PricesTests.bank()
        let run = bank.run("prices", "fetch", "USD", "ARS", "--from", "2026-11-24")
        #expect(run.status == 0 && run.errors.contains("tells no rate of ARS"), "\(run)")
        #expect(bank.base.read("prices/eur-ars.txt") == nil)
        #expect(bank.base.read("prices/eur-usd.txt") != nil)
    }

    @Test(arguments: [
        ("status", 503, 10), ("status", 404, 10), ("html", 0, 14), ("truncated", 0, 10),
        ("redirect", 0, 14),
    ])
    func `a fault leaves the ledger as it was`(_ kind: String, _ code: Int, _ status: Int) throws {
        let bank = try PricesTests.bank()
        var fault: [JSONMember] = [
            JSONMember("match", .string("/stats/eurofxref/")), JSONMember("kind", .string(kind)),
        ]
        if code > 0 { fault.append(JSONMember("status", .integer(code))) }
        bank.world.faults = [.object(fault)]
        let before = bank.base.snapshot()
        let run = bank.run("prices", "fetch")
        #expect(run.status == Int32(status), "\(run)")
        #expect(run.errors.hasPrefix("bankbook: "), "\(run)")
        #expect(bank.base.snapshot() == before)
    }

    @Test func `the connector keeps to the protocol`() throws {
        let bank = try PricesTests.bank()
        let run = bank.run("connector", "test", "ecb")
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("passed   rates are of the days asked for"), "\(run)")
        let connect = bank.run("connect", "ECB", "--connector", "ecb", "--no-input")
        #expect(connect.status == 15 && connect.errors.contains("tells rates alone"))
    }

    @Test func `wrong words are told`() throws {
        let bank = try PricesTests.bank()
        for (words, message, status) in [
            (["--from", "yesterday"], "write YYYY-MM-DD", 2),
            (["--connector", "./x"], "never a path", 2),
            (["--connector", "nobody"], "must be on PATH", 15), (["XXQ"], "ISO 4217", 2),
        ] {
            let run = bank.run(["prices", "fetch"] + words)
            #expect(run.status == Int32(status) && run.errors.contains(message), "\(run)")
        }
        let plain = try BankHarness()
        let run = plain.run("prices", "fetch")
        #expect(run.status == 3 && run.errors.contains("accounts hold EUR alone"), "\(run)")
        #expect(plain.run("prices").output == "there are no prices yet: bankbook prices fetch\n")
    }
}
