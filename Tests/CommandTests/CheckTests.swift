import Foundation
import Testing

/// What `check` says once, and what it hints at.
struct FolderCheckTests {
    @Test func `an account without an opening is one warning with the way out`() throws {
        let harness = try Harness.household()
        try harness.write(
            "accounts/bare.json",
            "{\n  \"uid\": \"acc-bare\",\n  \"kind\": \"current\",\n  \"currency\": \"EUR\"\n}\n")
        try harness.write(
            "transactions/bare/2026.txt",
            """
            2026-11-03   |     -10.00 EUR | food                   | A                        | id:a1 balance:90.00
            2026-11-04   |     -10.00 EUR | food                   | B                        | id:a2 balance:80.00
            2026-11-05   |     -10.00 EUR | food                   | C                        | id:a3 balance:70.00

            """)
        let run = harness.run("check")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.components(separatedBy: "[balance.opening]").count == 2, "\(run.errors)")
        #expect(run.errors.contains("accounts set bare opening='100.00 EUR 2026-11-03'"))
        harness.run("accounts", "set", "bare", "opening=100.00 EUR 2026-11-03")
        #expect(harness.run("check", "--strict").status == 0)
    }

    @Test func `a break in the chain of balances is told where it is, and once`() throws {
        let harness = try Harness.household()
        try harness.write(
            "transactions/main/2026.txt",
            """
            2026-11-03   |     -10.00 EUR | food                   | A                        | id:a1 balance:990.00
            2026-11-04   |     -10.00 EUR | food                   | B                        | id:a2 balance:970.00
            2026-11-05   |     -10.00 EUR | food                   | C                        | id:a3 balance:960.00
            2026-11-06   |     -10.00 EUR | food                   | D                        | id:a4 balance:955.00

            """)
        let run = harness.run("check")
        #expect(run.status == 1)
        #expect(run.errors.contains("transactions/main/2026.txt:2"), "\(run.errors)")
        #expect(run.errors.contains("transactions/main/2026.txt:4"), "\(run.errors)")
        #expect(run.errors.components(separatedBy: "[balance.chain]").count == 3, "\(run.errors)")
    }

    @Test func `a bank record whose line is gone is a hint that --fix mends`() throws {
        let harness = try Harness.household()
        try harness.write(
            "../a.csv", "Date,Description,Amount\n2026-11-10,Coffee,-1.20\n2026-11-11,Tea,-2.20\n")
        harness.run("import", "../a.csv", "--account", "main")
        let text = harness.read("transactions/main/2026.txt") ?? ""
        let kept = text.split(separator: "\n").filter { !$0.contains("Coffee") }
        try harness.write("transactions/main/2026.txt", kept.joined(separator: "\n") + "\n")
        let run = harness.run("check")
        #expect(run.status == 0)
        #expect(run.errors.contains("evidence/main/2026.jsonl:1"), "\(run.errors)")
        #expect(run.errors.contains("[evidence.unlinked]"), "\(run.errors)")
        harness.run("check", "--fix")
        #expect((harness.read("transactions/main/2026.txt") ?? "").contains("2026-11-10 x |"))
        let after = harness.run("check")
        #expect(after.errors == "", "\(after.errors)")
    }

    @Test func `a contact that does not exist is told where there is none at all`() throws {
        let harness = try Harness.household()
        try harness.write(
            "transactions/main/2026.txt",
            "2026-11-03   |     -10.00 EUR | food                   | A                        | id:a1 contact:acme\n"
        )
        #expect(harness.run("check").errors.contains("[contact.unknown]"))
    }

    @Test func `fmt refuses a name that is no file of the ledger`() throws {
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt", "2026-11-03|-1|food|A\n")
        let run = harness.run("fmt", "transactions/main/2025.txt")
        #expect(run.status == 2)
        #expect(run.errors.contains("did you mean transactions/main/2026.txt?"), "\(run.errors)")
        #expect(harness.run("fmt", harness.ledger + "/transactions/main/2026.txt").status == 0)
    }
}

/// Answers without a line.
struct EmptyAnswerTests {
    @Test(arguments: [
        ["balance", "desc:nothing", "-M"], ["balance", "acct:nothing"],
        ["balance", "acct:nothing", "-Y"], ["balance", "--by", "category", "desc:nothing", "-M"],
        ["list", "desc:nothing"], ["register", "desc:nothing"], ["areg", "main", "desc:nothing"],
        ["accounts", "acct:nothing"],
    ])
    func `nothing found is an answer`(_ words: [String]) throws {
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt", "2026-11-03|-1|food|A\n")
        for format in ["text", "csv", "json"] {
            let run = harness.run(words + ["-O", format])
            #expect(run.status == 0 || run.status == 2, "\(run.errors)")
        }
    }
}
