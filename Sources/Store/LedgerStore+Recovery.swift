/// What `LedgerStore.recover` found.
package enum Recovery: Sendable, Equatable {
    /// No command was interrupted.
    case nothing
    /// Another command is writing right now, for longer than was waited.
    case writerAtWork
    /// An interrupted operation is now wholly in the ledger.
    case completed(operation: String)
    /// An interrupted operation could not be completed and is now not in the ledger at all; the
    /// reason is most often a file that somebody changed since.
    case takenBack(operation: String, because: StoreFailure)
    /// A journal that is not whole or not of this ledger: its operation never began.
    case discarded
}

extension LedgerStore {
    /// Ends what an interrupted command began. Every command calls this before it reads; where
    /// nothing was interrupted it costs one look at a name.
    ///
    /// This is also what lets readers do without a lock: a journal without a living writer is
    /// carried out before the files are read, so a reader never has to lay it over them. Whether
    /// the writer lives is what the lock says, as the system releases it with the process. A living
    /// writer needs milliseconds from the journal to its last file, and is waited for. One that
    /// begins while the reader reads shows in `moment`.
    ///
    /// - Throws: `StoreFailure.unfinished` where the interrupted operation can neither be completed
    ///   nor taken back, as on a disk that cannot be written; the ledger may then hold half of it.
    package func recover() throws(StoreFailure) -> Recovery {
        if !fileSystem.exists(state.journal) { return .nothing }
        guard let lock = try attempt(fileSystem.lock(state.lock, waiting: lockSeconds)) else {
            return .writerAtWork
        }
        defer { lock.release() }
        return try finishInterrupted()
    }

    /// `recover` for who holds the lock.
    func finishInterrupted() throws(StoreFailure) -> Recovery {
        guard fileSystem.exists(state.journal), let bytes = try fileSystem.content(state.journal)
        else { return .nothing }
        guard let journal = Journal(bytes), journal.root == root else {
            try attempt(fileSystem.remove(state.journal))
            return .discarded
        }
        var contents: [String: [UInt8]] = [:]
        for image in journal.files.flatMap({ [$0.before, $0.after].compactMap { $0 } }) {
            contents[image.digest] = images.content(image)
        }
        let placement = Placement(fileSystem: fileSystem, contents: contents)
        do throws(StoreFailure) {
            // The process that was interrupted may not have come to this.
            try attempt(fileSystem.syncFolder(state.folder))
            if try log.holds(journal) {
                tidy(journal, placement, wasInterrupted: true)
                return .completed(operation: journal.id)
            }
        } catch {
            guard case .system(let failure) = error else { throw error }
            throw .unfinished(operation: journal.id, failure)
        }
        do throws(StoreFailure) {
            try carryOut(journal, placement)
        } catch {
            if case .unfinished = error { throw error }
            return .takenBack(operation: journal.id, because: error)
        }
        return .completed(operation: journal.id)
    }

    /// How far the ledger has come, at the cost of two looks at names.
    ///
    /// A reader without a lock that wants all files as of one moment takes it before and after
    /// reading, and reads again where the two differ.
    package func moment() -> StoreMoment {
        StoreMoment(
            isWriting: fileSystem.exists(state.journal), logSize: fileSystem.size(state.log))
    }
}

/// A state of the ledger between two operations, or within one.
package struct StoreMoment: Sendable, Equatable {
    /// Whether an operation is on its way into the files.
    package let isWriting: Bool
    private let logSize: Int

    init(isWriting: Bool, logSize: Int) {
        self.isWriting = isWriting
        self.logSize = logSize
    }
}
