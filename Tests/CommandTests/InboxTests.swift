import Commands
import Foundation
import Synchronization
import Testing

/// Folders of statements, the inbox, and what the log says of them.
struct InboxTests {
    private static let good =
        "Date,Description,Amount\n2026-11-10,Tea,-1.00\n2026-11-11,Coffee,-2.00\n"
    private static let open =
        "Date,Description,Amount\n03/04/2026,Tea,-1.00\n05/06/2026,Bus,-2.00\n"

    private func lines(_ harness: Harness, _ account: String = "main") -> [String] {
        (harness.read("transactions/\(account)/2026.txt") ?? "").split(separator: "\n")
            .map(String.init)
    }

    @Test func `what is taken in moves to the archive, and the rest stays and is said`() throws {
        let harness = try Harness.household()
        try harness.write("inbox/main/nov.csv", Self.good)
        try harness.write("inbox/savings/open.csv", Self.open)
        try harness.write("inbox/letter.txt", "Dear customer\n")
        try harness.write("inbox/.hidden", "x")
        let before = harness.snapshot()
        let dry = harness.run("inbox", "-n")
        #expect(dry.output.contains("inbox/main/nov.csv → archive/nov.csv"), "\(dry.output)")
        #expect(harness.snapshot() == before)
        let run = harness.run("inbox")
        #expect(run.status == 1)
        #expect(run.output.contains("2 new"), "\(run.output)")
        #expect(run.errors.contains("inbox/savings/open.csv"), "\(run.errors)")
        #expect(run.errors.contains("inbox/letter.txt"), "\(run.errors)")
        #expect(lines(harness).count == 2)
        #expect(lines(harness, "savings").isEmpty)
        #expect(harness.read("archive/nov.csv") == Self.good)
        #expect(harness.read("inbox/main/nov.csv") == nil)
        #expect(harness.read("inbox/savings/open.csv") == Self.open)
        let json = harness.run("inbox", "-O", "json")
        #expect(json.status == 4)
        #expect(json.output.contains("\"moved\":[]"), "\(json.output)")
        #expect(harness.run("undo").status == 0)
        #expect(harness.snapshot() == before)
    }

    @Test func `files of one name keep their contents, and one that is there is not kept twice`()
        throws
    {
        let harness = try Harness.household()
        try harness.write("archive/nov.csv", "something else")
        try harness.write("inbox/main/nov.csv", Self.good)
        #expect(harness.run("inbox").status == 0)
        #expect(harness.read("archive/nov.csv") == "something else")
        #expect(harness.read("archive/nov-2.csv") == Self.good)
        try harness.write("inbox/main/nov.csv", Self.good)
        let again = harness.run("inbox")
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.output.contains("2 known"), "\(again.output)")
        #expect(harness.read("inbox/main/nov.csv") == nil)
        #expect(harness.read("archive/nov-3.csv") == nil)
        #expect(harness.run("inbox").output == "nothing lies in inbox/\n")
    }

    @Test func `a folder is all its files, in one operation`() throws {
        let harness = try Harness.household()
        try harness.write("../files/b/late.csv", Self.good + "2026-11-12,Bread,-3.00\n")
        try harness.write("../files/a.csv", Self.good)
        let run = harness.run("import", "../files", "--account", "main")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("../files/a.csv: main from 2026-11-10 to 2026-11-11, 2 new"))
        #expect(
            run.output.contains(
                "../files/b/late.csv: main from 2026-11-10 to 2026-11-12, 1 new, 2 known"),
            "\(run.output)")
        let log = harness.run("log").output
        #expect(log.contains("../files/a.csv"), "\(log)")
        #expect(log.contains("1 new, 2 known"), "\(log)")
        let digest = log.split(separator: "\n").last?.split(separator: " ")[1] ?? ""
        #expect(harness.run("import", "--undo", String(digest)).status == 0)
        #expect(lines(harness).count == 2)
        let json = harness.run("log", "-O", "json").output
        #expect(json.contains("\"counts\":{\"new\":2}"), "\(json)")
        try harness.write("../files/c.csv", Self.open)
        let before = harness.snapshot()
        #expect(harness.run("import", "../files", "--account", "main").status == 4)
        #expect(harness.snapshot() == before)
    }

    @Test func `long work says what it does, on a terminal alone`() throws {
        let harness = try Harness.household()
        for number in 0..<3 { try harness.write("../files/\(number).csv", Self.good) }
        func run(terminal: Bool) -> Harness.Run {
            let clock = Mutex<UInt64>(0)
            return harness.run(["import", "../files", "--account", "main", "-n"]) { environment in
                environment.isErrorTerminal = terminal
                environment.columns = 40
                environment.nanoseconds = {
                    clock.withLock {
                        $0 += 600_000_000
                        return $0
                    }
                }
            }
        }
        #expect(
            run(terminal: true).errors.contains(
                "\r../files/1.csv (2 of 3)\r../files/2.csv (3 of 3)\r"))
        #expect(run(terminal: false).errors.isEmpty)
    }
}
