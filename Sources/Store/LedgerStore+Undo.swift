/// An undo that was made.
package struct Undo: Sendable, Equatable {
    /// The operation that the undo is itself; undoing it brings the other back.
    package let operation: Operation
    package let undone: Operation
    /// The files with what they held before and after the undo.
    package let changes: [FileChange]
}

extension LedgerStore {
    /// The operations of this device, newest first.
    package func operations() throws(StoreFailure) -> [Operation] { try log.operations() }

    /// Takes back what an operation did.
    ///
    /// A file that holds what the operation left gets its former content. One that was changed since is merged: what the
    /// operation did goes, later changes stay.
    ///
    /// - Parameters:
    ///   - target: the operation. `nil` means the newest that stands and is no undo itself, so
    ///     repeated undos go back step by step; an undo is undone by its id.
    ///   - id: of the new operation.
    ///   - merge: what becomes of a file with the operation's content as base, what it holds now and what it held
    ///     before; `nil` where that cannot be told. It runs while other commands wait.
    /// - Throws: `StoreFailure.changedSince` where a file no longer holds what the operation left, and cannot be merged;
    ///   `StoreFailure.imagesGone` for one too old (see `ImageStore.operationsMax`).
    package func undo(
        _ target: String?, id: String, at: String,
        merge: (_ path: String, _ after: [UInt8], _ now: [UInt8], _ before: [UInt8]) -> [UInt8]? = {
            _, _, _, _ in nil
        }
    ) throws(StoreFailure) -> Undo {
        try locked { () throws(StoreFailure) in
            _ = try finishInterrupted()
            let undone = try operationToUndo(target)
            var changes: [FileChange] = []
            var refused: [String] = []
            for file in undone.files {
                let after = try content(file.after, file, undone)
                let before = try content(file.before, file, undone)
                let now = try fileSystem.content(root + "/" + file.path)
                if now == after {
                    changes.append(FileChange(path: file.path, before: now, after: before))
                } else if now != before {
                    if let merged = merge(file.path, after ?? [], now ?? [], before ?? []) {
                        changes.append(FileChange(path: file.path, before: now, after: merged))
                    } else {
                        refused.append(file.path)
                    }
                }
            }
            if !refused.isEmpty { throw .changedSince(operation: undone.id, refused) }
            let draft = OperationDraft(
                id: id, command: "undo \(undone.id)", at: at, changes: changes)
            do throws(StoreFailure) {
                guard let operation = try commitUnderLock(draft, undoing: undone) else {
                    throw .superseded(operation: undone.id)
                }
                return Undo(operation: operation, undone: undone, changes: changes)
            } catch {
                guard case .changed(let paths) = error else { throw error }
                throw .changedSince(operation: undone.id, paths)
            }
        }
    }

    private func operationToUndo(_ target: String?) throws(StoreFailure) -> Operation {
        let operations = try operations()
        guard let target else {
            guard let newest = operations.first(where: { !$0.isUndone && $0.undoes == nil }) else {
                throw .nothingToUndo
            }
            return newest
        }
        guard let named = operations.first(where: { $0.id == target }) else {
            throw .unknownOperation(target)
        }
        if named.isUndone {
            let other = operations.first { $0.undoes == target && !$0.isUndone }
            throw .alreadyUndone(operation: target, by: other?.id ?? "")
        }
        return named
    }

    private func content(
        _ image: ImageReference?, _ file: OperationFile, _ operation: Operation
    ) throws(StoreFailure) -> [UInt8]? {
        guard let image else { return nil }
        guard let bytes = images.content(image) else {
            throw .imagesGone(operation: operation.id, path: file.path)
        }
        return bytes
    }
}
