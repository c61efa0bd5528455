import Foundation
import Platform
import Testing

/// Whole commands on a disk that fails: the ledger is as before or as after, never between.
struct CrashTests {
    static let commands: [[String]] = [
        ["import", "../statement.csv", "--account", "main"],
        ["add", "main", "-50.00", "Cajero", "-c", "=cash"],
        ["set", "is:out", "category=fun", "--yes"],
        ["fmt"],
        ["undo"],
    ]

    /// A ledger in which each of the commands has something to do.
    private static func prepared() throws -> Harness {
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt", WritingTests.lines)
        try harness.write("transactions/cash/2026.txt", "2026-11-05|-4.5|fun|Kiosk\n")
        try harness.write("../statement.csv", WritingTests.statement)
        harness.run(["set", "id:a1", "note=x"], seed: "9")
        return harness
    }

    private static func outcome(_ words: [String]) throws -> (
        before: [String: Data], after: [String: Data], steps: Int
    ) {
        let harness = try prepared()
        let before = harness.snapshot()
        let disk = FailingDisk(limit: .max, dies: true)
        let run = harness.run(words, on: disk)
        #expect(run.status == 0, "\(run.errors)")
        return (before, harness.snapshot(), disk.count)
    }

    @Test(arguments: commands)
    func `killed at any step, the next command finds the old or the new state`(
        _ words: [String]
    ) throws {
        let (before, after, steps) = try Self.outcome(words)
        #expect(before != after)
        var outcomes: Set<Bool> = []
        for limit in 1...steps {
            let harness = try Self.prepared()
            harness.run(words, on: FailingDisk(limit: limit, dies: true))
            // Any command brings the folder into order first.
            harness.run(["stats", "--lenient"])
            let found = harness.snapshot()
            #expect(found == before || found == after, "step \(limit) of \(steps)")
            outcomes.insert(found == after)
        }
        #expect(outcomes == [true, false])
    }

    @Test(arguments: commands)
    func `with the disk full at any call nothing is half done`(_ words: [String]) throws {
        let (before, after, steps) = try Self.outcome(words)
        for limit in 1...steps {
            let harness = try Self.prepared()
            let disk = FailingDisk(limit: limit, dies: false, code: SystemFailure.noSpace)
            let run = harness.run(words, on: disk)
            harness.run(["stats", "--lenient"])
            let found = harness.snapshot()
            #expect(found == before || found == after, "call \(limit) of \(steps)")
            if run.status == 0 { #expect(found == after, "call \(limit) of \(steps)") }
        }
    }
}
