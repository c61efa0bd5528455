import Platform
import Store
import Testing

@Suite struct FailureTests {
    /// Performs the operation with one disk for each step, until a disk is not reached any more.
    private func eachStep(
        _ scenario: Scenario, _ prepare: (SimulatedDisk, Int) -> Void,
        _ check: (SimulatedDisk, Int, StoreFailure?) throws -> Void
    ) throws {
        var step = 0
        while true {
            let disk = try scenario.disk()
            prepare(disk, step)
            var failure: StoreFailure?
            do throws(StoreFailure) { try scenario.perform(disk) } catch { failure = error }
            let count = disk.trace.count
            disk.failsAt = nil
            disk.isFullFrom = nil
            try check(disk, step, failure)
            if step >= count { return }
            step += 1
        }
    }

    @Test(arguments: Scenario.all, [SystemFailure.noSpace, SystemFailure.inputOutput])
    func `one failing call leaves the old state`(scenario: Scenario, code: Int32) throws {
        try eachStep(scenario, { $0.failsAt = ($1, code) }) { disk, step, failure in
            let expected = failure == nil ? scenario.new : scenario.old
            let found = disk.ledger
            if failure != nil { #expect(found == expected, "step \(step)") }
            let outcome = Outcome(scenario: scenario, wasMade: failure == nil)
            let crash = Crash(disk)
            for number in 0..<min(crash.count, 8) {
                let problems = outcome.problems(crash.survivor(number))
                #expect(problems == [], "step \(step), then a crash with outcome \(number)")
            }
            #expect(outcome.problems(disk) == [], "step \(step), \(String(describing: failure))")
        }
    }

    @Test(arguments: Scenario.all.filter { $0.canExchange })
    func `a full disk leaves the old state`(scenario: Scenario) throws {
        try eachStep(scenario, { $0.isFullFrom = $1 }) { disk, step, failure in
            if let failure {
                #expect(disk.ledger == scenario.old, "step \(step)")
                guard case .system(let reason) = failure else {
                    Issue.record("step \(step): \(failure)")
                    return
                }
                #expect(reason.isFull)
            }
            let outcome = Outcome(scenario: scenario, wasMade: failure == nil)
            #expect(outcome.problems(disk) == [], "step \(step)")
        }
    }

    @Test func `a full disk without exchange says that the operation will be finished`() throws {
        let scenario = Scenario.all[5]
        try eachStep(scenario, { $0.isFullFrom = $1 }) { disk, step, failure in
            var wasMade: Bool? = failure == nil
            if case .unfinished = failure { wasMade = true }
            let outcome = Outcome(scenario: scenario, wasMade: wasMade)
            #expect(outcome.problems(disk) == [], "step \(step), \(String(describing: failure))")
        }
    }

    @Test func `a failure and then a crash leave all old or all new`() throws {
        let seed = newSeed()
        var random = SeededGenerator(seed)
        for _ in 0..<trials(300) {
            let scenario = try #require(Scenario.all.randomElement(using: &random))
            let disk = try scenario.disk()
            let failing = Int.random(in: 0..<50, using: &random)
            disk.failsAt = (failing, SystemFailure.inputOutput)
            disk.crashesAt = failing + Int.random(in: 1..<20, using: &random)
            try? scenario.perform(disk)
            let crash = Crash(disk)
            let left = crash.survivor(Int.random(in: 0..<crash.count, using: &random))
            let problems = Outcome(scenario: scenario).problems(left)
            #expect(problems == [], "seed \(seed), \(scenario)")
        }
    }

    @Test func `a torn journal is discarded`() throws {
        let scenario = Scenario.all[1]
        let disk = try scenario.disk()
        let store = scenario.store(disk)
        disk.put(store.stateFolder + "/journal", text("0123\n{\"format\":1"))
        let recovery = try store.recover()
        #expect(recovery == .discarded)
        #expect(Outcome(scenario: scenario, wasMade: false).problems(disk) == [])
    }

    @Test func `recovery of an undisturbed ledger reads nothing`() throws {
        let disk = try Scenario.all[1].disk()
        let recovery = try Scenario.all[1].store(disk).recover()
        #expect(recovery == .nothing)
        #expect(disk.trace == [])
    }

    @Test func `a lock that another process keeps is a clear failure`() throws {
        let scenario = Scenario.all[1]
        let disk = try scenario.disk()
        let lock = try disk.lock("lock", waiting: 0)
        let store = scenario.store(disk)
        let path = store.stateFolder + "/lock"
        #expect(throws: StoreFailure.locked(path: path, seconds: 0)) { try scenario.perform(disk) }
        #expect(disk.ledger == scenario.old)
        lock?.release()
        try scenario.perform(disk)
        #expect(disk.ledger == scenario.new)
    }

    @Test(arguments: ["", "/a", "../a", "a/../b", "a//b", "./a", "a/", "a\0b"])
    func `a change outside the ledger is refused`(path: String) throws {
        let disk = try Scenario.all[1].disk()
        var draft = Scenario.all[1].draft
        draft.changes = [FileChange(path: path, before: nil, after: text("x"))]
        #expect(throws: StoreFailure.badPath(path)) {
            try Scenario.all[1].store(disk).commit(draft)
        }
    }

    @Test func `a change of nothing makes no operation but still compares`() throws {
        let scenario = Scenario.all[1]
        let disk = try scenario.disk()
        let store = scenario.store(disk)
        var draft = scenario.draft
        let path = "transactions/giro/2026.txt"
        let bytes = scenario.old[path]
        draft.changes = [FileChange(path: path, before: bytes, after: bytes)]
        let operation = try store.commit(draft)
        #expect(operation == nil)
        draft.changes = [FileChange(path: path, before: text("x"), after: text("x"))]
        #expect(throws: StoreFailure.changed([path])) { try store.commit(draft) }
        let count = try store.operations().count
        #expect(count == 1)
    }
}
