import Foundation
import JSONText
import Platform
import Testing

/// Direct access by the real program woob, with a module of the tests' own.
@Suite struct WoobTests {
    /// The folder of an installed woob: on `PATH`, or where `.ci/run` puts it.
    private static let folder: String? = {
        let folders =
            (ProcessEnvironment.value("PATH") ?? "").split(separator: ":").map(String.init)
            + [packageRoot + "/.build/woob/bin"]
        return folders.first { FileManager.default.isExecutableFile(atPath: $0 + "/woob") }
    }()

    /// A bank whose module and data lie in the test's folder; `nil` where woob is not installed.
    private func bank() throws -> (bank: BankHarness, modules: String)? {
        guard let folder = WoobTests.folder else {
            print("skipped: woob is not installed (.ci/run installs it)")
            return nil
        }
        let bank = try BankHarness()
        let modules = bank.base.folder + "/modules"
        try FileManager.default.createDirectory(
            atPath: modules, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: packageRoot + "/Tests/CommandTests/Files/woob/fakebank",
            toPath: modules + "/fakebank")
        bank.path = folder
        return (bank, modules)
    }

    private func connect(
        _ bank: BankHarness, _ modules: String, password: String = "canary-S3cret",
        _ more: String...
    ) -> Harness.Run {
        bank.run(
            [
                "connect", "Fake Bank", "--connector", "woob", "--country", "FR", "--name", "fb",
                "--set", "module=fakebank", "--set", "login=12345678", "--set",
                "modules=\(modules)", "--secrets-stdin",
            ] + more, input: "{\"password\":\"\(password)\"}")
    }

    @Test("accounts of every kind come by woob, with their rows, and doubles stay two")
    func everyKind() throws {
        guard let (bank, modules) = try bank() else { return }
        let connected = connect(bank, modules)
        #expect(connected.status == 0, "\(connected)")
        let first = bank.run("sync")
        #expect(first.status == 0, "\(first)")
        let accounts = try bank.json("accounts")["accounts"]?.elements ?? []
        let kinds = Dictionary(
            uniqueKeysWithValues: accounts.map { ($0["name"]?.text ?? "", $0["kind"]?.text ?? "") })
        #expect(
            kinds == [
                "compte-courant": "current", "visa-x1234": "card", "livret-a": "savings",
                "pret-immobilier": "loan", "compte-titres": "investment", "pea": "investment",
            ])
        let balances = Dictionary(
            uniqueKeysWithValues: accounts.map {
                ($0["name"]?.text ?? "", $0["booked"]?["EUR"]?.text ?? "")
            })
        #expect(balances["compte-courant"] == "1234.50")
        #expect(balances["livret-a"] == "5000.00")
        #expect(balances["pret-immobilier"] == "-90000.00")
        #expect(balances["compte-titres"] == "945.00")
        let rows = try bank.json("list", "acct:compte-courant")["transactions"]?.elements ?? []
        #expect(rows.count { $0["amount"]?.text == "-2.00" } == 2, "two equal fees stay two")
        let coffee = try #require(rows.first { $0["amount"]?.text == "-1.05" })
        #expect(coffee["description"]?.text == "CARTE 19/11 CAFÉ N°1")
        #expect(coffee["fx"]?["amount"]?.text == "-1.10")
        #expect(rows.contains { $0["status"]?.text == "pending" })
        bank.world.hour = 20
        let files = bank.base.snapshot().filter { !$0.key.hasPrefix("connections/") }
        let again = bank.run("sync")
        #expect(again.status == 0)
        #expect(bank.base.snapshot().filter { !$0.key.hasPrefix("connections/") } == files)
        #expect(bank.run("verify").status == 0)
        // The password is in the keychain, and nowhere else.
        #expect(bank.keychain.contains("canary-S3cret"))
        for folder in [bank.base.ledger, bank.base.folder + "/state-one"] {
            for case let path as String in FileManager.default.enumerator(atPath: folder) ?? .init()
            {
                let data = FileManager.default.contents(atPath: folder + "/" + path) ?? Data()
                #expect(data.range(of: Data("canary-S3cret".utf8)) == nil, "\(path)")
            }
        }
        #expect(!bank.printed.contains("canary-S3cret"))
    }

    @Test("what goes wrong at the bank has its class")
    func failures() throws {
        guard let (bank, modules) = try bank() else { return }
        let wrong = connect(bank, modules, password: "wrong")
        #expect(wrong.status == 12, "\(wrong)")
        #expect(connect(bank, modules).status == 0)
        let path = "connections/fb.json"
        let text = try #require(bank.base.read(path))
        for (mode, status, words) in [
            ("unavailable", Int32(10), "Site under maintenance"),
            ("action", 11, "Please accept the new terms"),
            ("passwordexpired", 12, "expired"), ("bug", 14, "NoneType"), ("otp", 11, "terminal"),
        ] {
            try bank.base.write(
                path,
                text.replacingOccurrences(
                    of: "\"login\": \"12345678\"",
                    with: "\"login\": \"12345678\",\n    \"mode\": \"\(mode)\""))
            let run = bank.run("sync", "--no-input")
            #expect(run.status == status, "\(mode): \(run)")
            #expect(run.output.contains(words), "\(mode): \(run)")
        }
        bank.path = "/nowhere"
        try bank.base.write(path, text)
        bank.extra = ["PATH": "/usr/bin:/bin"]
        if ChildProcess.run(["/usr/bin/env", "-i", "/bin/sh", "-c", "command -v woob"], [])?.status
            != 0
        {
            let missing = bank.run("sync")
            #expect(missing.status == 15)
            #expect(missing.output.contains("pipx install woob"), "\(missing)")
        }
    }

    @Test(
        "a code that the bank asks for is asked of the person, and the device is known afterwards")
    func code() throws {
        guard let (bank, modules) = try bank() else { return }
        let connected = bank.run(
            [
                "connect", "Fake Bank", "--connector", "woob", "--country", "FR", "--name", "fb",
                "--set", "module=fakebank", "--set", "login=12345678", "--set",
                "modules=\(modules)", "--set", "mode=otp_once",
            ], answers: ["canary-S3cret", "123456"] + Array(repeating: "", count: 8))
        #expect(connected.status == 0, "\(connected)")
        #expect(connected.errors.contains("SMS code"), "\(connected)")
        let sync = bank.run("sync", "--no-input")
        #expect(sync.status == 0, "\(sync)")
    }
}
