import Store

/// What is wrong with a disk after a crash or a failure; empty where nothing is.
struct Outcome {
    let scenario: Scenario
    /// Whether the operation was reported as made, or as not made; `nil` where nobody was told.
    var wasMade: Bool?

    func problems(_ disk: SimulatedDisk) -> [String] {
        do throws(StoreFailure) { return try examine(disk) } catch { return ["\(error)"] }
    }

    private func examine(_ disk: SimulatedDisk) throws(StoreFailure) -> [String] {
        let store = scenario.store(disk)
        let recovery = try store.recover()
        let found = disk.ledger
        guard found == scenario.old || found == scenario.new else {
            return ["after \(recovery) the ledger holds \(shown(found))"]
        }
        let isNew = found == scenario.new
        var problems: [String] = []
        if let wasMade, wasMade != isNew {
            problems.append("reported \(wasMade ? "made" : "not made"), but it is \(isNew)")
        }
        if try store.recover() != .nothing { problems.append("a journal is left") }
        let again = Crash(disk).survivor(0)
        _ = try scenario.store(again).recover()
        if again.ledger != found { problems.append("a second crash undid the recovery") }

        let newest = try store.operations().first
        let isLogged = newest?.id == Scenario.id
        if isLogged != isNew {
            problems.append("in the log: \(isLogged), in the files: \(isNew), \(recovery)")
        }
        if !isNew {
            try scenario.perform(disk)
            if disk.ledger != scenario.new { problems.append("it cannot be made afterwards") }
        }
        return problems.isEmpty ? try undoProblems(store, disk) : problems
    }

    /// Undoes the operation, and the undo.
    private func undoProblems(
        _ store: LedgerStore, _ disk: SimulatedDisk
    ) throws(StoreFailure) -> [String] {
        var problems: [String] = []
        _ = try store.undo(Scenario.id, id: "undo000001", at: "")
        if disk.ledger != scenario.old { problems.append("undo gives \(shown(disk.ledger))") }
        if try store.operations().first(where: { $0.id == Scenario.id })?.isUndone != true {
            problems.append("the log does not say that it is undone")
        }
        _ = try store.undo("undo000001", id: "undo000002", at: "")
        if disk.ledger != scenario.new { problems.append("undo of undo: \(shown(disk.ledger))") }
        return problems
    }

    private func shown(_ files: Files) -> String {
        files.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(String(decoding: $0.value, as: UTF8.self).debugDescription)" }
            .joined(separator: " ")
    }
}

/// A generator that can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
