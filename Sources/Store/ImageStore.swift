import Model

/// The contents of files before and after each operation, each once, named by its digest.
struct ImageStore {
    let fileSystem: any FileSystem
    let state: StatePaths

    /// How far back operations can be undone: this many, undos not counted, unless their contents
    /// together take more than `bytesMax`. The newest can always be undone.
    static let operationsMax = 200
    static let bytesMax = 256 << 20

    /// Makes the contents durable; those that are kept already are not written again.
    func keep(_ contents: [String: [UInt8]]) throws(StoreFailure) {
        for (digest, bytes) in contents.sorted(by: { $0.key < $1.key }) {
            if fileSystem.exists(state.image(digest)) { continue }
            try fileSystem.replace(
                state.image(digest), with: bytes, through: state.newImage(digest))
        }
        // Also where nothing was written: whoever did may have been stopped right before this.
        try attempt(fileSystem.syncFolder(state.images))
    }

    /// The content; `nil` where it is not kept, or not whole.
    func content(_ image: ImageReference) -> [UInt8]? {
        guard let bytes = try? fileSystem.read(state.image(image.digest)),
            SHA256.hex(bytes) == image.digest
        else { return nil }
        return bytes
    }

    /// Removes the images that none of the newest operations needs. A failure is no matter: the
    /// next pruning removes the rest.
    func prune(_ operations: [Operation]) {
        var needed: Set<String> = []
        var bytes = 0
        var count = 0
        for operation in operations {
            if operation.undoes == nil { count += 1 }
            if count > ImageStore.operationsMax { break }
            let images = operation.files.flatMap { [$0.before, $0.after].compactMap { $0 } }
            let added = images.filter { !needed.contains($0.digest) }
            bytes += added.reduce(0) { $0 + $1.size }
            if bytes > ImageStore.bytesMax, !needed.isEmpty { break }
            needed.formUnion(added.map { $0.digest })
        }
        for name in (try? fileSystem.list(state.images)) ?? [] where !needed.contains(name) {
            fileSystem.discard(state.images + "/" + name)
        }
    }
}
