import Foundation
import Testing

/// Ten broken folders: each finding has its place, the line and the way out, all are told at once,
/// queries refuse and nothing is written (S23).
struct BrokenFolderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let file: String
        let text: String
        let place: String
        let code: String
        let remedy: String
        var testDescription: String { name }
    }

    static let good =
        "2026-11-03   |     -45.20 EUR | food                   | Mercadona                | id:a1\n"

    static let cases = [
        Case(
            name: "bad amount", file: "transactions/main/2026.txt",
            text: good + "2026-11-04 | -3,20 | food | Café\n",
            place: "transactions/main/2026.txt:2:16: error:", code: "amount.form",
            remedy: "write -3.20"),
        Case(
            name: "bad date", file: "transactions/main/2026.txt",
            text: good + "2026-02-30 | -3.20 | food | Café\n",
            place: "transactions/main/2026.txt:2:1: error:", code: "date.day",
            remedy: "check the day and the month"),
        Case(
            name: "unknown account", file: "transactions/main/2026.txt",
            text: good + "2026-11-04 | -3.20 | =saving | Café\n",
            place: "transactions/main/2026.txt:2:22: error:", code: "account.unknown",
            remedy: "did you mean =savings?"),
        Case(
            name: "split that does not add up", file: "transactions/main/2026.txt",
            text: good + "2026-11-05 | -60.00 | food 41.50, home 10.00 | CARREFOUR\n",
            place: "transactions/main/2026.txt:2:23: error:", code: "split.sum",
            remedy: "correct a part"),
        Case(
            name: "duplicate id", file: "transactions/main/2026.txt", text: good + good,
            place: "transactions/main/2026.txt:2:85: error:", code: "id.twice",
            remedy: "delete"),
        Case(
            name: "wrong JSON type", file: "accounts/main.json",
            text: "{\n  \"uid\": \"acc-main\",\n  \"kind\": 5,\n  \"currency\": \"EUR\"\n}\n",
            place: "accounts/main.json:3:11: error:", code: "json.type", remedy: "write one of"),
        Case(
            name: "missing file", file: "transactions/lost/2026.txt", text: good,
            place: "transactions/lost: error:", code: "account.unknown",
            remedy: "bankbook accounts add lost"),
        Case(
            name: "conflict markers", file: "transactions/main/2026.txt",
            text: good + "<<<<<<< HEAD\n", place: "transactions/main/2026.txt:2:1: error:",
            code: "conflict.marker", remedy: "bankbook repair"),
        Case(
            name: "currency mismatch", file: "transactions/main/2026.txt",
            text: good + "2026-11-04 | -3.20 USD | food | Café\n",
            place: "transactions/main/2026.txt:2:20: error:", code: "currency.account",
            remedy: "list USD in its currencies"),
    ]

    @Test(arguments: cases)
    func `a broken folder is told with its place and the way out`(_ broken: Case) throws {
        let harness = try Harness.household()
        try harness.write(broken.file, broken.text)
        // A second mistake elsewhere must be told in the same run.
        try harness.write("transactions/cash/2026.txt", "2026-11-03 * | -3.20\n")
        let before = harness.snapshot()
        for command in [["check"], ["balance"], ["list"], ["register", "-H"], ["accounts"]] {
            let run = harness.run(command)
            #expect(run.status == 1, "\(command)")
            #expect(run.errors.contains(broken.place), "\(command): \(run.errors)")
            #expect(run.errors.contains("[\(broken.code)]"), "\(command): \(run.errors)")
            #expect(run.errors.contains(broken.remedy), "\(command): \(run.errors)")
            #expect(run.errors.contains("transactions/cash/2026.txt:1:12"), "\(command)")
            if command != ["check"] { #expect(run.output.isEmpty, "\(command)") }
        }
        #expect(harness.snapshot() == before)
    }

    @Test func `an unreadable file is told, and nothing is answered`() throws {
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt/inner.txt", "a folder where a file is due\n")
        let run = harness.run("balance")
        #expect(run.status == 1)
        #expect(run.errors.contains("transactions/main/2026.txt:1: error: the file cannot be read"))
        #expect(run.errors.contains("make it readable, or move it out of the folder"))
    }

    @Test func `with --lenient the lines are skipped and told beside the answer`() throws {
        let harness = try Harness.household()
        try harness.write(
            "transactions/main/2026.txt", Self.good + "2026-11-04 | -3,20 | food | Café\n")
        let run = harness.run("list", "--lenient", "-O", "json")
        #expect(run.status == 0)
        #expect(run.output.contains("\"count\":1,"))
        #expect(run.output.contains("\"code\":\"amount.form\""))
    }

    @Test func `a query that needs one account does not mind another's errors`() throws {
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt", Self.good)
        try harness.write("transactions/cash/2026.txt", "nonsense\n")
        let narrow = harness.run("list", "acct:main")
        let wide = harness.run("list")
        #expect(narrow.status == 0)
        #expect(wide.status == 1)
    }
}
