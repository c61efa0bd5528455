import Foundation
import JSONText
import Platform
import Testing

/// What a hostile bank, a wrong clock and a hand in the files may bring.
@Suite struct HostileTests {
    /// A connection to the example connector, with the text of its bank.
    private func bank(_ text: String) throws -> BankHarness {
        let bank = try BankHarness()
        bank.path = packageRoot + "/docs/examples"
        try Data(text.utf8).write(to: URL(fileURLWithPath: bank.base.folder + "/bank.json"))
        return bank
    }

    private func connect(_ bank: BankHarness, _ more: String..., name: String = "b") -> Harness.Run
    {
        bank.run(
            [
                "connect", "B", "--connector", "jsonfile", "--name", name, "--set",
                "file=\(bank.base.folder)/bank.json",
            ] + more)
    }

    private func account(
        _ id: String, currency: String = "EUR", balance: String = "1.00", rows: String = ""
    ) -> String {
        "{\"id\": \"\(id)\", \"name\": \"\(id)\", \"kind\": \"current\", \"currency\": \"\(currency)\", "
            + "\"balance\": \"\(balance)\", \"rows\": [\(rows)]}"
    }

    @Test("sums beyond every number end no program")
    func overflow() throws {
        let row =
            "{\"date\": \"2026-11-20\", \"amount\": \"-92233720368547758.07\", \"text\": \"x\"}"
        let bank = try bank(
            "{\"accounts\": [\(account("A1", balance: "92233720368547758.07", rows: row))]}")
        #expect(connect(bank).status == 0)
        #expect(bank.run("sync").status == 0)
        #expect(bank.run("list").output.contains("92233720368547758.07"))
    }

    @Test("what a wrong clock noted of days to come does not count")
    func futureAttempts() throws {
        let row =
            "{\"id\": \"REF-0001\", \"date\": \"2026-11-20\", \"amount\": \"-5.00\", \"text\": \"x\"}"
        let bank = try bank("{\"accounts\": [\(account("A1", rows: row))]}")
        #expect(connect(bank).status == 0)
        bank.world.today = "2027-06-01"
        #expect(bank.run("sync").output.contains("0 new"))
        bank.world.today = "2026-11-24"
        #expect(bank.run("sync", "--scheduled").output.contains("1 new"))
    }

    @Test("another connector's secrets are forgotten when the bank is reached another way")
    func changeForgets() throws {
        let bank = try bank("{\"accounts\": [\(account("A1"))]}")
        bank.connectSimpleFIN()
        #expect(bank.keychain.contains("canary-sf-pass"))
        let run = bank.run(
            "reconnect", "sf", "--connector", "jsonfile", "--set",
            "file=\(bank.base.folder)/bank.json")
        #expect(run.status == 0, "\(run)")
        #expect(!bank.keychain.contains("canary-sf-pass"))
        #expect(bank.run("sync").status == 0)
    }

    @Test("a currency that the ledger does not know is left out by name, and the others go on")
    func unknownCurrency() throws {
        let bank = try bank("{\"accounts\": [\(account("A1")), \(account("A2", currency: "ZZZ"))]}")
        let run = connect(bank)
        #expect(run.status == 0)
        #expect(run.output.contains("A2 is not covered: its currency ZZZ"), "\(run)")
        #expect(bank.run("sync").status == 0)
        #expect(bank.run("check").status == 0)
    }

    @Test("what the command line says wrongly is refused before anything is written")
    func refusals() throws {
        let bank = try bank(
            "{\"accounts\": [\(account("A1")), \(account("A2")), \(account("A3", currency: "USD"))]}"
        )
        bank.run("accounts", "add", "main")
        let before = bank.base.snapshot()
        for (words, status, message) in [
            (["--set", "password=hunter2"], Int32(2), "looks like a secret"),
            (["--map", "A9=x"], 3, "the bank names no account “A9”"),
            (["--map", "A1=x", "--map", "A2=x"], 3, "two accounts of the bank would be x"),
            (["--map", "A3=main"], 3, "is in USD, which main does not hold"),
        ] {
            let run = bank.run(
                [
                    "connect", "B", "--connector", "jsonfile", "--name", "b", "--set",
                    "file=\(bank.base.folder)/bank.json",
                ] + words)
            #expect(run.status == status, "\(words): \(run)")
            #expect(run.errors.contains(message), "\(words): \(run)")
            #expect(bank.base.snapshot() == before)
        }
        #expect(connect(bank, name: "file").status == 2)
        #expect(connect(bank).status == 0)
        let path = "connections/b.json"
        let text = try #require(bank.base.read(path))
        try bank.base.write(path, text.replacing("\"A2\": \"a2\"", with: "\"A2\": \"a1\""))
        let twice = bank.run("sync")
        #expect(twice.status == 1)
        #expect(twice.errors.contains("a1 stands for two accounts of the bank"), "\(twice)")
        try bank.base.write(path, text.replacing("  \"connector\": \"jsonfile\",\n", with: ""))
        #expect(bank.run("sync").errors.contains("“connector” is missing"))
        try bank.base.write(path, text)
        #expect(bank.run("sync", "--account", "nope").errors.contains("nope"))
        #expect(bank.run("sync", "b", "b").output.split(separator: "\n").count == 3)
    }

    @Test("a token that is good once is not spent where nothing can keep what it gives")
    func noHelper() throws {
        let bank = try BankHarness()
        bank.run("accounts")
        let home = bank.base.folder + "/home-one"
        try FileManager.default.removeItem(atPath: home + "/.gitconfig")
        let run = bank.connectSimpleFIN()
        #expect(run.status == 3, "\(run)")
        #expect(run.errors.contains("no credential helper"))
        #expect(!bank.requests.contains { $0.contains("/claim/") })
    }

    @Test("a connector ends when a person ends the program")
    func interrupted() throws {
        let bank = try BankHarness()
        let folder = bank.base.folder + "/programs"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        _ = FileManager.default.createFile(
            atPath: folder + "/bankbook-connector-slow",
            contents: Data("#!/bin/sh\necho $$ > \(bank.base.folder)/pid\nexec sleep 300\n".utf8),
            attributes: [.posixPermissions: 0o755])
        bank.path = folder
        bank.run("accounts", "add", "main")
        try bank.base.write(
            "connections/s.json",
            "{\n  \"uid\": \"s\",\n  \"bank\": \"B\",\n  \"access\": \"direct\",\n  \"connector\": \"slow\",\n"
                + "  \"accounts\": {\n    \"a\": \"main\"\n  }\n}\n")
        let script = """
            '\(Harness.products)/bankbook' -C '\(bank.base.ledger)' sync >'\(bank.base.folder)/said' 2>&1 &
            program=$!
            for i in 1 2 3 4 5 6 7 8 9 10; do [ -s '\(bank.base.folder)/pid' ] && break; sleep 0.3; done
            sleep 0.3
            kill -TERM $program
            wait $program
            echo $?
            """
        let extra = bank.surroundings.map { "\($0.key)=\($0.value)" }
        let result = ChildProcess.run(["sh", "-c", script], [], extra: extra, keepsErrors: true)
        #expect(String(decoding: result?.output ?? [], as: UTF8.self) == "143\n")
        let text = FileManager.default.contents(atPath: bank.base.folder + "/pid") ?? Data()
        let child = try #require(
            Int32(String(decoding: text, as: UTF8.self).prefix { $0.isNumber }))
        var isOver = false
        for _ in 0..<40 where !isOver {
            usleep(50_000)
            let state = FileManager.default.contents(atPath: "/proc/\(child)/stat")
            isOver = state.map { String(decoding: $0, as: UTF8.self).contains(") Z ") } ?? true
        }
        #expect(isOver)
    }
}
