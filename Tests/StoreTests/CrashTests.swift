import Platform
import Store
import Testing

@Suite struct CrashTests {
    /// The first problem of any crash at any step, or `nil`.
    ///
    /// - Parameters:
    ///   - first: the first step at which the machine crashes.
    ///   - prepare: sets up each disk before the operation begins.
    private func firstProblem(
        _ scenario: Scenario, limit: Int, from first: Int = 0,
        _ prepare: (SimulatedDisk) -> Void = { _ in }
    ) throws -> (problem: String?, states: Int) {
        var random = SeededGenerator(7)
        var states = 0
        var step = first
        while true {
            let disk = try scenario.disk()
            prepare(disk)
            disk.crashesAt = step
            var wasMade: Bool?
            do throws(StoreFailure) {
                try scenario.perform(disk)
                wasMade = true
            } catch {
                if !disk.isDead { return ("failed without a crash: \(error)", states) }
            }
            let crash = Crash(disk)
            for number in crash.outcomes(limit, &random) {
                states += 1
                let outcome = Outcome(scenario: scenario, wasMade: wasMade)
                if let problem = outcome.problems(crash.survivor(number)).first {
                    return ("step \(step), outcome \(number): \(problem)", states)
                }
            }
            if !disk.isDead { return (nil, states) }
            step += 1
        }
    }

    @Test(arguments: Scenario.all)
    func `a crash at any step leaves all old or all new`(scenario: Scenario) throws {
        let result = try firstProblem(scenario, limit: 48)
        print("\(scenario): \(result.states) states")
        let enough = 40
        #expect(result.problem == nil)
        #expect(result.states > enough)
    }

    @Test(arguments: Scenario.all)
    func `leaving out any one sync is noticed`(scenario: Scenario) throws {
        let disk = try scenario.disk()
        try scenario.perform(disk)
        // An undo writes no image, and syncs them only for who was killed while writing them.
        let syncs = disk.trace.indices.filter { index in
            let step = disk.trace[index]
            return step.kind == .sync && !(scenario.isUndo && step.path.hasSuffix("/images"))
        }
        #expect(!syncs.isEmpty)
        for sync in syncs {
            // Up to the sync that is left out nothing differs.
            let result = try firstProblem(scenario, limit: 32, from: sync) { disk in
                disk.skips = { index, _ in index == sync }
            }
            let what = "\(disk.trace[sync].path) at step \(sync)"
            #expect(result.problem != nil, "nobody misses the sync of \(what)")
        }
    }

    @Test func `a crash within the recovery, and within the next, changes nothing`() throws {
        let seed = newSeed()
        var random = SeededGenerator(seed)
        for _ in 0..<trials(300) {
            let scenario = try #require(Scenario.all.randomElement(using: &random))
            var disk = try scenario.disk()
            disk.crashesAt = Int.random(in: 0..<60, using: &random)
            try? scenario.perform(disk)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let crash = Crash(disk)
                disk = crash.survivor(Int.random(in: 0..<crash.count, using: &random))
                disk.crashesAt = Int.random(in: 0..<25, using: &random)
                _ = try? scenario.store(disk).recover()
            }
            let crash = Crash(disk)
            let last = crash.survivor(Int.random(in: 0..<crash.count, using: &random))
            let problems = Outcome(scenario: scenario).problems(last)
            #expect(problems == [], "seed \(seed), \(scenario)")
        }
    }

    /// What is wrong after a process was killed at `step`, another one made the operation, and then
    /// the machine crashed.
    ///
    /// - Parameter skipped: the folder whose syncs the second process leaves out.
    private func problems(
        _ scenario: Scenario, killedAt step: Int, skipping skipped: String? = nil
    ) throws -> (found: [String], wasKilled: Bool) {
        let disk = try scenario.disk()
        disk.crashesAt = step
        try? scenario.perform(disk)
        let next = disk.forNextProcess()
        next.skips = { $1.path == skipped }
        _ = try scenario.store(next).recover()
        if next.ledger != scenario.new { try scenario.perform(next) }
        let crash = Crash(next)
        let outcome = Outcome(scenario: scenario, wasMade: true)
        let found = (0..<min(crash.count, 8)).flatMap { outcome.problems(crash.survivor($0)) }
        return (found + outcome.problems(next), disk.isDead)
    }

    @Test(arguments: Scenario.all)
    func `what a killed process left becomes durable with the next operation`(
        scenario: Scenario
    ) throws {
        for step in 0..<200 {
            let result = try problems(scenario, killedAt: step)
            #expect(result.found == [], "step \(step)")
            if !result.wasKilled { return }
        }
    }

    @Test func `the next process must sync the images of a killed one`() throws {
        let images = try Scenario.all[1].store(Scenario.all[1].disk()).stateFolder + "/images"
        var found: [String] = []
        for step in 0..<200 where found.isEmpty {
            let result = try problems(Scenario.all[1], killedAt: step, skipping: images)
            found = result.found
            if !result.wasKilled { break }
        }
        #expect(!found.isEmpty)
    }

    @Test func `a sync left out while an operation is taken back is noticed`() throws {
        let scenario = Scenario.all[2]
        let trace = try scenario.disk()
        try scenario.perform(trace)
        let exchange = try #require(
            trace.trace.lastIndex { $0.kind == .name && $0.path == "/ledger/b/b.txt" })
        func problems(skipping folder: String?) throws -> [String] {
            var found: [String] = []
            var step = exchange
            while true {
                let disk = try scenario.disk()
                disk.others[exchange] = { disk in
                    disk.put("/ledger/b/b.txt", text("edited\n"))
                    disk.flushAll()
                }
                disk.skips = { $0 > exchange && $1.path == folder }
                disk.crashesAt = step
                try? scenario.perform(disk)
                let crash = Crash(disk)
                for number in 0..<min(crash.count, 64) {
                    let left = crash.survivor(number)
                    _ = try? scenario.store(left).recover()
                    let files = ["a.txt": text("a\n"), "b/b.txt": text("edited\n")]
                    if left.ledger != files { found.append("step \(step): \(left.ledger)") }
                }
                if !disk.isDead { return found }
                step += 1
            }
        }
        let sound = try problems(skipping: nil)
        let unsound = try problems(skipping: "/ledger")
        #expect(sound == [])
        #expect(!unsound.isEmpty)
    }

    @Test func `an operation reported as failed must not come back`() throws {
        let scenario = Scenario.all[2]
        let trace = try scenario.disk()
        try scenario.perform(trace)
        let exchange = try #require(
            trace.trace.lastIndex { $0.kind == .name && $0.path == "/ledger/b/b.txt" })
        func problems(skipping folder: String?) throws -> [String] {
            let disk = try scenario.disk()
            disk.failsAt = (exchange, SystemFailure.inputOutput)
            disk.skips = { $0 > exchange && $1.path == folder }
            #expect(throws: StoreFailure.self) { try scenario.perform(disk) }
            let crash = Crash(disk)
            let outcome = Outcome(scenario: scenario, wasMade: false)
            return (0..<crash.count).flatMap { outcome.problems(crash.survivor($0)) }
        }
        let sound = try problems(skipping: nil)
        let unsound = try problems(skipping: scenario.store(trace).stateFolder)
        #expect(sound == [])
        #expect(!unsound.isEmpty)
    }
}
