import Platform

extension LedgerStore {
    /// Does what a standing journal says, whose line is not in the log. When this returns, the
    /// operation is whole and in the log.
    ///
    /// - Throws: the reason why the operation was taken back, or `StoreFailure.unfinished`.
    func carryOut(_ journal: Journal, _ placement: Placement) throws(StoreFailure) {
        do throws(StoreFailure) {
            for path in journal.newFolders where !fileSystem.exists(path) {
                try attempt(fileSystem.makeFolder(path, isPrivate: false))
            }
            for file in journal.files { try placement.place(file) }
            try placement.sync(journal.files, journal.newFolders)
            // A last look, as close to the line in the log as can be.
            for file in journal.files { try placement.examine(file) }
            try log.add(journal)
        } catch {
            try takeBack(journal, because: error, placement)
        }
        tidy(journal, placement)
    }

    /// Takes back a journal that cannot be carried out, and says why.
    ///
    /// The log goes first: without its line the journal is not done, so an interruption at any step
    /// leaves something that the next command carries out or takes back.
    func takeBack(
        _ journal: Journal, because reason: StoreFailure, _ placement: Placement
    ) throws(StoreFailure) -> Never {
        var changed = reason.paths
        do throws(StoreFailure) {
            try log.withdraw(journal)
            for file in journal.files.reversed() {
                do throws(StoreFailure) {
                    try placement.place(file.reversed)
                } catch {
                    guard case .changed(let paths) = error else { throw error }
                    changed += paths.filter { !changed.contains($0) }
                }
            }
            // Durable before the temporaries go: they may be what a crash would have to put back.
            try placement.sync(journal.files)
            _ = try placement.clear(journal.files)
            _ = try removeFolders(journal.newFolders)
            try placement.sync(journal.files, journal.newFolders)
            try attempt(fileSystem.remove(state.journal))
            try attempt(fileSystem.syncFolder(state.folder))
        } catch {
            guard case .system(let failure) = error, fileSystem.exists(state.journal) else {
                throw reason
            }
            throw .unfinished(operation: journal.id, failure)
        }
        if case .changed = reason { throw .changed(changed) }
        throw reason
    }

    /// Removes what an operation in the log has left.
    ///
    /// The operation is made, so a failure is none of its own: the journal stays and the next
    /// command tidies. The journal's removal need not be durable: should it come back, the log
    /// still says that the operation is done. The temporaries' must, as nothing would know of them.
    ///
    /// - Parameter wasInterrupted: whether another process may have removed some already, without
    ///   coming to make that durable.
    func tidy(_ journal: Journal, _ placement: Placement, wasInterrupted: Bool = false) {
        do throws(StoreFailure) {
            let cleared = try placement.clear(journal.files)
            let removed = try removeFolders(journal.oldFolders)
            if wasInterrupted {
                try placement.sync(journal.files, journal.oldFolders)
            } else {
                try placement.sync(cleared, removed)
            }
            try attempt(fileSystem.remove(state.journal))
        } catch {}
    }

    /// Removes those that are empty, inner ones first. One that may not be removed stays.
    ///
    /// - Returns: those that are gone.
    private func removeFolders(_ folders: [String]) throws(StoreFailure) -> [String] {
        var removed: [String] = []
        for path in folders.reversed() where fileSystem.exists(path) {
            do throws(SystemFailure) {
                try fileSystem.removeFolder(path)
                removed.append(path)
            } catch {
                if error.isNotEmpty || error.isForbidden || error.isMissing { continue }
                throw .system(error)
            }
        }
        return removed
    }
}
