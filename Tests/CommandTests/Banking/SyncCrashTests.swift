import Foundation
import JSONText
import Platform
import TestSupport
import Testing

/// A fetch that is interrupted leaves the old ledger or the new one, and the next fetch ends the work.
@Suite struct SyncCrashTests {
    /// The files that a fetch may change, without the log of attempts.
    private func files(_ bank: BankHarness) -> [String: Data] {
        bank.base.snapshot().filter { !$0.key.hasPrefix("connections/") }
    }

    private func prepared() throws -> BankHarness {
        let bank = try BankHarness()
        #expect(bank.connectSimpleFIN().status == 0)
        return bank
    }

    @Test(
        "killed at any step of the disk, the folder is old or new, and nothing is lost or doubled")
    func killed() throws {
        let whole = try prepared()
        let before = files(whole)
        let disk = FailingDisk(limit: .max, dies: true)
        #expect(whole.run(["sync"], on: disk).status == 0)
        let after = files(whole)
        var outcomes: Set<Bool> = []
        for limit in stride(from: 1, through: disk.count, by: 3) {
            let bank = try prepared()
            bank.run(["sync"], on: FailingDisk(limit: limit, dies: true))
            bank.run("stats", "--lenient")
            let found = files(bank)
            #expect(found == before || found == after, "step \(limit) of \(disk.count)")
            outcomes.insert(found == after)
            #expect(bank.run("sync").status == 0)
            #expect(files(bank) == after, "step \(limit) of \(disk.count), again")
        }
        #expect(outcomes == [false, true])
    }

    @Test("connect that is killed leaves no half of a connection, and what was kept is found again")
    func connectKilled() throws {
        let whole = try BankHarness()
        let disk = FailingDisk(limit: .max, dies: true)
        let token = { (bank: BankHarness) in
            "{\"setup_token\":\""
                + Data("http://127.0.0.1:\(bank.port)/claim/x".utf8).base64EncodedString() + "\"}"
        }
        let words = [
            "connect", "Banco Ejemplo", "--country", "ES", "--connector", "simplefin", "--name",
            "sf",
            "--secrets-stdin",
        ]
        #expect(whole.run(words, input: token(whole), on: disk).status == 0)
        let after = whole.base.snapshot()
        for limit in stride(from: 1, through: disk.count, by: 4) {
            let bank = try BankHarness()
            let before = bank.base.snapshot()
            bank.run(words, input: token(bank), on: FailingDisk(limit: limit, dies: true))
            bank.run("stats", "--lenient")
            let found = bank.base.snapshot()
            #expect(
                Set(found.keys) == Set(before.keys) || Set(found.keys) == Set(after.keys),
                "step \(limit)")
            if found.keys.contains("connections/sf.json") { continue }
            // The token is used up; the access address lies in the keychain.
            let again = bank.run(words, input: "{}")
            #expect(again.status == 0, "step \(limit): \(again)")
        }
    }

    @Test(
        "two syncs at the same time, and one that is killed by the system, lose nothing and double nothing"
    )
    func processes() throws {
        let bank = try prepared()
        func start() throws -> Process {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Harness.products + "/bankbook")
            process.arguments = ["-C", bank.base.ledger, "--today", bank.world.today, "sync"]
            process.environment = bank.surroundings
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            return process
        }
        let both = [try start(), try start()]
        for process in both { process.waitUntilExit() }
        #expect(both.map(\.terminationStatus) == [0, 0])
        #expect(try bank.json("list")["count"]?.integer == 10)
        var random = Seeded(Trials.seeds(1, of: "killed fetches")[0])
        for round in 1...4 {
            bank.world.add("2026-11-2\(round)", Int64(-100 * round - 7), "NUEVO \(round)")
            let process = try start()
            usleep(UInt32(random.next() % 150_000))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let run = bank.run("sync")
            #expect(run.status == 0, "\(run)")
            #expect(try bank.json("list")["count"]?.integer == 10 + round, "round \(round)")
            #expect(bank.run("check").status == 0)
            #expect(bank.run("verify").status == 0)
        }
    }
}
