import Store
import Testing

/// Somebody who saves a file while an operation is made.
enum EditorStyle: CaseIterable {
    /// Empties the file and writes into it.
    case inPlace
    /// Writes a new file and renames it over the old one.
    case rename

    func save(_ disk: SimulatedDisk, _ path: String, _ bytes: [UInt8]) {
        if self == .inPlace, let number = disk.names[path] {
            disk.contents[number]?.bytes = bytes
        } else {
            disk.put(path, bytes)
        }
        // An editor syncs what it saves, and journalling disks then write all earlier names.
        disk.flushAll()
    }
}

@Suite struct EditorTests {
    private static let edited = text("edited by hand\n")

    /// What is wrong after an operation during which `path` was saved; empty where nothing is.
    private func problems(
        _ scenario: Scenario, _ disk: SimulatedDisk, _ path: String, _ failure: StoreFailure?,
        saved: [UInt8] = edited
    ) throws -> [String] {
        var found = disk.ledger
        var problems: [String] = []
        if found[path] != saved { problems.append("the editor's text is lost: \(found)") }
        found[path] = nil
        var expected = failure == nil ? scenario.new : scenario.old
        expected[path] = nil
        if found != expected { problems.append("the others hold \(found)") }
        if let failure, !failure.paths.contains(path) { problems.append("\(failure)") }
        let newest = try scenario.store(disk).operations().first
        if (newest?.id == Scenario.id) != (failure == nil) { problems.append("the log is wrong") }
        return problems
    }

    private func outcome(_ scenario: Scenario, _ disk: SimulatedDisk) -> StoreFailure? {
        do throws(StoreFailure) { try scenario.perform(disk) } catch { return error }
        return nil
    }

    private static let exchanging = Scenario.all.filter { $0.canExchange }

    @Test(arguments: exchanging, EditorStyle.allCases)
    func `an editor that saves at any moment keeps its text`(
        scenario: Scenario, style: EditorStyle
    ) throws {
        for path in Set(scenario.old.keys).union(scenario.new.keys).sorted() {
            var step = 0
            var count = 1
            while step < count {
                let disk = try scenario.disk()
                disk.others[step] = { disk in
                    style.save(disk, Scenario.root + "/" + path, EditorTests.edited)
                }
                let failure = outcome(scenario, disk)
                count = disk.trace.count
                let problems = try problems(scenario, disk, path, failure)
                #expect(problems == [], "\(path), step \(step), \(String(describing: failure))")
                step += 1
            }
        }
    }

    @Test(arguments: exchanging)
    func `an editor that empties the file long before it writes keeps its text`(
        scenario: Scenario
    ) throws {
        for path in scenario.old.keys.sorted() where scenario.new[path] != nil {
            for pause in [1, 2, 3, 5, 8, 13, 100] {
                for step in 0..<50 {
                    let disk = try scenario.disk()
                    var opened: Int?
                    var isWritten = false
                    func write(_ disk: SimulatedDisk) {
                        if let opened { disk.contents[opened]?.bytes = EditorTests.edited }
                        isWritten = true
                    }
                    disk.others[step] = { disk in
                        opened = disk.names[Scenario.root + "/" + path]
                        if let opened { disk.contents[opened]?.bytes = [] }
                    }
                    disk.others[step + pause] = write
                    let failure = outcome(scenario, disk)
                    if opened == nil { break }
                    if !isWritten { write(disk) }
                    let problems = try problems(scenario, disk, path, failure)
                    #expect(problems == [], "\(path), step \(step), pause \(pause)")
                }
            }
        }
    }

    @Test func `of two saves the last one stands, and the other files are whole`() throws {
        let seed = newSeed()
        var random = SeededGenerator(seed)
        for _ in 0..<trials(400) {
            let scenario = try #require(EditorTests.exchanging.randomElement(using: &random))
            let path = try #require(scenario.old.keys.sorted().randomElement(using: &random))
            let disk = try scenario.disk()
            let first = Int.random(in: 10..<50, using: &random)
            let second = first + Int.random(in: 1..<8, using: &random)
            var last = text("")
            for (step, saved) in [(first, text("first\n")), (second, text("second\n"))] {
                let style = try #require(EditorStyle.allCases.randomElement(using: &random))
                disk.others[step] = { disk in
                    style.save(disk, Scenario.root + "/" + path, saved)
                    last = saved
                }
            }
            let failure = outcome(scenario, disk)
            if last.isEmpty { continue }
            var found = disk.ledger
            // The text of a save that another one replaced may lie beside the file.
            found = found.filter { !$0.key.hasSuffix(".tmp") || $0.value != text("first\n") }
            let isKept = found[path] == last
            found[path] = nil
            var expected = failure == nil ? scenario.new : scenario.old
            expected[path] = nil
            #expect(isKept, "seed \(seed), \(scenario), steps \(first) and \(second)")
            #expect(found == expected, "seed \(seed), \(scenario), steps \(first) and \(second)")
        }
    }

    @Test func `an editor's text outlives a crash at any later step`() throws {
        let seed = newSeed()
        var random = SeededGenerator(seed)
        for _ in 0..<trials(600) {
            let scenario = try #require(EditorTests.exchanging.randomElement(using: &random))
            let path = try #require(scenario.old.keys.sorted().randomElement(using: &random))
            let style = try #require(EditorStyle.allCases.randomElement(using: &random))
            let disk = try scenario.disk()
            let step = Int.random(in: 5..<50, using: &random)
            var wasSaved = false
            disk.others[step] = { disk in
                style.save(disk, Scenario.root + "/" + path, EditorTests.edited)
                wasSaved = true
            }
            disk.crashesAt = step + Int.random(in: 1..<15, using: &random)
            _ = outcome(scenario, disk)
            if !wasSaved { continue }
            let crash = Crash(disk)
            let left = crash.survivor(Int.random(in: 0..<crash.count, using: &random))
            let recovery = try scenario.store(left).recover()
            var found = left.ledger
            let isKept = found[path] == EditorTests.edited
            found[path] = nil
            let states = [scenario.old, scenario.new].map { $0.filter { $0.key != path } }
            #expect(isKept, "seed \(seed), \(scenario), \(path), \(step), \(recovery)")
            #expect(states.contains(found), "seed \(seed), \(scenario), \(found)")
        }
    }

    @Test func `a file that differs from what was read stops everything`() throws {
        let scenario = Scenario.all[2]
        let disk = try scenario.disk()
        disk.put("/ledger/b/b.txt", text("other\n"))
        let failure = outcome(scenario, disk)
        #expect(failure == .changed(["b/b.txt"]))
        #expect(!disk.trace.contains { $0.kind == .write && $0.path.hasPrefix("/ledger") })
    }

    @Test func `retries read again`() throws {
        let scenario = Scenario.all[1]
        let disk = try scenario.disk()
        let path = "transactions/giro/2026.txt"
        var calls = 0
        let operation = try scenario.store(disk).withRetries(3, { $0 }) {
            () throws(StoreFailure) -> OperationDraft? in
            calls += 1
            let before = disk.ledger[path] ?? []
            if calls < 3 { EditorStyle.rename.save(disk, "/ledger/" + path, before + text("e\n")) }
            var draft = scenario.draft
            draft.changes = [FileChange(path: path, before: before, after: before + text("x\n"))]
            return draft
        }
        let expected = text("one\ntwo\ne\ne\nx\n")
        #expect(operation?.id == Scenario.id)
        #expect(calls == 3)
        #expect(disk.ledger[path] == expected)
    }
}
