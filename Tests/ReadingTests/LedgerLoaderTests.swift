import Model
import Reading
import SourceText
import TestSupport
import Testing

struct LedgerLoaderTests {
    /// `code file:line:column` of every finding of a ledger that can be loaded or not.
    private static func findings(_ files: [String: String], accounts: [String] = []) throws
        -> [String]
    {
        let folder = try ScratchLedger(files, accounts: accounts)
        func shown(_ finding: Diagnostic) -> String {
            let place = finding.location
            let column = place.column.map { ":\($0)" } ?? ""
            return "\(finding.code) \(place.file)\(place.line.map { ":\($0)" } ?? "")\(column)"
        }
        do {
            return try folder.load().findings.map(shown)
        } catch LedgerFailure.broken(let findings) {
            return findings.map(shown)
        }
    }

    @Test(
        arguments: [
            // An account's file and the place of its finding.
            ("{\"uid\": \"a1\", \"kind\": \"current\", \"currency\": \"EUR\"}", []),
            (
                "{\"uid\": \"a1\", \"kind\": \"current\", \"currency\": \"EUR\", \"my-own\": {\"x\": [1]}}",
                []
            ),
            (
                "{\n  \"uid\": \"a1\",\n  \"kind\": \"currant\",\n  \"currency\": \"EUR\"\n}",
                ["json.type :3:11"]
            ),
            ("{\n  \"uid\": \"a1\",\n  \"currency\": \"EUR\"\n}", ["json.missing :1:1"]),
            (
                "{\n  \"uid\": 7,\n  \"kind\": \"cash\",\n  \"currency\": \"EUR\"\n}",
                ["json.type :2:10"]
            ),
            (
                "{\"uid\": \"a1\", \"kind\": \"cash\", \"currency\": \"EUR\",\n \"uid\": \"a2\"}",
                ["json.form :2:2"]
            ),
            ("[]", ["json.form :1:1"]), ("", ["json.form :1:1"]),
            ("{\"uid\": \"a1\",}", ["json.form :1:14"]),
            ("{\"uid\": \"a1\"", ["json.form :1:13"]), ("{} x", ["json.form :1:4"]),
            ("{\"uid\": \"\\u+041\"}", ["json.form :1:10"]),
            ("{\"uid\": \"\\ud800\"}", ["json.form :1:10"]),
            (
                "{\"uid\": \"a1\", \"kind\": \"cash\", \"currency\": \"EUR\", \"opening\":\n{\"date\": \"2026-02-30\", \"amounts\": {\"EUR\": 5}}}",
                ["json.type :2:10", "json.type :2:43"]
            ),
            (
                "{\"uid\": \"a1\", \"kind\": \"cash\", \"currency\": \"EUR\", \"opening\":\n{\"date\": \"2026-01-01\", \"amounts\": {\"USD\": \"5\"}}}",
                ["currency.account :2:43"]
            ),
            (
                "{\"uid\": \"a1\", \"kind\": \"cash\", \"currency\": \"EUR\", \"opening\":\n{\"date\": \"2026-01-01\", \"amounts\": {\"EUR\": \"5.001\"}}}",
                ["amount.decimals :2:43"]
            ),
            (
                "{\"uid\": \"a1\", \"kind\": \"cash\",\n \"currency\": \"EUZ\"}",
                ["currency.unknown :2:14"]
            ),
            (
                "{\"uid\": \"a1\", \"kind\": \"cash\", \"currency\": \"EUR\", \"order\": \"1\"}",
                ["json.type :1:59"]
            ),
        ] as [(String, [String])])
    func `an account's file is held against its schema`(_ text: String, _ wanted: [String]) throws {
        let found = try LedgerLoaderTests.findings(["accounts/main.json": text])
        #expect(found == wanted.map { $0.replacing(" :", with: " accounts/main.json:") })
    }

    @Test(
        arguments: [
            (ScratchLedger.ledgerFile(), []),
            (ScratchLedger.ledgerFile(",\n  \"language\": \"es\",\n  \"own\": null"), []),
            (
                ScratchLedger.ledgerFile(",\n  \"currencies\": {\"PTS\": 0, \"HUGE\": 10}"),
                ["currency.decimals :5:36"]
            ),
            (ScratchLedger.ledgerFile(",\n  \"week_start\": \"someday\""), ["json.type :5:17"]),
            (
                ScratchLedger.ledgerFile(",\n  \"fiscal_year_start\": \"02-30\""),
                ["json.type :5:24"]
            ),
            (
                "{\"format\": 2, \"uid\": \"a\", \"base_currency\": \"EUR\"}",
                ["ledger.format :1:12"]
            ),
            (
                "{\"format\": \"1\", \"uid\": \"a\", \"base_currency\": \"EUR\"}",
                ["json.type :1:12", "ledger.format :1:12"]
            ),
            ("{\"format\": 1, \"uid\": \"a\"}", ["json.missing :1:1"]),
            ("{\"format\": 1, \"format\": 1}", ["json.form :1:15"]),
        ] as [(String, [String])])
    func `ledger.json is held against its schema`(_ text: String, _ wanted: [String]) throws {
        let found = try LedgerLoaderTests.findings(["ledger.json": text])
        #expect(found == wanted.map { $0.replacing(" :", with: " ledger.json:") })
    }

    @Test func `a folder of transactions without an account is a finding with a way out`() throws {
        let folder = try ScratchLedger(["transactions/mian/2026.txt": ""])
        let findings = try folder.load().findings
        #expect(findings.map(\.code) == ["account.unknown"])
        #expect(findings.map(\.location.line) == [nil])
        let remedy = findings.first?.remedy ?? ""
        #expect(remedy.contains("transactions/main"))
        #expect(remedy.contains("bankbook accounts add mian"))
    }

    @Test func `an account whose file is broken is told once`() throws {
        let found = try LedgerLoaderTests.findings([
            "accounts/main.json": "{", "transactions/main/2026.txt": "2026-11-03 | -3.20\n",
        ])
        #expect(found == ["json.form accounts/main.json:1:2"])
    }

    @Test func `the ledger is found from below, and its absence is told`() throws {
        let folder = try ScratchLedger()
        try folder.folder.makeFolder("transactions/main")
        let found = try LedgerLoader.discover(from: folder.folder.path + "/transactions/main")
        #expect(found == (try LedgerLoader.discover(from: folder.folder.path)))
        let empty = try ScratchFolder()
        #expect(throws: LedgerFailure.self) { try LedgerLoader.discover(from: empty.path) }
    }

    @Test func `the files of a renamed account have places of their own`() throws {
        let folder = try ScratchLedger([
            "accounts/main.json": ScratchLedger.accountFile(",\n  \"was\": [\"old\"]"),
            "transactions/old/2025.txt": "", "transactions/old/2026.txt": "",
            "transactions/main/2026.txt": "",
        ])
        let files = try folder.load().files
        #expect(files.map(\.account) == ["main", "main", "main"])
        let wanted = ["old/2025.txt", "main/2026.txt", "old/2026.txt"].map { "transactions/" + $0 }
        #expect(files.map(\.path) == wanted)
        #expect(Set(files.map(\.fileRank)).count == 3)
    }

    @Test func `accounts and files stand in the order of M9`() throws {
        func account(_ order: Int?) -> String {
            ScratchLedger.accountFile(order.map { ",\n  \"order\": \($0)" } ?? "")
        }
        let folder = try ScratchLedger(
            [
                "accounts/b.json": account(nil), "accounts/a.json": account(nil),
                "accounts/z.json": account(1), "accounts/y.json": account(2),
                "transactions/a/2026.txt": "", "transactions/a/2026@phone.txt": "",
                "transactions/a/2026-old.txt": "", "transactions/z/x.txt": "",
                "transactions/a/.hidden.txt": "", "transactions/a/notes.md": "",
            ], accounts: [])
        let ledger = try folder.load()
        #expect(ledger.accounts.map(\.name) == ["z", "y", "a", "b"])
        let wanted = [
            "transactions/z/x.txt", "transactions/a/2026.txt", "transactions/a/2026-old.txt",
            "transactions/a/2026@phone.txt",
        ]
        #expect(ledger.files.map(\.path) == wanted)
    }

    @Test(
        arguments: [
            ("food | expense", []), ("food", []), ("food | | a, b | was:eating", []),
            ("# c\n\nfood", []),
            ("food | expanse", ["category.kind :1:8"]), ("food//x", ["category.form :1:6"]),
            ("insurance 2026", ["category.form :1:11"]), ("ignored", ["category.form :1:1"]),
            ("=a", ["category.form :1:1"]), ("a,b", ["category.form :1:2"]),
            ("food | | | | x", ["field.count :1:12"]),
            ("<<<<<<< HEAD\nfood", ["conflict.marker :1:1"]),
            ("food | | a\\b", ["text.escape :1:11"]), ("food | | | word", ["attribute.form :1:12"]),
        ] as [(String, [String])])
    func `the lines of categories.txt are read`(_ text: String, _ wanted: [String]) throws {
        let found = try LedgerLoaderTests.findings(["categories.txt": text])
        #expect(found == wanted.map { $0.replacing(" :", with: " categories.txt:") })
    }

    @Test func `a taxonomy's nodes have no kind`() throws {
        let found = try LedgerLoaderTests.findings([
            "taxonomies/project.txt": "acme/site\nx | income\n"
        ])
        #expect(found == ["category.kind taxonomies/project.txt:2:5"])
    }
}
