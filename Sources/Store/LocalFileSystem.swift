package import Platform

/// The disks of this machine.
package struct LocalFileSystem: FileSystem, Sendable {
    package init() {}

    package func read(_ path: String) throws(SystemFailure) -> [UInt8] { try readFile(path) }

    package func size(_ path: String) -> Int { fileSize(path) }

    package func exists(_ path: String) -> Bool { nameExists(path) }

    package func list(_ path: String) throws(SystemFailure) -> [String] {
        try listFolder(path).map { $0.name }
    }

    package func mode(_ path: String) -> UInt32? { FileStep.mode(path) }

    package func target(of path: String) throws(SystemFailure) -> String {
        var place = path
        for _ in 0..<40 {
            guard let text = linkText(place) else { return place }
            place = text.hasPrefix("/") ? text : folder(of: place) + "/" + text
        }
        throw SystemFailure("follow the links of", path, code: SystemFailure.linkLoop)
    }

    package func writeNew(
        _ path: String, _ bytes: [UInt8], mode: UInt32?
    ) throws(SystemFailure) {
        try FileStep.writeNew(path, bytes, exactMode: mode)
    }

    package func append(_ path: String, _ bytes: [UInt8]) throws(SystemFailure) {
        try FileStep.append(path, bytes)
    }

    package func truncate(_ path: String, to size: Int) throws(SystemFailure) {
        try FileStep.truncate(path, to: size)
    }

    package func sync(_ path: String) throws(SystemFailure) { try FileStep.sync(path) }

    package func rename(_ path: String, to new: String) throws(SystemFailure) {
        try FileStep.rename(path, to: new)
    }

    package func renameNew(_ path: String, to new: String) throws(SystemFailure) {
        try FileStep.renameNew(path, to: new)
    }

    package func exchange(_ one: String, _ other: String) throws(SystemFailure) -> Bool {
        try FileStep.exchange(one, other)
    }

    package func remove(_ path: String) throws(SystemFailure) { try FileStep.remove(path) }

    package func makeFolder(_ path: String, isPrivate: Bool) throws(SystemFailure) {
        try Platform.makeFolder(path, mode: isPrivate ? 0o700 : 0o777)
    }

    package func removeFolder(_ path: String) throws(SystemFailure) {
        try FileStep.removeFolder(path)
    }

    package func syncFolder(_ path: String) throws(SystemFailure) { try FileStep.syncFolder(path) }

    package func lock(
        _ path: String, waiting seconds: Int
    ) throws(SystemFailure) -> (any HeldLock)? {
        let lock = LocalLock(try FileLock(path: path, waiting: seconds))
        return lock.isHeld ? lock : nil
    }
}

private final class LocalLock: HeldLock {
    private var lock: FileLock?
    let isHeld: Bool

    init(_ lock: consuming FileLock) {
        isHeld = lock.isHeld
        self.lock = consume lock
    }

    func release() { lock = nil }
}
