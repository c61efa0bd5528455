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

    /// Gives the files of an operation the contents that they had before it.
    ///
    /// - Parameters:
    ///   - target: the operation. `nil` means the newest that stands and is no undo itself, so
    ///     repeated undos go back step by step; an undo is undone by its id.
    ///   - id: of the new operation.
    /// - Throws: `StoreFailure.changedSince` where a file no longer holds what the operation left;
    ///   `StoreFailure.imagesGone` for one too old (see `ImageStore.operationsMax`).
    package func undo(_ target: String?, id: String, at: String) throws(StoreFailure) -> Undo {
        try locked { () throws(StoreFailure) in
            _ = try finishInterrupted()
            let undone = try operationToUndo(target)
            var changes: [FileChange] = []
            for file in undone.files {
                changes.append(
                    FileChange(
                        path: file.path, before: try content(file.after, file, undone),
                        after: try content(file.before, file, undone)))
            }
            let draft = OperationDraft(
                id: id, command: "undo \(undone.id)", at: at, changes: changes)
            do throws(StoreFailure) {
                guard let operation = try commitUnderLock(draft, undoing: undone) else {
                    throw .nothingToUndo
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
