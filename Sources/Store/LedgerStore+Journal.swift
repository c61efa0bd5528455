import Platform

extension LedgerStore {
    /// Does what a standing journal says. When this returns, the operation is whole and in the log.
    ///
    /// - Throws: the reason why the operation was taken back, or `StoreFailure.unfinished`.
    func carryOut(_ journal: Journal, _ contents: [String: [UInt8]]) throws(StoreFailure) {
        let placement = Placement(fileSystem: fileSystem, contents: contents)
        if try !log.holds(journal) {
            do throws(StoreFailure) {
                try makeFolders(journal)
                for file in journal.files { try placement.place(file) }
                // A last look, as close to the line in the log as can be.
                for file in journal.files { try placement.examine(file) }
                try log.add(journal)
            } catch {
                try takeBack(journal, because: error, placement)
            }
        }
        // The operation is made. If tidying fails, the journal stays and the next command tidies.
        try? tidy(journal, placement)
    }

    private func makeFolders(_ journal: Journal) throws(StoreFailure) {
        for path in journal.newFolders {
            if !fileSystem.exists(path) {
                try attempt(fileSystem.makeFolder(path, isPrivate: false))
            }
            try attempt(fileSystem.syncFolder(folder(of: path)))
        }
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
            try placement.clear(journal.files)
            try removeFolders(journal.newFolders)
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

    /// The journal's removal need not be durable: should it come back, the log still says that the
    /// operation is done. The temporaries' must, as nothing would know of them any more.
    private func tidy(_ journal: Journal, _ placement: Placement) throws(StoreFailure) {
        try placement.clear(journal.files)
        try removeFolders(journal.oldFolders)
        try attempt(fileSystem.remove(state.journal))
    }

    /// Removes those that are empty, inner ones first, durably.
    private func removeFolders(_ folders: [String]) throws(StoreFailure) {
        for path in folders.reversed() where fileSystem.exists(path) {
            do throws(SystemFailure) { try fileSystem.removeFolder(path) } catch { continue }
            try attempt(fileSystem.syncFolder(folder(of: path)))
        }
    }
}
