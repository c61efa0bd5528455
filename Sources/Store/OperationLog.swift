import SourceText

/// The operations that were made, one JSON object a line, oldest first.
///
/// A line is the last step of its operation: it is there only when every file is. It counts when it
/// has its end.
struct OperationLog {
    let fileSystem: any FileSystem
    let state: StatePaths

    /// The size to which the next line is added. What an interrupted append left is taken away.
    func sizeForAppending() throws(StoreFailure) -> Int {
        let bytes = try fileSystem.content(state.log) ?? []
        let whole = (bytes.lastIndex(of: Ascii.lineFeed) ?? -1) + 1
        if whole < bytes.count { try attempt(fileSystem.truncate(state.log, to: whole)) }
        return whole
    }

    /// Whether the journal's line is in the log. If so, it is durable when this returns.
    func holds(_ journal: Journal) throws(StoreFailure) -> Bool {
        let bytes = try fileSystem.content(state.log) ?? []
        guard bytes.count > journal.logSize,
            bytes[journal.logSize...].starts(with: journal.record)
        else { return false }
        try attempt(fileSystem.sync(state.log))
        return true
    }

    /// Adds the journal's line and makes it durable.
    func add(_ journal: Journal) throws(StoreFailure) {
        try withdraw(journal)
        _ = try sizeForAppending()
        try attempt(fileSystem.append(state.log, journal.record))
    }

    /// Takes away what of the journal's line has come into the log. Needs no space on the disk.
    func withdraw(_ journal: Journal) throws(StoreFailure) {
        if fileSystem.size(state.log) > journal.logSize {
            try attempt(fileSystem.truncate(state.log, to: journal.logSize))
        }
    }

    /// How many lines there are; 0 where the log cannot be read.
    func lineCount() -> Int {
        let bytes = (try? fileSystem.content(state.log)) ?? []
        return bytes.reduce(0) { $0 + ($1 == Ascii.lineFeed ? 1 : 0) }
    }

    /// Newest first. Lines that are none are passed over.
    func operations() throws(StoreFailure) -> [Operation] {
        let bytes = try fileSystem.content(state.log) ?? []
        var operations: [Operation] = []
        var start = 0
        while start < bytes.count, let end = bytes[start...].firstIndex(of: Ascii.lineFeed) {
            if let operation = Operation(line: Array(bytes[start..<end])) {
                operations.append(operation)
            }
            start = end + 1
        }
        markUndone(&operations)
        return operations.reversed()
    }

    /// An undo of an undo makes the first operation stand again.
    private func markUndone(_ operations: inout [Operation]) {
        var undoneByIndex: [Int: Int] = [:]
        for index in operations.indices {
            guard let id = operations[index].undoes,
                let undone = operations[..<index].lastIndex(where: { $0.id == id && !$0.isUndone })
            else { continue }
            operations[undone].isUndone = true
            undoneByIndex[index] = undone
            if let first = undoneByIndex[undone] { operations[first].isUndone = false }
        }
    }
}
