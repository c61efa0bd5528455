import Foundation
import Testing

/// `report`, `budget`, `-X` and what a new user may do wrong with them.
struct ReportTests {
    private static func harness() throws -> Harness {
        let harness = try Harness.household()
        try harness.write(
            "transactions/main/2026.txt",
            """
            2026-10-02   |    2000.00 EUR | income                 | ACME                     | id:aaaaaaaaa1
            2026-10-05   |     -40.00 EUR | food                   | Mercadona                | id:aaaaaaaaa2
            2026-11-02   |    2100.00 EUR | income                 | ACME                     | id:aaaaaaaaa3
            2026-11-03   |     -60.00 EUR | food 41.50, ignored    | Mercadona                | id:aaaaaaaaa4
            2026-11-04   |     -12.00 EUR | food/dining            | Café Ñu                  | id:aaaaaaaaa5
            2026-11-06   |    -500.00 EUR | =savings               | To savings               | id:aaaaaaaaa6 pair:bbbbbbbbb1
            2026-11-07   |     -25.00 EUR |                        | Bizum                    | id:aaaaaaaaa7

            """)
        try harness.write(
            "transactions/savings/2026.txt",
            "2026-11-06   |     500.00 EUR | =main                  | From main                | id:bbbbbbbbb1 pair:aaaaaaaaa6\n"
        )
        return harness
    }

    @Test func `an income statement leaves transfers and other people's shares out`() throws {
        let run = try ReportTests.harness().run("report", "is", "-p", "2026-11")
        #expect(
            run.output == """
                Income statement, 2026-11-01 to 2026-11-30
                             income
                2100.00 EUR    income
                2100.00 EUR  total

                             expense
                 -53.50 EUR    food
                 -12.00 EUR      dining
                 -25.00 EUR    (none)
                 -78.50 EUR  total

                2021.50 EUR  net

                """)
    }

    @Test func `a report is kept, shown again and changed for once`() throws {
        let harness = try ReportTests.harness()
        let saved = harness.run(
            "report", "save", "food", "cat:food", "--by", "counterparty", "-M", "--last", "2",
            "--title", "Food")
        #expect(saved.status == 0, "\(saved.errors)")
        #expect(
            harness.read("reports/food.json") == """
                {
                  "uid": "j452vv4909",
                  "title": "Food",
                  "by": "counterparty",
                  "query": "cat:food",
                  "every": "month",
                  "last": 2
                }

                """)
        #expect(harness.run("check").output == "")
        let shown = harness.run("report", "food")
        #expect(
            shown.output == """
                Food, 2026-10-01 to 2026-11-30
                   2026-10     2026-11  counterparty
                         0  -12.00 EUR  Café Ñu
                -40.00 EUR  -41.50 EUR  Mercadona
                ──────────  ──────────
                -40.00 EUR  -53.50 EUR

                """)
        let changed = harness.run(
            "report", "food", "--by", "category", "-p", "2026-11", "-O", "csv")
        #expect(
            changed.output == """
                section,name,depth,kind,currency,2026-11
                ,food,1,expense,EUR,-41.50
                ,food/dining,1,expense,EUR,-12.00

                """)
        #expect(harness.run("report").output.hasPrefix("food              Food\nincome-statement"))
    }

    @Test func `lists and registers are told in one currency too`() throws {
        let harness = try ReportTests.harness()
        try harness.write(
            "accounts/dollars.json",
            "{\"uid\": \"dollars001\", \"kind\": \"current\", \"currency\": \"USD\"}\n")
        try harness.write(
            "transactions/dollars/2026.txt",
            "2026-11-02 | 10.00 USD | income | Gift | id:dddddddd01\n2026-11-20 | -4.00 USD | food | Pie | id:dddddddd02\n"
        )
        try harness.write(
            "prices/eur-usd.txt", "2026-11-01 | 1 EUR | 1.25 USD\n2026-11-10 | 1 EUR | 1.60 USD\n")
        let list = harness.run("list", "acct:dollars", "-X", "EUR")
        #expect(
            list.output == """
                2026-11-02    dollars   8.00 EUR  income  Gift
                2026-11-20    dollars  -2.50 EUR  food    Pie
                2 lines, 5.50 EUR

                """)
        let register = harness.run(
            "register", "acct:dollars", "-X", "EUR", "-H", "-b", "2026-11-10", "-O", "csv")
        #expect(
            register.output == """
                id,account,date,status,description,amount,currency,category,running,worth,worth_currency
                dddddddd02,dollars,2026-11-20,booked,Pie,-4.00,USD,food,5.50 EUR,-2.50,EUR

                """)
        let json = harness.run("list", "acct:dollars", "-X", "EUR", "-O", "json").output
        #expect(json.contains(#""worth":{"amount":"8.00","currency":"EUR"}"#))
        #expect(json.contains(#""sum":{"EUR":"5.50"}"#))
        let missing = harness.run("register", "acct:dollars", "-X", "JPY")
        #expect(missing.status == 1 && missing.errors.contains("[price.missing]"))
        #expect(harness.run("list", "-X", "EUR", "--rate", "noon").status == 2)
    }

    @Test func `what does not go together is told at the file that asks for it`() throws {
        let harness = try ReportTests.harness()
        try harness.write(
            "reports/odd.json",
            """
            {
              "uid": "odd1000bdd",
              "by": "tag",
              "sections": true
            }

            """)
        let run = harness.run("report", "odd")
        #expect(run.status == 1)
        #expect(run.errors.contains("reports/odd.json:4:"), "\(run)")
        #expect(run.errors.contains("group by category, or leave the sections out"))
        #expect(harness.run("report", "odd", "--by", "account").status == 2)
    }

    @Test func `what is compared stands beside the figures`() throws {
        let run = try ReportTests.harness().run(
            "report", "-p", "2026-11", "--depth", "1", "--compare", "previous")
        #expect(
            run.output == """
                     amount  period before  difference       %  category
                2100.00 EUR    2000.00 EUR  100.00 EUR   5.0 %  income
                 -53.50 EUR     -40.00 EUR  -13.50 EUR  33.8 %  food
                 -25.00 EUR              0  -25.00 EUR          (none)
                ───────────  ─────────────  ──────────  ──────
                2021.50 EUR    1960.00 EUR   61.50 EUR   3.1 %

                """)
    }

    @Test(arguments: [
        (
            ["report", "incomestatment"],
            "there is no report of that name; did you mean income-statement?"
        ),
        (["report", "--by", "catgory"], "did you mean category?"),
        (["report", "--every", "fortnight"], "it cuts no time"),
        (["report", "--measure", "sum,sum"], "each once"),
        (["report", "--sort", "-date"], "name, amount, size and count"),
        (["report", "bs", "cat:food"], "acct:, kind:, cur: and status: only"),
        (["report", "--balance", "--by", "tag"], "told by account, kind or currency"),
        (["report", "-X", "EURO"], "no currency"), (["report", "--last", "3"], "there is one"),
        (["report", "--sections", "--by", "tag"], "by category"),
        (["report", "taxonomy"], "the ledger has no taxonomy"),
        (["budget", "houshold"], "there is no budgets/houshold.txt"),
        (["dashboard", "nothing"], "there is no dashboards/nothing.json"),
        (["report", "save", "Bad Name"], "use a-z, 0-9 and -"),
        (["balance", "-X", "eur"], "did you mean EUR?"),
    ])
    func `what cannot be asked is said with the way out`(_ words: [String], _ part: String) throws {
        let run = try ReportTests.harness().run(words)
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(
            run.errors.contains(part)
                || part == "it cuts no time" && run.errors.contains("cuts no time"), "\(run.errors)"
        )
    }

    @Test func `a kept report with a mistake is named with its place`() throws {
        let harness = try ReportTests.harness()
        try harness.write(
            "reports/bad.json",
            "{\n  \"uid\": \"r1\",\n  \"by\": \"catgory\",\n  \"query\": \"amt:much\",\n  \"top\": \"3\"\n}\n"
        )
        let run = harness.run("report", "bad")
        #expect(run.status == 1 && run.output.isEmpty)
        for place in [
            "reports/bad.json:3:9: error", "reports/bad.json:4:12: error",
            "reports/bad.json:5:10: error",
        ] {
            #expect(run.errors.contains(place), "\(run.errors)")
        }
        let check = harness.run("check")
        #expect(check.status == 1 && check.errors.contains("did you mean category?"))
    }

    @Test func `a missing price stops the answer, and a gap is shown where it is asked for`() throws
    {
        let harness = try ReportTests.harness()
        let stopped = harness.run("balance", "-X", "USD")
        #expect(stopped.status == 1 && stopped.output.isEmpty)
        #expect(stopped.errors.contains("there is no price of EUR in USD on or before 2026-11-24"))
        let gaps = harness.run("balance", "-X", "USD", "--gaps")
        #expect(
            gaps.status == 0 && gaps.output.contains("50.00 EUR  cash")
                && gaps.errors.contains("warning"))
        try harness.write("prices/usd.txt", "2026-01-01 | 1 USD | 0.80 EUR\n")
        let told = harness.run("balance", "acct:cash", "-X", "USD")
        #expect(told.output.hasPrefix("62.50 USD  cash\n"))
    }

    @Test func `a budget that is overspent ends with status 1, and money moves with a history`()
        throws
    {
        let harness = try ReportTests.harness()
        try harness.write(
            "budgets/house.txt", "# ours\nfood | 50.00 EUR | monthly\nhome | 100.00 EUR | monthly\n"
        )
        let over = harness.run("budget")
        #expect(over.status == 1)
        #expect(
            over.output == """
                category  period       amount  actual    left   used  pace
                food      2026-11   50.00 EUR   53.50   -3.50  107 %  overspent: day 24 of 30, usually 100 %
                home      2026-11  100.00 EUR    0.00  100.00    0 %  day 24 of 30

                """)
        let moved = harness.run("budget", "move", "10", "home", "food", "--note", "a feast")
        #expect(moved.status == 0, "\(moved.errors)")
        #expect(
            harness.read("budgets/house.txt") == """
                # ours
                food | 50.00 EUR | monthly
                home | 100.00 EUR | monthly
                home | 10.00 EUR | once 2026-11-24 | id:j452vv4909 to:food note:"a feast"

                """)
        #expect(harness.run("budget").status == 0)
        #expect(harness.run("check").output == "")
        let csv = harness.run("budget", "-O", "csv").output
        #expect(
            csv.contains(
                "house,food,expense,,2026-11-01,2026-12-01,EUR,50.00,0.00,10.00,60.00,53.50,6.50,89,24,30,100,ok"
            ))
        #expect(
            harness.run("budget", "move", "10", "home", "fun").errors.contains(
                "no budget for it is in force"))
        #expect(harness.run("undo").status == 0)
        #expect(harness.run("budget", "--over").status == 1)
    }

    @Test func `every answer is a page too`() throws {
        let harness = try ReportTests.harness()
        for words in [
            ["accounts"], ["list"], ["balance"], ["report", "is"], ["budget"], ["stats"],
        ] {
            let run = harness.run(words + ["-O", "html"])
            #expect(
                run.output.hasPrefix("<!DOCTYPE html>") && run.output.contains("<caption>"),
                "\(words)")
        }
        _ = harness.run("report", "is", "-o", harness.folder + "/is.html")
        #expect(FileManager.default.contents(atPath: harness.folder + "/is.html") != nil)
    }
}
