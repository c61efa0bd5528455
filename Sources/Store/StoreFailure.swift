package import Platform

/// Why the store did not do what it was asked. Unless a case says otherwise, the ledger is as it
/// was before.
package enum StoreFailure: Error, Sendable, Equatable {
    /// The environment names no place for the state folder.
    case noStateFolder
    /// A change for a place outside the ledger, or two changes for one file.
    case badPath(String)
    /// These files no longer hold what the caller had read. Read again, compute again, commit again.
    case changed([String])
    /// Another process kept the lock.
    case locked(path: String, seconds: Int)
    /// The system refused.
    case system(SystemFailure)
    /// The operation is committed, but could neither be carried out nor be taken back. The next
    /// command carries it out; making it again would make it twice.
    case unfinished(operation: String, SystemFailure)
    case nothingToUndo
    /// Nothing of the operation stands any more: later ones changed the same.
    case superseded(operation: String)
    case unknownOperation(String)
    case alreadyUndone(operation: String, by: String)
    /// These files no longer hold what the operation to undo had left.
    case changedSince(operation: String, [String])
    /// The contents that an undo would restore are no longer kept.
    case imagesGone(operation: String, path: String)

    /// The files of the ledger that it is about; empty for failures that concern none.
    package var paths: [String] {
        switch self {
        case .badPath(let path), .imagesGone(_, let path): [path]
        case .changed(let paths), .changedSince(_, let paths): paths
        default: []
        }
    }
}

extension StoreFailure: CustomStringConvertible {
    package var description: String { "\(message); \(remedy)" }

    /// What went wrong, without a full stop.
    package var message: String {
        switch self {
        case .noStateFolder: "neither XDG_STATE_HOME nor HOME names an absolute folder"
        case .badPath(let path): "“\(path)” is no file inside the ledger, or is changed twice"
        case .changed(let paths):
            "\(list(paths)) changed on the disk while the command was working; nothing was written"
        case .locked(let path, let seconds):
            "another bankbook kept the ledger locked for \(seconds) seconds (\(path))"
        case .system(let failure): "\(failure); nothing was written"
        case .unfinished(let operation, let failure):
            "\(failure); operation \(operation) is recorded but not finished"
        case .nothingToUndo: "there is no operation to undo"
        case .superseded(let id): "nothing of operation \(id) stands any more"
        case .unknownOperation(let id): "“\(id)” is no operation of this ledger on this device"
        case .alreadyUndone(let id, let other): "operation \(id) was undone already, by \(other)"
        case .changedSince(let id, let paths):
            "\(list(paths)) changed after operation \(id); nothing was written"
        case .imagesGone(let id, let path):
            "what operation \(id) did to \(path) is no longer kept"
        }
    }

    /// What would make it right, as a clause.
    package var remedy: String {
        switch self {
        case .noStateFolder: "set HOME"
        case .badPath: "name each file once, by its path inside the ledger"
        case .changed: "save your editor's work and run the command again"
        case .locked: "wait for it to end, or end it, and run the command again"
        case .system(let failure) where failure.isFull: "free some space and run the command again"
        case .system(let failure) where failure.isForbidden:
            "give yourself the right to write there and run the command again"
        case .system: "mend that and run the command again"
        case .unfinished(_, let failure):
            (failure.isFull ? "free some space" : "mend that")
                + " and run any command, which finishes it; do not repeat this one"
        case .nothingToUndo: "“bankbook log” lists the operations"
        case .superseded: "later operations changed the same; “bankbook log” lists them"
        case .unknownOperation: "“bankbook log” lists the operations"
        case .alreadyUndone(_, let other): "“bankbook undo \(other)” brings it back"
        case .changedSince:
            "undo the later changes first, or change the files by hand"
        case .imagesGone: "restore the file from a backup or from git"
        }
    }

    private func list(_ paths: [String]) -> String {
        let shown = paths.prefix(3).joined(separator: ", ")
        return paths.count > 3 ? "\(shown) and \(paths.count - 3) more" : shown
    }
}

/// The result of a step of the disk, with its failure as the store's.
func attempt<Result>(
    _ step: @autoclosure () throws(SystemFailure) -> Result
) throws(StoreFailure) -> Result {
    do throws(SystemFailure) { return try step() } catch { throw .system(error) }
}

extension FileSystem {
    /// The content, `nil` where there is no file.
    func content(_ path: String) throws(StoreFailure) -> [UInt8]? {
        do throws(SystemFailure) { return try read(path) } catch {
            if error.isMissing { return nil }
            throw .system(error)
        }
    }

    /// Gives the file at `path` this content in one step, forced to the disk; its name is not until its folder is.
    ///
    /// - Parameter draft: a name beside it, at which nothing is left.
    package func replace(
        _ path: String, with bytes: [UInt8], through draft: String
    ) throws(StoreFailure) {
        discard(draft)
        do throws(StoreFailure) {
            try attempt(writeNew(draft, bytes, mode: 0o600))
            try attempt(rename(draft, to: path))
        } catch {
            discard(draft)
            throw error
        }
    }

    /// Removes what may be there; a failure is no matter.
    func discard(_ path: String) {
        if exists(path) { try? remove(path) }
    }
}
