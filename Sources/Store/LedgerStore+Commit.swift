import Platform

extension LedgerStore {
    /// `commit` for who holds the lock.
    ///
    /// - Parameter undone: the operation that this one undoes.
    func commitUnderLock(
        _ draft: OperationDraft, undoing undone: Operation? = nil
    ) throws(StoreFailure) -> Operation? {
        _ = try finishInterrupted()
        try compare(draft.changes)
        let changes = draft.changes.filter { $0.before != $0.after }
        if changes.isEmpty { return nil }
        if !fileSystem.exists(state.log) {
            try attempt(fileSystem.writeNew(state.log, [], mode: 0o600))
        }

        let (files, contents) = described(changes)
        let replacements = try replacements(files, id: draft.id)
        let newFolders = missingFolders(replacements)
        let operation = Operation(
            id: draft.id, at: draft.at, command: draft.command, files: files, undoes: undone?.id,
            imports: draft.imports, folders: newFolders)
        let journal = Journal(
            root: root, record: operation.line, logSize: try log.sizeForAppending(),
            files: replacements, newFolders: newFolders, oldFolders: undone?.folders ?? [])
        try images.keep(contents)
        try begin(journal)
        try carryOut(journal, Placement(fileSystem: fileSystem, contents: contents))
        pruneSometimes(after: operation)
        return operation
    }

    /// The files as an operation names them, and their contents by digest.
    private func described(
        _ changes: [FileChange]
    ) -> (files: [OperationFile], contents: [String: [UInt8]]) {
        let texts = changes.flatMap { [$0.before, $0.after] }
        // Digests of many bytes are worth a second thread.
        let size = texts.reduce(0) { $0 + ($1?.count ?? 0) }
        let threads = size > 1 << 20 ? min(processorCount(), 8) : 1
        let shares = mapConcurrently(threads) { thread in
            stride(from: thread, to: texts.count, by: threads).map { index in
                texts[index].map { ImageReference(of: $0) }
            }
        }
        var contents: [String: [UInt8]] = [:]
        func image(_ index: Int) -> ImageReference? {
            let image = shares[index % threads][index / threads]
            if let image { contents[image.digest] = texts[index] }
            return image
        }
        let files = changes.indices.map { index in
            OperationFile(
                path: changes[index].path, before: image(2 * index), after: image(2 * index + 1))
        }
        return (files, contents)
    }

    /// Makes sure that each file holds what the caller had read.
    private func compare(_ changes: [FileChange]) throws(StoreFailure) {
        var seen: Set<String> = []
        var changed: [String] = []
        for change in changes {
            guard staysInside(change.path), seen.insert(change.path).inserted else {
                throw .badPath(change.path)
            }
            let current = try fileSystem.content(root + "/" + change.path)
            if current != change.before { changed.append(change.path) }
        }
        if !changed.isEmpty { throw .changed(changed) }
    }

    private func replacements(
        _ files: [OperationFile], id: String
    ) throws(StoreFailure) -> [Replacement] {
        var replacements: [Replacement] = []
        var targets: Set<String> = []
        for file in files {
            let target = try attempt(fileSystem.target(of: root + "/" + file.path))
            guard targets.insert(target).inserted else { throw .badPath(file.path) }
            // Names may have 255 bytes; 40 scalars leave room for what is put around them.
            let shown = String(String.UnicodeScalarView(name(of: target).unicodeScalars.prefix(40)))
            var replacement: Replacement
            var tail = id.suffix(4)[...]
            repeat {
                replacement = Replacement(
                    path: file.path, target: target,
                    temporary: folder(of: target) + "/~\(shown).\(tail).tmp",
                    before: file.before, after: file.after)
                tail += "0"
            } while fileSystem.exists(replacement.temporary)
                || fileSystem.exists(replacement.unfinished)
                || replacements.contains { $0.temporary == replacement.temporary }
            replacements.append(replacement)
        }
        return replacements
    }

    /// The folders that must be made before the files can be, outer ones first.
    private func missingFolders(_ files: [Replacement]) -> [String] {
        var missing: Set<String> = []
        for file in files where file.after != nil {
            var path = folder(of: file.target)
            while path != "/", !fileSystem.exists(path) {
                missing.insert(path)
                path = folder(of: path)
            }
        }
        return missing.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    }

    /// The commit point: when this returns the journal stands, durably.
    private func begin(_ journal: Journal) throws(StoreFailure) {
        try fileSystem.replace(state.journal, with: journal.bytes, through: state.newJournal)
        do throws(SystemFailure) {
            try fileSystem.syncFolder(state.folder)
        } catch {
            try takeBack(
                journal, because: .system(error), Placement(fileSystem: fileSystem, contents: [:]))
        }
    }

    /// Removes old images now and then; reading the whole log each time would be felt.
    private func pruneSometimes(after operation: Operation) {
        let written = operation.files.reduce(0) { $0 + ($1.after?.size ?? 0) }
        guard written > 1 << 20 || log.lineCount() % 50 == 0,
            let operations = try? log.operations()
        else { return }
        images.prune(operations)
    }
}
