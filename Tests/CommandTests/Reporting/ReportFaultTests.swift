import Foundation
import JSONText
import Testing

/// Faults of reports, budgets, dashboards and exports that were found by use.
struct ReportFaultTests {
    private static let example = ["-C", packageRoot + "/ledger-example"]

    private static func run(_ words: [String]) throws -> Harness.Run {
        let harness = try Harness()
        return harness.run(example + words, at: harness.folder)
    }

    @Test func `a comparison does not change what is held today`() throws {
        let plain = try ReportFaultTests.run([
            "--today", "2026-10-10", "report", "balance-sheet", "-O", "json",
        ]).output
        let compared = try ReportFaultTests.run([
            "--today", "2026-10-10", "report", "balance-sheet", "--compare", "last-year", "-O",
            "json",
        ]).output
        for sum in ["-89850.96", "4260.06"] {
            #expect(plain.contains(sum) && compared.contains(sum), "\(sum)")
        }
        for words in [["balance-sheet"], ["--by", "category"]] {
            let run = try ReportFaultTests.run(["report"] + words + ["--compare", "previous"])
            #expect(run.status == 2 && run.errors.contains("all time has nothing before it"))
        }
    }

    @Test func `budgets fold into their parents and follow the query`() throws {
        func total(_ words: String...) throws -> Substring? {
            let run = try ReportFaultTests.run(
                ["report", "--compare", "budget", "-p", "2026-11"] + words)
            #expect(run.status == 0, "\(run)")
            return run.output.split(separator: "\n").last { $0.contains("EUR") }
        }
        #expect(try total() == total("--depth", "1"))
        let food = try ReportFaultTests.run([
            "report", "--compare", "budget", "-p", "2026-11", "cat:food", "--depth", "1",
        ])
        #expect(food.output.contains("-1150.00 EUR") && !food.output.contains("home"), "\(food)")
        let account = try ReportFaultTests.run([
            "report", "--compare", "budget", "-p", "2026-11", "acct:main",
        ])
        #expect(account.status == 2 && account.errors.contains("cat: and status: only"))
        let tree = try ReportFaultTests.run([
            "report", "--compare", "budget", "-p", "2026-11", "cat:income", "--tree",
        ]).output
        #expect(tree.contains("  income\n") && tree.contains("    freelance\n"), "\(tree)")
    }

    @Test func `a nested budget counts by itself before the one above it is in force`() throws {
        let harness = try Harness.household()
        try harness.write(
            "budgets/b.txt",
            """
            food | 100 EUR | monthly | from:2026-07-01 id:b1
            food/dining | 30 EUR | monthly | id:b2

            """)
        let run = harness.run(
            "report", "--compare", "budget", "-b", "2026-06-01", "-e", "2026-08-01", "-M", "-O",
            "json")
        let json = try JSONParser.parse(Array(run.output.utf8))
        let columns = json["columns"]?.elements ?? []
        let totals = json["sections"]?.elements?.first?["totals"]?.elements ?? []
        let told = zip(columns, totals).filter { $0.0["role"]?.text == "compared" }
        #expect(told.map { $0.1["EUR"]?.text } == ["-30.00", "-100.00"], "\(run)")
    }

    @Test func `no object of a dashboard has a member twice`() throws {
        let text = try ReportFaultTests.run(["dashboard", "home", "-O", "json"]).output
        let json = try JSONParser.parse(Array(text.utf8))
        for block in json["blocks"]?.elements ?? [] {
            let keys = (block.members ?? []).map(\.key)
            #expect(Set(keys).count == keys.count, "\(keys)")
        }
        #expect(json["blocks"]?.elements?.first?["title"]?.text == "Spent on food this month")
    }

    @Test func `nothing that a ledger says steers the terminal`() throws {
        let harness = try Harness.household()
        let bad = "E\\u001b]0;x\\u0007\\u009b31m\\u202e"
        try harness.write(
            "ledger.json",
            "{\"format\": 1, \"uid\": \"k3v9w2q0zd\", \"base_currency\": \"EUR\", \"name\": \"\(bad)\"}\n"
        )
        try harness.write(
            "reports/r.json",
            "{\"uid\": \"rrrr000001\", \"title\": \"\(bad)\", \"by\": \"account\"}\n")
        try harness.write(
            "dashboards/d.json",
            "{\"uid\": \"dddd000001\", \"title\": \"\(bad)\", \"blocks\": [{\"type\": \"note\", \"text\": \"\(bad)\"}, {\"type\": \"number\", \"title\": \"\(bad)\"}]}\n"
        )
        for words in [
            ["status"], ["report"], ["report", "r"], ["report", "--title", "\u{1B}[31m"],
            ["dashboard", "d"], ["dashboard", "d", "--html"], ["export", "hledger"],
            ["export", "beancount"], ["accounts"],
        ] {
            let run = harness.run(words)
            let wrong = run.output.unicodeScalars.filter { scalar in
                scalar != "\n" && scalar.properties.generalCategory == .control
                    || (0x202A...0x202E).contains(scalar.value)
            }
            // An export keeps what is no control character.
            let isExport = words[0] == "export"
            #expect(
                isExport
                    ? wrong.allSatisfy { $0.properties.generalCategory != .control }
                    : wrong.isEmpty, "\(words)")
        }
    }

    @Test func `a price that cannot be read keeps answers from being given`() throws {
        let harness = try Harness.household()
        try harness.write("prices/bad.txt", "2026-11-01 | 0 USD | 1 EUR\n")
        for words in [["balance", "-X", "EUR"], ["prices"], ["report", "is", "-X", "EUR"]] {
            let run = harness.run(words)
            #expect(run.status == 1 && run.errors.contains("prices/bad.txt:1:"), "\(run)")
        }
        #expect(harness.run("balance", "-X", "EUR", "--lenient").status == 0)
        try harness.write(
            "prices/bad.txt", "2026-11-01 | 1 USD | 0.80 EUR\n2027-11-01 | 1 USD | 0.10 EUR\n")
        #expect(harness.run("prices").output.hasPrefix("1 USD  0.80 EUR  2026-11-01"))
    }

    @Test(arguments: [
        "food | 10 EUR | monthly | rollover:foo", "food | 10 EUR | monthly | account:nope",
        "food | 10 EUR | by 2026-07-01", "food | -5 EUR | monthly",
        "food | 5 EUR | monthly | carry:5",
        "nope | 5 EUR | monthly", "food | 5 ZZZ | monthly", "food | 5 EUR | payday",
        "food | 5 EUR | once 2026-11-03",
    ])
    func `check tells what budgets cannot do`(_ line: String) throws {
        let harness = try Harness.household()
        try harness.write("budgets/b.txt", line + "\n")
        let run = harness.run("check")
        #expect(run.status == 1 && run.errors.contains("budgets/b.txt:1"), "\(run)")
    }

    @Test func `check tells which kept reports cannot be made`() throws {
        let harness = try Harness.household()
        try harness.write("reports/odd.json", "{\"uid\": \"odd0000001\", \"last\": 3}\n")
        let run = harness.run("check")
        #expect(run.status == 1 && run.errors.contains("reports/odd.json:1:"), "\(run)")
    }

    @Test func `budgets in one currency need prices of what they cover alone`() throws {
        let harness = try Harness.household()
        try harness.write(
            "accounts/yen.json",
            "{\"uid\": \"yyyy000001\", \"kind\": \"cash\", \"currency\": \"JPY\"}\n")
        try harness.write("transactions/yen/2026.txt", "2026-11-04 | 700 | income | Gift | id:y1\n")
        try harness.write("budgets/b.txt", "food | 100 EUR | monthly | id:b1\n")
        #expect(harness.run("budget", "-X").status == 0)
        try harness.write("transactions/yen/2026.txt", "2026-11-04 | -700 | food | Rice | id:y1\n")
        let run = harness.run("budget", "-X")
        #expect(run.status == 1 && run.errors.contains("price of JPY"), "\(run)")
        let gaps = harness.run("budget", "-X", "--gaps")
        #expect(gaps.status == 0 && gaps.errors.contains("warning"), "\(gaps)")
    }

    @Test(arguments: [
        (["report", "save", "save", "--by", "tag"], "this command's own name"),
        (["report", "save", "w", "--by", "tag", "--gaps"], "is not kept"),
        (["report", "save", "w", "--by", "tag", "-N"], "is not kept"),
        (["report", "--balance", "-T"], "not added up over periods"),
        (["dashboard", "home", "--html", "-O", "csv"], "leave one out"),
        (["dashboard", "--watch"], "needs a dashboard's name"),
        (["report", "--every", "payday"], "the preference payday"),
        (["budget", "move", "5", "food", "food"], "name another"),
        (["prices", "fetch", "USD", "--from", "2026-12-01", "--to", "2026-11-01"], "lies behind"),
        (["-w", "a b", "balance"], "without blanks"),
    ])
    func `what cannot be done is said`(_ words: [String], _ message: String) throws {
        let harness = try Harness.household()
        try harness.write("budgets/b.txt", "food | 100 EUR | monthly | id:b1\n")
        let before = harness.snapshot()
        let run = harness.run(words)
        #expect(run.errors.contains(message) && run.output == "", "\(run)")
        #expect([2, 3].contains(run.status), "\(run)")
        #expect(harness.snapshot() == before)
    }

    @Test func `a balance report is by account, unless it says more`() throws {
        let run = try ReportFaultTests.run(["report", "--balance", "-O", "json"])
        #expect(run.status == 0 && run.output.contains("\"by\":\"account\""))
    }

    @Test func `prices of several ledgers say whose are missing`() throws {
        let harness = try Harness.household()
        for name in ["m1", "m2"] {
            let folder = harness.folder + "/" + name
            harness.run("init", folder, at: harness.folder)
            harness.run(
                "-C", folder, "accounts", "add", "d", "--currency", "USD", "--opening", "10.00",
                "--opening-date", "2026-11-01")
            harness.run("workspaces", "add", name, folder)
        }
        try harness.write("../m1/prices/p.txt", "2026-11-01 | 1 USD | 0.50 EUR\n")
        let run = harness.run("-w", "m1,m2", "balance", "-X", "EUR")
        #expect(run.status == 1 && run.errors.hasPrefix("m2:prices: error:"), "\(run)")
    }

    @Test(.enabled(if: ExportTests.Tool.hledger.isInstalled, "hledger is not installed"))
    func `hledger reads currencies without decimals`() throws {
        let harness = try Harness.household()
        try harness.write(
            "accounts/yen.json",
            "{\"uid\": \"yyyy000001\", \"kind\": \"cash\", \"currency\": \"JPY\"}\n")
        try harness.write("transactions/yen/2026.txt", "2026-11-04 | 700 | income | Gift | id:y1\n")
        let path = harness.folder + "/j.journal"
        #expect(harness.run("export", "hledger", "-o", path).status == 0)
        let program = try #require(ExportTests.Tool.hledger.program)
        let text = try ExportTests.ask([program, "-f", path, "balance"])
        #expect(text.contains("700"), "\(text)")
    }
}
