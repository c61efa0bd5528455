import Foundation
import JSONText
import Platform
import Synchronization
import Testing

/// Secrets stay in the keychain: neither the folder nor the state, the messages, the arguments nor the environment of
/// other programs holds one (BC-18).
@Suite struct SecretTests {
    /// The bytes of every file below a folder.
    private func files(_ folder: String) -> [(path: String, bytes: Data)] {
        var found: [(String, Data)] = []
        for case let path as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
            if let data = FileManager.default.contents(atPath: folder + "/" + path) {
                found.append((path, data))
            }
        }
        return found
    }

    @Test(
        "BC-18: no canary is found in the ledger, its git, the state, or anything that was printed")
    func scan() throws {
        let bank = try BankHarness()
        let git = { (words: [String]) in
            _ = ChildProcess.run(["git", "-C", bank.base.ledger] + words, [], keepsErrors: true)
        }
        git(["init", "-q", "-b", "main"])
        try bank.connectOpenBanking()
        bank.connectGoCardless("--map", "Cuenta nómina=cuenta-nomina")
        bank.connectSimpleFIN("--map", "Cuenta nómina=cuenta-nomina")
        #expect(bank.run("sync", "--debug").status == 0)
        // Providers that say a secret back, in an error.
        bank.world.hour = 14
        bank.world.faults = [
            BankWorld.fault(
                "/simplefin/accounts", "body",
                [
                    "body": .object([
                        "accounts": .array([]),
                        "errlist": .array([
                            .object([
                                "code": .string("gen."),
                                "msg": .string(
                                    "bad key http://demo:canary-sf-pass@127.0.0.1:\(bank.port)/simplefin"
                                ),
                            ])
                        ]),
                    ])
                ]),
            BankWorld.fault(
                "/transactions", "status",
                [
                    "status": .integer(500),
                    "body": .object([
                        "summary": .string("canary-gc-key refused"),
                        "detail": .string("canary-gc-key refused"),
                    ]),
                ]),
        ]
        let failed = bank.run("sync", "--debug", "-O", "json")
        #expect(failed.output.contains("•••"), "\(failed)")
        bank.run("disconnect", "gc")
        git(["add", "-A"])
        git(["-c", "user.name=t", "-c", "user.email=t@example.invalid", "commit", "-qm", "x"])
        #expect(bank.keychain.contains("canary-sf-pass"))
        #expect(
            bank.keychain.contains("canary-gc-key"), "shared by all connections of the connector")
        var places: [(String, Data)] = files(bank.base.ledger)
        places += files(bank.base.folder + "/state-one").map { ("state/" + $0.path, $0.bytes) }
        places.append(("printed", Data(bank.printed.utf8)))
        let log = ChildProcess.run(
            ["git", "-C", bank.base.ledger, "log", "-p"], [], keepsErrors: true)
        places.append(("git log", Data(log?.output ?? [])))
        #expect(places.count > 20)
        for (path, bytes) in places {
            for canary in BankHarness.canaries {
                #expect(bytes.range(of: Data(canary.utf8)) == nil, "\(canary) in \(path)")
            }
        }
    }

    @Test(
        "no secret stands among the arguments or the environment of a child, nor in the request's log of the bank"
    )
    func processes() throws {
        let bank = try BankHarness()
        bank.connectSimpleFIN()
        // While the bank drips, the children are looked at.
        bank.world.faults = [
            BankWorld.fault("/simplefin/accounts", "drip", times: 1, ["seconds": .integer(6)])
        ]
        bank.extra = ["BANKBOOK_NET_SECONDS": "4"]
        let done = DispatchSemaphore(value: 0)
        let seen = Mutex<[String]>([])
        let programs = Mutex(0)
        Thread.detachNewThread {
            for _ in 0..<25 {
                for entry in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
                    guard Int(entry) != nil,
                        let words = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline"),
                        words.range(of: Data("bankbook-net".utf8)) != nil
                            || words.range(of: Data("credential".utf8)) != nil
                    else { continue }
                    programs.withLock { $0 += 1 }
                    let around = FileManager.default.contents(atPath: "/proc/\(entry)/environ")
                    for canary in ["canary-sf-pass"] {
                        for bytes in [words, around ?? Data()]
                        where bytes.range(of: Data(canary.utf8)) != nil {
                            seen.withLock { $0.append(String(decoding: words, as: UTF8.self)) }
                        }
                    }
                }
                usleep(100_000)
            }
            done.signal()
        }
        #expect(bank.run("sync").status == 10)
        done.wait()
        #expect(programs.withLock { $0 } > 5)
        #expect(seen.withLock { $0 } == [])
        #expect(!bank.requests.joined().contains("canary"))
    }

    @Test(
        "a secret that the keychain lost is asked for anew, and none is asked for where nobody is there"
    )
    func lost() throws {
        let bank = try BankHarness()
        bank.connectGoCardless()
        bank.device = "two"
        let run = bank.run("sync", "--no-input")
        #expect(run.status == 12, "\(run)")
        #expect(run.output.contains("Secret ID"))
        #expect(run.output.contains("bankbook reconnect gc"))
        // For one run they may come on standard input.
        let given = bank.run(
            ["sync", "--secrets-stdin"],
            input: "{\"gc\":{\"secret_id\":\"canary-gc-id\",\"secret_key\":\"canary-gc-key\"}}")
        #expect(given.status == 0, "\(given)")
        #expect(given.output.contains("10 new"))
        #expect(bank.keychain.isEmpty)
    }

    @Test("a helper that the ledger's own repository names is never given a secret")
    func hostile() throws {
        let bank = try BankHarness()
        let trap = bank.base.folder + "/trap"
        _ = ChildProcess.run(["git", "init", "-q", bank.base.ledger], [], keepsErrors: true)
        _ = ChildProcess.run(
            [
                "git", "-C", bank.base.ledger, "config", "credential.helper",
                "!f() { cat >> \(trap); }; f",
            ], [], keepsErrors: true)
        bank.connectSimpleFIN()
        #expect(bank.run("sync").status == 0)
        #expect(!FileManager.default.fileExists(atPath: trap))
    }

    @Test("a connector's program is found on PATH, and never inside a ledger")
    func programs() throws {
        let bank = try BankHarness()
        try bank.base.write("bankbook-connector-evil", "#!/bin/sh\ntouch ran\n")
        _ = try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: bank.base.ledger + "/bankbook-connector-evil")
        try bank.base.write(
            "connections/evil.json",
            "{\n  \"uid\": \"e\",\n  \"bank\": \"B\",\n  \"access\": \"direct\",\n  \"connector\": \"evil\",\n"
                + "  \"accounts\": {\n    \"a\": \"main\"\n  }\n}\n")
        bank.run("accounts", "add", "main")
        bank.path = "."
        let run = bank.run("sync")
        #expect(run.status == 15, "\(run)")
        #expect(run.output.contains("bankbook-connector-evil must be on PATH"))
        #expect(bank.base.read("ran") == nil)
        // A path is no name.
        try bank.base.write(
            "connections/evil.json",
            "{\n  \"uid\": \"e\",\n  \"bank\": \"B\",\n  \"access\": \"direct\",\n  \"connector\": \"./evil\"\n}\n"
        )
        #expect(bank.run("sync").status == 1)
        #expect(bank.run("connect", "X", "--connector", "../evil").status == 2)
    }
}
