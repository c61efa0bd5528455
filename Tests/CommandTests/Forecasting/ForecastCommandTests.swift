import Foundation
import JSONText
import Testing

/// `forecast`, `plans` and `recurring` as they are used.
struct ForecastCommandTests {
    /// A household with a rent, a subscription whose price rose, wages, and a budget.
    private static func household() throws -> Harness {
        let harness = try Harness.household()
        var lines: [String] = []
        for month in 1...11 {
            let name = month < 10 ? "0\(month)" : "\(month)"
            lines += [
                "2026-\(name)-01 | -600.00 | home | RENT ELM STREET | id:rent\(name)",
                "2026-\(name)-09 | \(month < 6 ? "-9.99" : "-11.99") | food | FLIX | id:flix\(name)",
                "2026-\(name)-20 | 900.00 | income | ACME WAGES | id:wage\(name)",
            ]
        }
        try harness.write("categories.txt", "income | income\nfood | expense\nhome\n")
        try harness.write("transactions/main/2026.txt", lines.joined(separator: "\n") + "\n")
        return harness
    }

    private static func json(_ run: Harness.Run) throws -> JSONValue {
        try JSONParser.parse(Array(run.output.utf8))
    }

    @Test func `a forecast has the members of its contract, and its parts add up`() throws {
        let harness = try ForecastCommandTests.household()
        let run = harness.run("forecast", "--horizon", "40 days", "-O", "json")
        let json = try ForecastCommandTests.json(run)
        #expect(json["schema"]?.text == "bankbook.forecast/1", "\(run)")
        #expect(json["from"]?.text == "2026-11-24" && json["to"]?.text == "2027-01-03")
        #expect(json["paths"]?.integer == 1_000 && json["seed"]?.integer == 1)
        let parts = try #require(json["parts"]?.elements)
        let sources = parts.map {
            "\($0["date"]?.text ?? "") \($0["amount"]?.text ?? "") \($0["source"]?.text ?? "")"
        }
        #expect(
            sources == [
                "2026-12-01 -600.00 recurrence", "2026-12-09 -11.99 recurrence",
                "2026-12-20 900.00 recurrence", "2027-01-01 -600.00 recurrence",
            ])
        #expect(
            parts[0].members?.map(\.key) == [
                "date", "account", "amount", "currency", "category", "source", "ref", "text",
            ])
        let account = try #require(
            json["accounts"]?.elements?.first { $0["account"]?.text == "main" })
        #expect(
            account.members?.map(\.key) == [
                "account", "currency", "start", "days", "lowest", "below_zero",
            ])
        let last = try #require(account["days"]?.elements?.last)
        #expect(
            last.members?.map(\.key) == ["date", "expected", "low80", "high80", "low95", "high95"])
    }

    @Test func `what comes again is shown, and becomes a plan that replaces it`() throws {
        let harness = try ForecastCommandTests.household()
        let shown = harness.run("recurring")
        #expect(
            shown.output == """
                ref     account  text             interval       amount  next        sure  note
                rent01  main     RENT ELM STREET  monthly   -600.00 EUR  2026-12-01  92 %
                flix01  main     FLIX             monthly    -11.99 EUR  2026-12-09  92 %  -9.99 until 2026-06-09
                wage01  main     ACME WAGES       monthly    900.00 EUR  2026-12-20  92 %

                """)
        let before = harness.run("forecast", "--horizon", "60 days", "--parts", "-O", "csv").output
        let accepted = harness.run("recurring", "--accept", "flix01", "--accept", "rent07")
        #expect(
            accepted.output.hasPrefix(
                """
                plans/recurring.txt
                + 2026-12-09 monthly | -11.99 EUR | food | FLIX | id:j452vv4909 account:main
                + 2026-12-01 monthly | -600.00 EUR | home | RENT ELM STREET | id:
                """), "\(accepted)")
        let after = harness.run("forecast", "--horizon", "60 days", "--parts", "-O", "csv").output
        func amounts(_ text: String) -> [String] {
            text.split(separator: "\n").dropFirst().map {
                $0.split(separator: ",").prefix(4).joined(separator: ",")
            }
        }
        #expect(amounts(before) == amounts(after) && after.contains(",plan,"))
        #expect(harness.run("check").status == 0)
        let twice = harness.run("recurring", "--accept", "flix03")
        #expect(twice.status == 2 && twice.errors.contains("says it already"), "\(twice)")
        let unknown = harness.run("recurring", "--accept", "nothing")
        #expect(unknown.status == 2 && unknown.errors.contains("no recurrence has it"))
        #expect(harness.run("undo").status == 0)
        #expect(harness.read("plans/recurring.txt") == nil)
    }

    @Test func `late ones stay until they are dropped`() throws {
        let harness = try ForecastCommandTests.household()
        try harness.write(
            "plans/p.txt",
            "# mine\n2026-09-15 monthly | -50.00 | food | Gym\n2026-12-15 | -5.00 | food | Tea | id:tea\n"
        )
        let plans = harness.run("plans")
        #expect(plans.status == 1)
        #expect(
            plans.output == """
                due         account      amount  category  text  ref             state
                2026-09-15  main     -50.00 EUR  food      Gym   p:2@2026-09-15  70 days late
                2026-10-15  main     -50.00 EUR  food      Gym   p:2@2026-10-15  40 days late
                2026-11-15  main     -50.00 EUR  food      Gym   p:2@2026-11-15  9 days late
                2026-12-15  main     -50.00 EUR  food      Gym   p:2@2026-12-15
                2026-12-15  main      -5.00 EUR  food      Tea   tea@2026-12-15
                2027-01-15  main     -50.00 EUR  food      Gym   p:2@2027-01-15

                """)
        let dropped = harness.run("plans", "drop", "p:2@late", "tea@2026-12-15")
        #expect(
            dropped.output == """
                plans/p.txt
                - 2026-09-15 monthly | -50.00 | food | Gym
                + 2026-09-15 monthly | -50.00 | food | Gym | dropped:2026-09-15,2026-10-15,2026-11-15
                - 2026-12-15 | -5.00 | food | Tea | id:tea
                + 2026-12-15 | -5.00 | food | Tea | id:tea dropped:2026-12-15

                """)
        #expect(harness.run("plans").status == 0)
        let again = harness.run("plans", "drop", "p:2@2026-12-15")
        #expect(
            again.output.contains(
                "+ 2026-09-15 monthly | -50.00 | food | Gym | dropped:2026-09-15,2026-10-15,2026-11-15,2026-12-15"
            ))
        for (word, reason) in [
            ("gym", "write the plan's id, @ and a day"), ("gym@late", "no plan has the id gym"),
            ("tea@2026-12-16", "the plan has no occurrence on 2026-12-16"),
        ] {
            let run = harness.run("plans", "drop", word)
            #expect(run.status == 2 && run.errors.contains(reason), "\(run)")
        }
    }

    @Test func `scenarios build upon each other, and what was frozen is held against what came`()
        throws
    {
        let harness = try ForecastCommandTests.household()
        try harness.write(
            "plans/p.txt",
            "2026-12-15 | -70.00 | home | Roof | scenario:roof\n2026-12-16 | -5.00 | home | Paint | scenario:paint\n"
        )
        try harness.write(
            "forecasts/base.json", "{\n  \"uid\": \"f0r3c4st00\",\n  \"horizon\": \"30 days\"\n}\n")
        try harness.write(
            "forecasts/roof.json",
            "{\n  \"uid\": \"f0r3c4st01\",\n  \"parent\": \"base\",\n  \"scenario\": \"roof\"\n}\n")
        try harness.write(
            "forecasts/both.json",
            "{\n  \"uid\": \"f0r3c4st02\",\n  \"parent\": \"roof\",\n  \"scenario\": \"paint\"\n}\n"
        )
        let compared = harness.run(
            "forecast", "base", "--compare", "roof", "--compare", "both", "-O", "csv")
        let last = try #require(compared.output.split(separator: "\n").last { $0.contains("EUR") })
        let cells = last.split(separator: ",").compactMap { Double($0) }
        #expect(
            cells.count == 3 && abs(cells[0] - cells[1] - 70) < 0.001
                && abs(cells[1] - cells[2] - 5) < 0.001, "\(compared)")
        let frozen = harness.run(
            "--today", "2026-10-31", "forecast", "--horizon", "30 days", "--freeze", "autumn")
        #expect(frozen.status == 0, "\(frozen)")
        let held = harness.run("forecast", "autumn", "-O", "json")
        let days = try #require(try ForecastCommandTests.json(held)["days"]?.elements)
        #expect(
            days.contains { $0["came"]?.text != nil } && days.contains { $0["came"]?.text == nil })
        let refused = harness.run("forecast", "--freeze", "autumn")
        #expect(refused.status == 2 && refused.errors.contains("is there already"))
        #expect(harness.run("check").status == 0)
        try harness.write(
            "forecasts/base.json", "{\n  \"uid\": \"f0r3c4st00\",\n  \"parent\": \"both\"\n}\n")
        let check = harness.run("check")
        #expect(check.status == 1 && check.errors.contains("builds upon itself"), "\(check)")
    }

    @Test(arguments: [
        (["forecast", "--horizon", "soon"], "write 90 days"),
        (["forecast", "--horizon", "2020"], "write 90 days"),
        (["forecast", "--horizon", "90 years"], "at most 30 years"),
        (["forecast", "--scenario", "sea"], "no plan has a scenario:"),
        (["forecast", "-a", "mian"], "did you mean main?"),
        (["forecast", "--paths", "1"], "write 10 to 100000"),
        (["forecast", "nothing"], "there is no forecasts/nothing.json"),
        (["forecast", "--freeze", "No Name"], "use a-z"),
    ])
    func `what means nothing is refused`(words: [String], reason: String) throws {
        let harness = try ForecastCommandTests.household()
        let run = harness.run(words)
        #expect(run.status == 2 && run.errors.contains(reason), "\(run)")
    }

    @Test func `a back-test needs seven months, and says so`() throws {
        let harness = try ForecastCommandTests.household()
        let run = harness.run("forecast", "--backtest", "-O", "json")
        let series = try #require(try ForecastCommandTests.json(run)["series"]?.elements)
        #expect(
            series.first?.members?.map(\.key) == [
                "account", "category", "model", "origins", "mase", "crps", "naive_mase",
                "seasonal_naive_mase", "coverage80", "coverage95",
            ])
        #expect(series.first?["category"]?.text == nil && series.count == 4, "\(run)")
        let empty = try Harness.household()
        try empty.write("transactions/main/2026.txt", "2026-11-01 | -1.00 | | Tea\n")
        #expect(
            empty.run("forecast", "--backtest").output
                == "no account has lines of 7 whole months yet\n")
    }
}
