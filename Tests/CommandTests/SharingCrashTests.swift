import Foundation
import Platform
import TestSupport
import Testing

/// What brings replicas together, on a disk that fails and with the program killed: the folder is old or new.
struct SharingCrashTests {
    private static let path = "transactions/main/2026.txt"
    private static let coffee =
        "2026-11-03   |      -3.20 EUR | food                   | Coffee                   | id:coffee0001"

    enum Command: String, CaseIterable, Sendable {
        case repair, conflicts, undo, sync

        var words: [String] {
            switch self {
            case .repair: ["repair"]
            case .conflicts: ["conflicts", "--take", "shown"]
            case .undo: ["undo", "OPERATION"]
            case .sync: ["git", "sync"]
            }
        }
    }

    /// A ledger in which the command has something to do, and its words.
    private static func prepared(_ command: Command) throws -> (harness: Harness, words: [String]) {
        let harness = command == .sync ? try shared() : try Harness.household()
        var words = command.words
        switch command {
        case .repair:
            try harness.write(path, coffee + "\n")
            try harness.write(
                "transactions/cash/2026.txt", coffee + " ?deleted -note:\"\" note:hi\n")
            try harness.write("transactions/main/2026 (1).txt", coffee + " #tag\n")
        case .conflicts: try harness.write(path, coffee + " ?category:fun\n")
        case .undo:
            try harness.write(path, coffee + "\n")
            harness.run(["set", "id:coffee0001", "note=x"], seed: "11")
            harness.run(["set", "id:coffee0001", "category=fun"], seed: "12")
            let log = harness.run("log", "-O", "csv").output.split(separator: "\n")
            words[1] = String(try #require(log.last?.split(separator: ",").first))
        case .sync: break
        }
        return (harness, words)
    }

    /// A clone with an edit of its own, whose remote has another one.
    private static func shared() throws -> Harness {
        let harness = try Harness.repository()
        try harness.write(path, coffee + "\n")
        try harness.git("commit", "-qam", "coffee")
        try harness.git("init", "-q", "--bare", "-b", "main", harness.folder + "/hub.git")
        try harness.git("remote", "add", "origin", harness.folder + "/hub.git")
        try harness.git("push", "-q", "-u", "origin", "main")
        try harness.write(path, coffee + " #theirs\n")
        try harness.write(
            "transactions/cash/2026.txt", coffee.replacing("coffee0001", with: "kiosk00001") + "\n")
        try harness.git("add", "-A")
        try harness.git("commit", "-qm", "theirs")
        try harness.git("push", "-q")
        try harness.git("reset", "-q", "--hard", "HEAD~1")
        try harness.write(path, coffee + " #mine\n")
        return harness
    }

    /// The files of the ledger, without those of git.
    private static func files(_ harness: Harness) -> [String: Data] {
        harness.snapshot().filter { !$0.key.hasPrefix(".git/") }
    }

    @Test(.enabled(if: Harness.gitPath != nil, "no git"), arguments: Command.allCases)
    func `killed at any step, the folder is old or new, and the next run ends the work`(
        _ command: Command
    ) throws {
        let (whole, words) = try Self.prepared(command)
        let before = Self.files(whole)
        let disk = FailingDisk(limit: .max, dies: true)
        let run = whole.run(words, on: disk)
        #expect(run.status == 0, "\(run.errors)")
        let after = Self.files(whole)
        #expect(before != after)
        var outcomes: Set<Bool> = []
        // Each step of the store; of a sync, which takes its time, every third.
        for limit in stride(from: 1, through: disk.count, by: command == .sync ? 3 : 1) {
            let (harness, words) = try Self.prepared(command)
            harness.run(words, on: FailingDisk(limit: limit, dies: true))
            harness.run(["stats", "--lenient"])
            let found = Self.files(harness)
            #expect(found == before || found == after, "step \(limit) of \(disk.count)")
            outcomes.insert(found == after)
            if command == .repair || command == .sync {
                let again = harness.run(words)
                #expect(again.status == 0, "\(again.errors)")
                #expect(Self.files(harness) == after, "step \(limit) of \(disk.count), again")
            }
        }
        #expect(outcomes.contains(false))
    }

    @Test(.enabled(if: Harness.gitPath != nil, "no git"))
    func `a sync that is killed loses nothing, and the next one ends it`() throws {
        var random = Seeded(Trials.seeds(1, of: "killed syncs")[0])
        for _ in 0..<trials(4) {
            let harness = try Self.shared()
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Harness.products + "/bankbook")
            process.arguments = ["-C", harness.ledger, "git", "sync"]
            process.environment = [
                "HOME": harness.folder, "PATH": "/usr/bin:/bin",
                "XDG_STATE_HOME": harness.folder + "/state", "BANKBOOK_TODAY": harness.today,
            ]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            usleep(UInt32(random.next() % 150_000))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            // A git that was at work ends by itself, or leaves its lock, which a person is told of.
            usleep(100_000)
            try? FileManager.default.removeItem(atPath: harness.ledger + "/.git/index.lock")
            let again = harness.run("git", "sync")
            #expect(again.status == 0, "\(again.errors)")
            #expect(harness.read(Self.path) == Self.coffee + " #mine #theirs\n")
            #expect(harness.run("check").output.contains("id.twice") == false)
            #expect(try harness.git("status", "--short").text == "")
        }
    }

    @Test func `merge writes its result wholly or not at all`() throws {
        let harness = try Harness.household()
        for (name, tag) in [("o", ""), ("a", " #a"), ("b", " #b")] {
            try harness.write("../\(name).txt", Self.coffee + tag + "\n")
        }
        try harness.write("../out.txt", "before\n")
        let words = ["merge", "../o.txt", "../a.txt", "../b.txt", "--path", Self.path, "-o"]
        #expect(harness.run(words + ["../nowhere/out.txt"]).status == 3)
        #expect(harness.run(words + ["../out.txt"]).status == 0)
        #expect(harness.read("../out.txt") == Self.coffee + " #a #b\n")
        let left = try FileManager.default.contentsOfDirectory(atPath: harness.folder)
        #expect(!left.contains { $0.contains("~") }, "\(left)")
    }
}
