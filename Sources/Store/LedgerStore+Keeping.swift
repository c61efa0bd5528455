import Model
import Platform
import SourceText

extension LedgerStore {
    /// Makes sure that there is a place for what is kept, and that what was interrupted is at its end.
    package func prepare() throws(StoreFailure) {
        try locked { () throws(StoreFailure) in _ = try finishInterrupted() }
    }

    /// Keeps what is about to leave the folder in the trash of this device; kept already is no error. `prepare` comes
    /// before it.
    ///
    /// - Returns: where it lies.
    @discardableResult
    package func keepInTrash(_ path: String, _ bytes: [UInt8]) throws(StoreFailure) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let place = "\(state.trash)/\(SHA256.hex(bytes).prefix(12))-\(name)"
        if fileSystem.exists(place) { return place }
        if !fileSystem.exists(state.trash) {
            try attempt(fileSystem.makeFolder(state.trash, isPrivate: true))
        }
        try fileSystem.replace(place, with: bytes, through: place + ".new")
        try attempt(fileSystem.syncFolder(state.trash))
        return place
    }

    /// The suffix of the files to which this device adds; `nil` where it has none.
    package func writer() -> String? {
        let bytes = (try? fileSystem.content(state.writer)) ?? []
        let name = String(readable: bytes.prefix { $0 != Ascii.lineFeed })
        return name.isEmpty ? nil : name
    }

    /// Sets the suffix, or takes it away; lines that are there stay where they are.
    package func setWriter(_ name: String?) throws(StoreFailure) {
        try prepare()
        try fileSystem.replace(
            state.writer, with: Array(((name ?? "") + "\n").utf8), through: state.writer + ".new")
    }

    /// The contents that operations found and left in a file, oldest first, as far as they are kept; at most the last 50.
    package func versions(of path: String) throws(StoreFailure) -> [[UInt8]] {
        var references: [ImageReference] = []
        for operation in try operations() {
            for file in operation.files where file.path == path {
                for image in [file.after, file.before].compactMap({ $0 })
                where !references.contains(image) {
                    references.append(image)
                }
            }
            if references.count >= 50 { break }
        }
        return references.reversed().compactMap { images.content($0) }
    }

    /// What an operation found in a file and left there; `nil` where that is not kept any more.
    package func contents(
        of file: OperationFile
    ) -> (before: [UInt8], after: [UInt8])? {
        let before = file.before.map { images.content($0) } ?? []
        let after = file.after.map { images.content($0) } ?? []
        guard let before, let after else { return nil }
        return (before, after)
    }

    /// The merges of the history that were found to need nothing; a damaged list is an empty one.
    package func verifiedMerges() -> Set<String> {
        let bytes = (try? fileSystem.content(state.merges)) ?? []
        return Set(String(readable: bytes).split(separator: "\n").map(String.init))
    }

    /// Notes merges that need no further look. A failure is no matter: they are looked at again.
    package func noteVerified(_ merges: Set<String>) {
        let text = merges.sorted(by: byBytes).map { $0 + "\n" }.joined()
        try? fileSystem.replace(
            state.merges, with: Array(text.utf8), through: state.merges + ".new")
    }
}
