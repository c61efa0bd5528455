import Platform

/// The one way in which anything is written to a ledger.
///
/// An operation changes some files, all of them or none, at any `kill -9`, power failure, full disk
/// or failing write, beside other commands, editors and sync clients:
///
/// 1. **Lock**: one command of this device writes at a time. Readers take no lock.
/// 2. **Compare**: where a file no longer holds what the command had read, nothing is written.
/// 3. **Images**: the contents before and after go to the state folder.
/// 4. **Journal**: what is to be done, forced to the disk and renamed into place. From here on the
///    operation will be carried out, if not by this process then by the next command.
/// 5. **Files**: each is replaced as `Placement` says.
/// 6. **Log**: the operation's line. From here on it is done; what follows is tidying.
/// 7. The temporaries and the journal go away.
///
/// Why a failure after 4 takes the operation back instead of insisting: the command then reports a
/// failure, and its user will repeat it. A journal left behind would carry the first attempt out as
/// well, and the line would be there twice. Only where even going back fails is the journal left,
/// and `StoreFailure.unfinished` says so. The same holds for a file that an editor saved between 2
/// and 5: the editor's text stays the file, every other file goes back to what it was, and the
/// command may read again and retry. Putting the new content over the editor's would lose text;
/// leaving the other files new would be half an operation; a merge is the command's business, as
/// only it knows what it wanted to do with the text.
///
/// What remains: a program that has held a file open since before the exchange and writes into it,
/// without emptying it first, after the last look at what came out, writes into a file that has no
/// name any more. Editors empty the file or rename a new one over it; both are noticed.
package struct LedgerStore {
    /// Absolute, links resolved.
    package let root: String
    package var stateFolder: String { state.folder }
    let state: StatePaths
    let fileSystem: any FileSystem
    let lockSeconds: Int

    /// - Parameters:
    ///   - root: the ledger's folder, absolute, links resolved.
    ///   - uid: of `ledger.json`.
    ///   - state: `StateFolder.base`.
    ///   - lockSeconds: how long to wait for other commands.
    package init(
        root: String, uid: String, state: String, fileSystem: any FileSystem = LocalFileSystem(),
        lockSeconds: Int = 10
    ) {
        self.root = root
        self.state = StatePaths(folder: state + "/" + StateFolder.name(uid: uid, root: root))
        self.fileSystem = fileSystem
        self.lockSeconds = lockSeconds
    }

    var log: OperationLog { OperationLog(fileSystem: fileSystem, state: state) }
    var images: ImageStore { ImageStore(fileSystem: fileSystem, state: state) }

    /// Makes all changes of `operation`, or none. `nil` where it changes nothing.
    ///
    /// - Throws: `StoreFailure.changed` where a file does not hold what the draft says it held.
    @discardableResult
    package func commit(_ operation: OperationDraft) throws(StoreFailure) -> Operation? {
        try locked { () throws(StoreFailure) in try commitUnderLock(operation) }
    }

    /// Runs `body` while no other command of this device writes.
    func locked<Result, Failure: Error>(
        _ wrap: (StoreFailure) -> Failure, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let lock: any HeldLock
        do throws(StoreFailure) {
            try makeStateFolder()
            guard let held = try attempt(fileSystem.lock(state.lock, waiting: lockSeconds)) else {
                throw .locked(path: state.lock, seconds: lockSeconds)
            }
            lock = held
        } catch { throw wrap(error) }
        defer { lock.release() }
        return try body()
    }

    func locked<Result>(
        _ body: () throws(StoreFailure) -> Result
    ) throws(StoreFailure) -> Result {
        try locked({ $0 }, body)
    }

    /// The folders above are forced to the disk as long as there is no log, so that a log says that
    /// they are durable.
    private func makeStateFolder() throws(StoreFailure) {
        if fileSystem.exists(state.log) { return }
        var made: [String] = []
        var path = state.images
        while !fileSystem.exists(path) {
            made.append(path)
            path = folder(of: path)
        }
        for path in made.reversed() {
            do throws(SystemFailure) {
                try fileSystem.makeFolder(path, isPrivate: true)
            } catch  where error.code != SystemFailure.exists { throw .system(error) } catch {}
        }
        // A command that was stopped here may have made the folders: the usual depth counts.
        path = state.images
        for depth in 0..<max(5, made.count) where path != "/" {
            path = folder(of: path)
            do throws(SystemFailure) {
                try fileSystem.syncFolder(path)
            } catch  where depth < made.count { throw .system(error) } catch {}
        }
    }
}
