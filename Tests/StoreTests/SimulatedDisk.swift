import Platform
import Store

/// A disk in memory that keeps what is durable apart from what a crash may take away.
///
/// The content of a file is durable once it was forced to the disk, a change of names once the
/// folder was. A crash keeps any subset of the rest, and any part of an unsaved content. Every call
/// that can fail is a step with a number, at which the disk can crash or fail, and before which
/// somebody else can write.
final class SimulatedDisk: FileSystem {
    enum Kind: Equatable {
        case read, write, sync, name
    }

    struct Step: Equatable {
        let kind: Kind
        let path: String
    }

    struct Content: Equatable {
        var bytes: [UInt8]
        var durable: [UInt8] = []
        var mode: UInt32 = 0o644
    }

    /// One change of names that a crash keeps or loses as a whole.
    struct Effect {
        let folder: String
        var files: [String: Int?] = [:]
        var folders: [String: Bool] = [:]
    }

    var contents: [Int: Content] = [:]
    var names: [String: Int] = [:]
    var folders: Set<String> = ["/"]
    var durableNames: [String: Int] = [:]
    var durableFolders: Set<String> = ["/"]
    var pending: [Effect] = []

    private(set) var trace: [Step] = []
    private(set) var isDead = false
    private var isLocked = false

    var crashesAt: Int?
    var failsAt: (step: Int, code: Int32)?
    /// From this step on every write finds the disk full.
    var isFullFrom: Int?
    var canExchange = true
    /// The steps of kind `sync` that do nothing.
    var skips: (Int, Step) -> Bool = { _, _ in false }
    /// What somebody else does right before a step.
    var others: [Int: (SimulatedDisk) -> Void] = [:]

    /// - Returns: whether a sync is to be done.
    @discardableResult
    private func step(_ kind: Kind, _ path: String) throws(SystemFailure) -> Bool {
        if isDead { throw SystemFailure("reach", path, code: SystemFailure.inputOutput) }
        let index = trace.count
        trace.append(Step(kind: kind, path: path))
        others[index]?(self)
        if crashesAt == index {
            isDead = true
            throw SystemFailure("reach", path, code: SystemFailure.inputOutput)
        }
        if let failsAt, failsAt.step == index {
            throw SystemFailure("\(kind)", path, code: failsAt.code)
        }
        if let isFullFrom, index >= isFullFrom, kind == .write {
            throw SystemFailure("write", path, code: SystemFailure.noSpace)
        }
        return kind == .sync && !skips(index, Step(kind: kind, path: path))
    }

    private func missing(_ path: String) -> SystemFailure {
        SystemFailure("find", path, code: SystemFailure.missing)
    }

    private func number(_ path: String) throws(SystemFailure) -> Int {
        guard let number = names[path] else { throw missing(path) }
        return number
    }

    func apply(_ effect: Effect) {
        for (path, number) in effect.files { names[path] = number }
        for (path, isThere) in effect.folders {
            if isThere { folders.insert(path) } else { folders.remove(path) }
        }
        pending.append(effect)
    }

    static func folder(of path: String) -> String {
        let parts = path.split(separator: "/").dropLast()
        return "/" + parts.joined(separator: "/")
    }

    func newContent(_ bytes: [UInt8], mode: UInt32 = 0o644) -> Int {
        let number = contents.count
        contents[number] = Content(bytes: bytes, mode: mode)
        return number
    }

    func exists(_ path: String) -> Bool {
        !isDead && (names[path] != nil || folders.contains(path))
    }

    func size(_ path: String) -> Int {
        names[path].flatMap { contents[$0]?.bytes.count } ?? 0
    }

    func mode(_ path: String) -> UInt32? { names[path].flatMap { contents[$0]?.mode } }

    func target(of path: String) throws(SystemFailure) -> String { path }

    func read(_ path: String) throws(SystemFailure) -> [UInt8] {
        try step(.read, path)
        return contents[try number(path)]?.bytes ?? []
    }

    func list(_ path: String) throws(SystemFailure) -> [String] {
        try step(.read, path)
        let inside = names.keys.filter { SimulatedDisk.folder(of: $0) == path }
        return inside.map { String($0.dropFirst(path.count + 1)) }.sorted()
    }

    func writeNew(_ path: String, _ bytes: [UInt8], mode: UInt32?) throws(SystemFailure) {
        if names[path] != nil { throw SystemFailure("write", path, code: SystemFailure.exists) }
        guard folders.contains(SimulatedDisk.folder(of: path)) else { throw missing(path) }
        let made = newContent([], mode: mode ?? 0o644)
        var effect = Effect(folder: SimulatedDisk.folder(of: path))
        effect.files[path] = made
        do throws(SystemFailure) { try step(.write, path) } catch {
            if !isDead {
                contents[made]?.bytes = Array(bytes.prefix(bytes.count / 2))
                apply(effect)
            }
            throw error
        }
        apply(effect)
        contents[made]?.bytes = bytes
        if !bytes.isEmpty { try syncContent(path) }
    }

    func append(_ path: String, _ bytes: [UInt8]) throws(SystemFailure) {
        let file = try number(path)
        do throws(SystemFailure) { try step(.write, path) } catch {
            if !isDead { contents[file]?.bytes += bytes.prefix(bytes.count / 2) }
            throw error
        }
        contents[file]?.bytes += bytes
        try syncContent(path)
    }

    func truncate(_ path: String, to size: Int) throws(SystemFailure) {
        try step(.name, path)
        let file = try number(path)
        let bytes = contents[file]?.bytes ?? []
        contents[file]?.bytes = Array(bytes.prefix(size))
        try syncContent(path)
    }

    func sync(_ path: String) throws(SystemFailure) { try syncContent(path) }

    private func syncContent(_ path: String) throws(SystemFailure) {
        if try step(.sync, path), let file = names[path], let bytes = contents[file]?.bytes {
            contents[file]?.durable = bytes
        }
    }

    func rename(_ path: String, to new: String) throws(SystemFailure) {
        try step(.name, new)
        var effect = Effect(folder: SimulatedDisk.folder(of: path))
        effect.files[new] = try number(path)
        effect.files.updateValue(nil, forKey: path)
        apply(effect)
    }

    func renameNew(_ path: String, to new: String) throws(SystemFailure) {
        try step(.name, new)
        if names[new] != nil { throw SystemFailure("rename to", new, code: SystemFailure.exists) }
        var effect = Effect(folder: SimulatedDisk.folder(of: path))
        effect.files[new] = try number(path)
        effect.files.updateValue(nil, forKey: path)
        apply(effect)
    }

    func exchange(_ one: String, _ other: String) throws(SystemFailure) -> Bool {
        try step(.name, other)
        guard canExchange else { return false }
        var effect = Effect(folder: SimulatedDisk.folder(of: one))
        effect.files[one] = try number(other)
        effect.files[other] = try number(one)
        apply(effect)
        return true
    }

    func remove(_ path: String) throws(SystemFailure) {
        try step(.name, path)
        _ = try number(path)
        var effect = Effect(folder: SimulatedDisk.folder(of: path))
        effect.files.updateValue(nil, forKey: path)
        apply(effect)
    }

    func makeFolder(_ path: String, isPrivate: Bool) throws(SystemFailure) {
        try step(.write, path)
        guard folders.contains(SimulatedDisk.folder(of: path)) else { throw missing(path) }
        apply(Effect(folder: SimulatedDisk.folder(of: path), folders: [path: true]))
    }

    func removeFolder(_ path: String) throws(SystemFailure) {
        try step(.name, path)
        let isUsed = (Array(names.keys) + Array(folders)).contains { $0.hasPrefix(path + "/") }
        if isUsed { throw SystemFailure("remove the folder", path, code: SystemFailure.exists) }
        apply(Effect(folder: SimulatedDisk.folder(of: path), folders: [path: false]))
    }

    func syncFolder(_ path: String) throws(SystemFailure) {
        guard folders.contains(path) else { throw missing(path) }
        guard try step(.sync, path) else { return }
        flush { $0.folder == path }
    }

    private func flush(_ isFlushed: (Effect) -> Bool) {
        for effect in pending where isFlushed(effect) {
            for (path, number) in effect.files { durableNames[path] = number }
            for (path, isThere) in effect.folders {
                if isThere { durableFolders.insert(path) } else { durableFolders.remove(path) }
            }
        }
        pending.removeAll(where: isFlushed)
    }

    /// The disk as it is when only the process dies: nothing is lost, nothing more is durable.
    func forNextProcess() -> SimulatedDisk {
        let next = SimulatedDisk()
        next.canExchange = canExchange
        next.contents = contents
        next.names = names
        next.folders = folders
        next.durableNames = durableNames
        next.durableFolders = durableFolders
        next.pending = pending
        return next
    }

    /// Makes everything durable.
    func flushAll() {
        flush { _ in true }
        for number in contents.keys {
            if let bytes = contents[number]?.bytes { contents[number]?.durable = bytes }
        }
    }

    func lock(_ path: String, waiting seconds: Int) throws(SystemFailure) -> (any HeldLock)? {
        try step(.name, path)
        if isLocked { return nil }
        isLocked = true
        return Lock(disk: self)
    }

    private struct Lock: HeldLock {
        let disk: SimulatedDisk

        func release() { disk.isLocked = false }
    }
}
