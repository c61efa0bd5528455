import Foundation
import Model
import Platform
import Reading
import TestSupport
import Testing

/// Journals that other tools read, with the balances that they find in them.
struct ExportTests {
    /// Minor units (two decimals) by `account | month | currency`, without zeros.
    typealias Figures = [String: Int128]

    enum Tool: String, CaseIterable, CustomTestStringConvertible {
        case hledger, ledger, beancount

        var testDescription: String { rawValue }

        /// The program that reads its journals.
        var program: String? {
            switch self {
            case .hledger, .ledger: ExportTests.find(rawValue)
            case .beancount:
                ExportTests.find("bean-query")
                    ?? ExportTests.existing(packageRoot + "/.build/beancount/bin/bean-query")
            }
        }

        var isInstalled: Bool { program != nil }
    }

    private static func find(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.lazy.compactMap { existing("\($0)/\(name)") }.first
    }

    private static func existing(_ path: String) -> String? {
        FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    // What the tools find

    static func ask(_ words: [String]) throws -> String {
        let result = try #require(
            ChildProcess.run(words, [], extra: ["LC_ALL=C.UTF-8"], keepsErrors: true, seconds: 120))
        #expect(
            result.status == 0,
            "\(words): \(String(decoding: result.errors, as: UTF8.self).prefix(600))")
        return String(decoding: result.output, as: UTF8.self)
    }

    private static func found(_ tool: Tool, _ journal: String) throws -> Figures {
        let program = try #require(tool.program)
        var figures: Figures = [:]
        func add(_ account: String, _ month: String, _ code: String, _ number: String) throws {
            let units = try #require(
                DecimalNumber(number.trimmingCharacters(in: .whitespaces)), "\(number)")
            let scaled = try #require(units.scaled(to: 6))
            figures["\(account.lowercased()) | \(month) | \(code)", default: 0] += Int128(scaled)
        }
        func month(_ text: Substring) -> String { text.count == 1 ? "0\(text)" : String(text) }
        switch tool {
        case .hledger:
            let text = try ask([
                program, "-f", journal, "balance", "-M", "-O", "csv", "--flat", "-E",
                "--layout=tidy",
            ])
            for line in text.split(separator: "\n").dropFirst() {
                let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                    .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"")) }
                try add(cells[0], cells[1], cells[4], cells[5])
            }
        case .ledger:
            let format =
                "%(account)|%(format_date(date,\"%Y-%m\"))|%(quantity(scrub(display_amount)))|%(commodity(scrub(display_amount)))\\n"
            let text = try ask([program, "-f", journal, "register", "--format", format])
            for line in text.split(separator: "\n") {
                let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                try add(String(cells[0]), String(cells[1]), String(cells[3]), String(cells[2]))
            }
        case .beancount:
            let text = try ask([
                program, "-f", "csv", journal,
                "select account, year, month, currency, sum(number) group by account, year, month, currency",
            ])
            for line in text.split(whereSeparator: \.isNewline).dropFirst() {
                let cells = line.split(separator: ",")
                try add(
                    String(cells[0]), "\(cells[1])-\(month(cells[2]))", String(cells[3]),
                    String(cells[4]))
            }
        }
        return figures.mapValues { $0 / 10_000 }.filter { $0.value != 0 }
    }

    // What they must find

    private static func root(_ path: String, _ amount: Int64) -> String {
        if path.hasPrefix("income") { return "income" }
        if path.hasPrefix("food") { return "expenses" }
        if path.hasPrefix("moves") { return "equity" }
        return amount > 0 ? "income" : "expenses"
    }

    /// By category and month, with the signs of a journal.
    private static func categories(_ random: RandomLedger) -> Figures {
        let model = SlowModel(random)
        let entries = model.entries(
            SlowModel.Asked(by: "category", includesIgnored: true, includesTransfers: true))
        let ignoredLines = model.lines.filter { $0.isIgnored && $0.status.counts }
        var figures: Figures = [:]
        func add(_ name: String, _ date: CivilDate, _ code: CurrencyCode, _ units: Int64) {
            let month = String(date.description.prefix(7))
            figures["\(name) | \(month) | \(code)", default: 0] -= Int128(units)
        }
        func account(_ name: String, _ amount: Int64) -> String {
            switch name {
            case "-": return amount > 0 ? "income:uncategorised" : "expenses:uncategorised"
            case "ignored": return "equity:ignored"
            case _ where name.hasPrefix("="): return "equity:transfer"
            default:
                return ([root(name, amount)] + name.split(separator: "/").map(String.init)).joined(
                    separator: ":")
            }
        }
        for entry in entries {
            add(account(entry.names[0], entry.amount), entry.date, entry.currency, entry.amount)
        }
        // Ignored lines go to equity:ignored as a whole, but for their transfers.
        for line in ignoredLines {
            for part in line.parts {
                let name: String
                switch part.target {
                case .ignored, .transfer: continue
                case .uncategorised: name = "-"
                case .category(let path): name = model.resolved(path)
                }
                add(account(name, part.amount), line.date, line.currency, -part.amount)
                add("equity:ignored", line.date, line.currency, part.amount)
            }
        }
        return figures.filter { $0.value != 0 }
    }

    /// What each account holds at the end of each month, from its first line on.
    private static func check(
        _ figures: Figures, _ random: RandomLedger, _ note: String
    ) {
        let model = SlowModel(random)
        let months = ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01"]
        for account in random.ledger.accounts {
            let root = account.kind == .card ? "liabilities" : "assets"
            let lines = random.lines.filter { $0.account == account.name && $0.status.counts }
            guard let first = lines.map(\.date).min() else { continue }
            for code in account.currencies {
                var sum: Int128 = 0
                for month in months {
                    sum += figures["\(root):\(account.name) | \(month) | \(code)"] ?? 0
                    guard month >= first.description.prefix(7),
                        let day = CivilDate(iso: month + "-01")?.adding(months: 1)?.adding(days: -1)
                    else { continue }
                    let wanted = model.balance(
                        account, code, at: day, statuses: [.booked, .pending])
                    if sum != wanted {
                        Issue.record(
                            "\(note): \(account.name) \(month) \(code): \(sum), not \(wanted)")
                    }
                }
            }
        }
    }

    @Test(arguments: Tool.allCases)
    func `balances per account, category and month are the same`(_ tool: Tool) throws {
        guard tool.isInstalled else {
            print("\(tool.rawValue) is not installed: its reading of exports is not tested")
            return
        }
        let harness = try Harness(today: "2026-11-24")
        for seed in Trials.seeds(tool == .beancount ? 2 : 4, of: "exports for \(tool.rawValue)") {
            let random = try RandomLedger(seed: seed)
            let journal = harness.folder + "/\(seed).\(tool.rawValue)"
            let run = harness.run(
                "-C", random.ledger.root, "export", tool.rawValue, "-o", journal, at: harness.folder
            )
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            let figures = try ExportTests.found(tool, journal)
            let others = ["income:", "expenses:", "equity:"]
            let found = figures.filter { key, _ in
                others.contains(where: key.hasPrefix) && !key.hasPrefix("equity:opening")
                    && !key.hasPrefix("equity:unrealised")
            }
            let wanted = ExportTests.categories(random)
            let differing = Set(found.keys).union(wanted.keys).filter { found[$0] != wanted[$0] }
            #expect(
                differing.isEmpty,
                "seed \(seed): \(differing.sorted().prefix(5).map { "\($0): \(found[$0] ?? 0), not \(wanted[$0] ?? 0)" })"
            )
            ExportTests.check(figures, random, "seed \(seed)")
        }
    }

    @Test(arguments: Tool.allCases)
    func `the example is valid, and its transfers come to zero`(_ tool: Tool) throws {
        guard tool.isInstalled else { return }
        let harness = try Harness(today: "2026-11-24")
        let journal = harness.folder + "/example." + tool.rawValue
        let run = harness.run(
            "-C", packageRoot + "/ledger-example", "export", tool.rawValue, "-o", journal,
            at: harness.folder)
        #expect(run.status == 0 && run.errors.isEmpty)
        let figures = try ExportTests.found(tool, journal)
        func sum(_ account: String, _ code: String) -> Int128 {
            figures.reduce(0) { sum, entry in
                let cells = entry.key.components(separatedBy: " | ")
                return cells[0] == account && cells[2] == code ? sum + entry.value : sum
            }
        }
        #expect(sum("assets:main", "EUR") == 256_779)
        #expect(sum("liabilities:mortgage", "EUR") == -15_907_634)
        #expect(sum("assets:fund", "EUR") == 1_453_447)
        #expect(sum("assets:usd", "USD") == 449_706)
    }

    @Test func `names that a journal cannot hold get others, each its own`() throws {
        let harness = try Harness.household()
        try harness.write("categories.txt", "a:b | expense\na;b | expense\nÑandú (x) | income\n")
        try harness.write(
            "transactions/main/2026.txt",
            """
            2026-11-03 | -3.20 | a:b | (odd; text) [2026-01-01] "quoted" | id:x1 #año #weekly note:"a, b"
            2026-11-04 | -4.00 | a;b | =text | id:x2
            2026-11-05 | 5.00 | Ñandú (x) | | id:x3 ignored
            2026-11-06 | -6.00 | a:b 2.00, ignored 1.00, =savings | a\\nb | id:x4
            2026-11-06 = | 991.80

            """)
        for tool in Tool.allCases {
            let journal = harness.folder + "/odd." + tool.rawValue
            let run = harness.run("export", tool.rawValue, "-o", journal)
            #expect(run.status == 0, "\(run.errors)")
            guard tool.isInstalled else { continue }
            let figures = try ExportTests.found(tool, journal)
            let main = figures.filter { $0.key.hasPrefix("assets:main") }.values.reduce(0, +)
            #expect(main == 99_180, "\(tool)")
            let spent = figures.filter { $0.key.hasPrefix("expenses:") }.values.sorted()
            #expect(spent == [400, 520], "\(tool) \(figures)")
        }
    }

    @Test func `a query exports its lines alone, and whole accounts with what they begin with`()
        throws
    {
        let harness = try Harness.household()
        try harness.write(
            "transactions/main/2026.txt",
            "2026-11-03   |      -3.20 EUR | food                   | Café                     | id:aaaaaaaaa1\n"
        )
        let part = harness.run("export", "hledger", "cat:food").output
        #expect(!part.contains("equity:opening") && part.contains("expenses:food  3.20 EUR"))
        let whole = harness.run("export", "hledger", "acct:main").output
        #expect(
            whole == """
                ; A ledger, written by bankbook

                decimal-mark .

                commodity 0.00 EUR

                account assets:main
                account equity:opening
                account expenses:food

                2026-01-01 * (-) Opening of main
                    assets:main  1000.00 EUR
                    equity:opening  -1000.00 EUR

                2026-11-03 * (aaaaaaaaa1) Café
                    assets:main  -3.20 EUR
                    expenses:food  3.20 EUR


                """)
        let table = harness.run("export", "csv", "-p", "2026-11").output
        #expect(table.hasPrefix("id,aka,account,date,status,amount,currency,part,category"))
        #expect(harness.run("export", "gnucash").status == 2)
    }
}
