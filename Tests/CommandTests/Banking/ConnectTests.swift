import Foundation
import JSONText
import Testing

/// The commands around connections, as a person uses them.
@Suite struct ConnectTests {
    @Test("connect finds the bank, makes the accounts, and says what does not cover them yet")
    func connect() throws {
        let bank = try BankHarness()
        bank.run("accounts", "add", "old")
        try bank.base.write("queries/food.txt", "# what we eat\ncat:food acct:old\n")
        try bank.base.write("queries/all.txt", "cat:food\n")
        let run = try bank.connectOpenBanking()
        #expect(run.status == 0, "\(run)")
        #expect(
            run.output == """
                ob: Banco Ejemplo by open-banking
                Cuenta nómina  current  cuenta-nomina, new
                the consent lasts 90 days, until 2027-02-22
                these name accounts, and not yet the new ones:
                  queries/food.txt
                next: bankbook sync ob --historical

                """)
        #expect(run.errors.contains("the bank allows 180: --days 180"))
        let file = try #require(bank.base.read("connections/ob.json"))
        #expect(file.contains("\"bank\": \"Banco Ejemplo\""))
        #expect(file.contains("\"granted\": \"2026-11-24\""))
        #expect(bank.run("check").status == 0)
        let undo = bank.run("undo")
        #expect(undo.status == 0)
        #expect(bank.base.read("connections/ob.json") == nil)
        #expect(bank.base.read("accounts/cuenta-nomina.json") == nil)
    }

    @Test("an account with the IBAN is taken, and one that is named; a dash leaves an account out")
    func mapping() throws {
        var world = BankWorld.november()
        world.accounts.append(
            BankWorld.Account(key: "joint", iban: "ES7921000813610123456789", name: "Conjunta"))
        let bank = try BankHarness(world)
        bank.run("accounts", "add", "main", "--iban", "ES91 2100 0418 4502 0005 1332")
        let run = try bank.connectOpenBanking("--map", "Conjunta=-")
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("Cuenta nómina  current  main\n"))
        #expect(run.output.contains("Conjunta       current  left out"))
        let file = try #require(bank.base.read("connections/ob.json"))
        #expect(file.contains("\"hash-main\": \"main\""))
        #expect(file.contains("\"hash-joint\""))
        // Left out stays left out.
        #expect(bank.run("sync").output == "ob: main: 10 new, agrees with the bank\n")
    }

    @Test("saved queries take the new accounts where the person says so")
    func extend() throws {
        let bank = try BankHarness()
        bank.run("accounts", "add", "old")
        try bank.base.write("queries/food.txt", "# what we eat\ncat:food acct:old\n")
        let run = bank.connectSimpleFIN("--extend-queries")
        #expect(run.status == 0, "\(run)")
        #expect(
            bank.base.read("queries/food.txt")
                == "# what we eat\ncat:food acct:old acct:cuenta-nomina\n")
    }

    @Test("what cannot be known is asked, and without a person is said with the way out")
    func questions() throws {
        let bank = try BankHarness()
        for (words, status, word) in [
            (["connect"], Int32(4), "which bank"),
            (["connect", "N26", "--country", "DE"], 4, "--access direct or --access open-banking"),
            (
                ["connect", "Nobody Knows", "--country", "NZ", "--access", "direct"], 15,
                "no connector"
            ),
            (["connect", "Banco Ejemplo", "--country", "ES"], 4, "Application id"),
            (["connect", "X", "--connector", "woob"], 4, "Password"),
            (["connect", "X", "--connector", "nothing"], 15, "must be on PATH"),
            (["connect", "X", "--days", "500"], 2, "1 to 180"),
            (["reconnect", "nobody"], 3, "there is no connection"),
            (["sync", "nobody"], 3, "there is no connection"),
            (["sync"], 3, "bankbook connect"),
            (["schedule", "--off"], 2, "need a CONNECTION"),
        ] {
            let run = bank.run(words)
            #expect(run.status == status, "\(words): \(run)")
            #expect((run.errors + run.output).contains(word), "\(words): \(run)")
        }
        #expect(bank.base.snapshot().keys.allSatisfy { !$0.hasPrefix("connections/") })
    }

    @Test("a setup token that is used up says that somebody may have seen it")
    func usedToken() throws {
        let bank = try BankHarness()
        #expect(bank.connectSimpleFIN().status == 0)
        bank.run("disconnect", "sf")
        let run = bank.connectSimpleFIN()
        #expect(run.status == 12)
        #expect(run.errors.contains("somebody may have seen it"))
    }

    @Test(
        "disconnect revokes, forgets the connection's secrets, and keeps the history; connecting again doubles nothing"
    )
    func disconnect() throws {
        let bank = try BankHarness()
        try bank.connectOpenBanking()
        bank.run("sync")
        let lines = bank.base.read("transactions/cuenta-nomina/2026.txt")
        let run = bank.run("disconnect", "ob")
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("the consent is ended at the provider"))
        #expect(bank.requests.contains { $0.contains("DELETE /sessions/") })
        #expect(bank.base.read("connections/ob.json") == nil)
        #expect(bank.base.read("connections/ob.log.jsonl") != nil)
        #expect(bank.base.read("transactions/cuenta-nomina/2026.txt") == lines)
        try bank.connectOpenBanking(name: "again")
        let sync = bank.run("sync")
        #expect(sync.output.contains("0 new"), "\(sync)")
        #expect(bank.base.read("transactions/cuenta-nomina/2026.txt") == lines)
    }

    @Test("undo takes a sync back, and the next one brings it again")
    func undo() throws {
        let bank = try BankHarness()
        bank.connectSimpleFIN()
        let before = bank.base.snapshot()
        bank.run("sync")
        let after = bank.base.snapshot()
        #expect(bank.run("undo").status == 0)
        #expect(bank.base.snapshot() == before)
        #expect(bank.run("sync").status == 0)
        #expect(bank.base.snapshot() == after)
    }

    @Test("a dry run asks no bank and writes nothing")
    func dry() throws {
        let bank = try BankHarness()
        bank.connectSimpleFIN()
        let before = bank.base.snapshot()
        let requests = bank.requests.count
        let run = bank.run("sync", "-n")
        #expect(run.status == 0)
        #expect(run.output == "sf: cuenta-nomina would be asked for 2026-08-27 to 2026-11-24\n")
        #expect(bank.base.snapshot() == before)
        #expect(bank.requests.count == requests)
    }

    @Test("schedule prints what the system needs, and sets how often one connection is fetched")
    func schedule() throws {
        let bank = try BankHarness()
        bank.connectSimpleFIN()
        let systemd = bank.run("schedule", "--as", "systemd").output
        #expect(systemd.contains("OnUnitActiveSec=30min"))
        #expect(systemd.contains("sync --scheduled --no-input"))
        let cron = bank.run("schedule", "--as", "cron").output
        #expect(cron.contains("*/30 * * * * "))
        #expect(bank.run("schedule", "--as", "launchd").output.contains("<integer>1800</integer>"))
        bank.run("sync")
        bank.world.hour = 17
        #expect(bank.run("sync", "--scheduled").output == "sf: not due\n")
        bank.world.hour = 18
        #expect(bank.run("sync", "--scheduled").output.contains("sf: cuenta-nomina"))
        #expect(bank.run("schedule", "sf", "--every", "12").status == 0)
        #expect(bank.base.read("connections/sf.json")?.contains("\"every_hours\": 12") == true)
        #expect(bank.run("schedule", "sf", "--off").status == 0)
        bank.world.today = "2026-11-26"
        #expect(bank.run("sync", "--scheduled").output == "sf: not due\n")
        #expect(bank.run("connections").output.contains("off"))
        #expect(bank.run("sync").status == 0, "a person may always ask")
        let install = bank.run("schedule", "--as", "systemd", "--install")
        #expect(install.status == 0, "\(install)")
        #expect(
            FileManager.default.fileExists(
                atPath: bank.base.folder
                    + "/home-one/.config/systemd/user/bankbook-sync-test000001.timer"))
    }

    @Test("a ledger that asks for it is shared by git after each sync")
    func shared() throws {
        let bank = try BankHarness()
        let remote = bank.base.folder + "/remote.git"
        for words in [
            ["init", "-q", "--bare", "-b", "main", remote],
            ["-C", bank.base.ledger, "init", "-q", "-b", "main"],
            ["-C", bank.base.ledger, "remote", "add", "origin", remote],
        ] { #expect(bank.git(words) == 0) }
        try bank.base.write(
            "ledger.json",
            "{\n  \"format\": 1,\n  \"uid\": \"test000001\",\n  \"base_currency\": \"EUR\",\n  \"preferences\": {\n    \"git_sync\": true\n  }\n}\n"
        )
        bank.connectSimpleFIN()
        let run = bank.run("sync")
        #expect(run.status == 0, "\(run)")
        #expect(
            bank.git(["-C", remote, "cat-file", "-e", "main:transactions/cuenta-nomina/2026.txt"])
                == 0)
    }

    @Test("two banks are asked at the same time, and a ledger that changes meanwhile loses nothing")
    func writers() throws {
        let bank = try BankHarness()
        bank.connectSimpleFIN()
        try bank.connectOpenBanking("--map", "Cuenta nómina=other")
        let both = bank.run("sync")
        #expect(both.output.split(separator: "\n").count == 2)
        #expect(
            both.output.contains("ob: other: 10 new")
                && both.output.contains("sf: cuenta-nomina: 10 new"))
    }
}
