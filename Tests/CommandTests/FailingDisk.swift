import Platform
import Store
import Synchronization

/// A disk on which the call number `limit` fails, and with `dies` every call after it as well: then
/// the folder is as it would be had the process been killed there, for nothing can be tidied up.
final class FailingDisk: FileSystem, Sendable {
    private let disk = LocalFileSystem()
    private let limit: Int
    private let dies: Bool
    private let code: Int32
    private let calls = Mutex(0)

    /// - Parameter limit: the first call that fails, from 1; writes fail half done.
    init(limit: Int, dies: Bool, code: Int32 = SystemFailure.inputOutput) {
        self.limit = limit
        self.dies = dies
        self.code = code
    }

    /// The calls that change something, so far.
    var count: Int { calls.withLock { $0 } }

    private func isFailing() -> Bool {
        calls.withLock { count in
            count += 1
            return dies ? count >= limit : count == limit
        }
    }

    private func step(_ path: String) throws(SystemFailure) {
        if isFailing() { throw SystemFailure("write", path, code: code) }
    }

    func read(_ path: String) throws(SystemFailure) -> [UInt8] { try disk.read(path) }
    func size(_ path: String) -> Int { disk.size(path) }
    func exists(_ path: String) -> Bool { disk.exists(path) }
    func list(_ path: String) throws(SystemFailure) -> [String] { try disk.list(path) }
    func mode(_ path: String) -> UInt32? { disk.mode(path) }
    func target(of path: String) throws(SystemFailure) -> String { try disk.target(of: path) }

    func writeNew(_ path: String, _ bytes: [UInt8], mode: UInt32?) throws(SystemFailure) {
        if isFailing() {
            try disk.writeNew(path, Array(bytes.prefix(bytes.count / 2)), mode: mode)
            throw SystemFailure("write", path, code: code)
        }
        try disk.writeNew(path, bytes, mode: mode)
    }

    func append(_ path: String, _ bytes: [UInt8]) throws(SystemFailure) {
        if isFailing() {
            try disk.append(path, Array(bytes.prefix(bytes.count / 2)))
            throw SystemFailure("write", path, code: code)
        }
        try disk.append(path, bytes)
    }

    func truncate(_ path: String, to size: Int) throws(SystemFailure) {
        try step(path)
        try disk.truncate(path, to: size)
    }

    func sync(_ path: String) throws(SystemFailure) {
        try step(path)
        try disk.sync(path)
    }

    func rename(_ path: String, to new: String) throws(SystemFailure) {
        try step(path)
        try disk.rename(path, to: new)
    }

    func renameNew(_ path: String, to new: String) throws(SystemFailure) {
        try step(path)
        try disk.renameNew(path, to: new)
    }

    func exchange(_ one: String, _ other: String) throws(SystemFailure) -> Bool {
        try step(other)
        return try disk.exchange(one, other)
    }

    func remove(_ path: String) throws(SystemFailure) {
        try step(path)
        try disk.remove(path)
    }

    func makeFolder(_ path: String, isPrivate: Bool) throws(SystemFailure) {
        try step(path)
        try disk.makeFolder(path, isPrivate: isPrivate)
    }

    func removeFolder(_ path: String) throws(SystemFailure) {
        try step(path)
        try disk.removeFolder(path)
    }

    func syncFolder(_ path: String) throws(SystemFailure) {
        try step(path)
        try disk.syncFolder(path)
    }

    func lock(_ path: String, waiting seconds: Int) throws(SystemFailure) -> (any HeldLock)? {
        try disk.lock(path, waiting: seconds)
    }
}
