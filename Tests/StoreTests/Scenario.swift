import Store

/// The files of a ledger, by path inside it.
typealias Files = [String: [UInt8]]

func text(_ text: String) -> [UInt8] { Array(text.utf8) }

/// A ledger on a simulated disk, and an operation that is to be made.
struct Scenario: Sendable, CustomStringConvertible {
    let description: String
    let old: Files
    let new: Files
    /// Whether an operation was made before, so that the state folder is there.
    var isSeasoned = false
    /// Whether the operation is an undo of the one that led from `new` to `old`.
    var isUndo = false
    var canExchange = true

    static let root = "/ledger"
    static let stateBase = "/home/me/.local/state/bankbook"
    static let id = "op00000abc"

    private static let one: Files = ["transactions/giro/2026.txt": text("one\ntwo\n")]
    private static let oneNew: Files = ["transactions/giro/2026.txt": text("one\ntwo\nthree\n")]
    private static let two: Files = ["a.txt": text("a\n"), "b/b.txt": text("b\n")]
    private static let twoNew: Files = ["a.txt": text("a\na\n"), "b/b.txt": text("c\n")]
    private static let three: Files = ["a.txt": text("a\n"), "c.txt": text("c\n")]
    private static let threeNew: Files = [
        "a.txt": text("a\na\n"), "c.txt": text("c\nd\n"), "new/deep/d.txt": text("d\n"),
    ]

    static let all: [Scenario] = [
        Scenario(description: "one file, the first operation", old: one, new: oneNew),
        Scenario(description: "one file", old: one, new: oneNew, isSeasoned: true),
        Scenario(description: "two files", old: two, new: twoNew, isSeasoned: true),
        Scenario(description: "three files, one new", old: three, new: threeNew, isSeasoned: true),
        Scenario(description: "an undo", old: threeNew, new: three, isUndo: true),
        Scenario(
            description: "two files without exchange", old: two, new: twoNew, isSeasoned: true,
            canExchange: false),
    ]

    var changes: [FileChange] {
        Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }.map { path in
            FileChange(path: path, before: old[path], after: new[path])
        }
    }

    var draft: OperationDraft {
        OperationDraft(
            id: Scenario.id, command: "add", at: "2026-11-24T12:00:00Z", changes: changes)
    }

    func store(_ disk: SimulatedDisk) -> LedgerStore {
        LedgerStore(
            root: Scenario.root, uid: "k3j9x7m2q4", state: Scenario.stateBase, fileSystem: disk,
            lockSeconds: 0)
    }

    /// The disk right before the operation, all of it durable.
    func disk() throws(StoreFailure) -> SimulatedDisk {
        let disk = SimulatedDisk()
        disk.canExchange = canExchange
        for (path, bytes) in isUndo ? new : old { disk.put(Scenario.root + "/" + path, bytes) }
        disk.put(Scenario.root + "/ledger.json", text("{}\n"))
        disk.addFolder("/home/me")
        if isUndo {
            let reversed = Scenario(description: "", old: new, new: old)
            var first = reversed.draft
            first.id = "op00000001"
            try reversed.store(disk).commit(first)
        }
        if isSeasoned {
            let change = FileChange(path: "ledger.json", before: text("{}\n"), after: text("{1}\n"))
            let first = OperationDraft(
                id: "op00000001", command: "init", at: "2026-11-24T11:00:00Z", changes: [change])
            try store(disk).commit(first)
        }
        disk.flushAll()
        let copy = Crash(disk).survivor(0)
        return copy
    }

    /// Makes the operation.
    func perform(_ disk: SimulatedDisk) throws(StoreFailure) {
        if isUndo {
            _ = try store(disk).undo(nil, id: Scenario.id, at: "2026-11-24T12:00:00Z")
        } else {
            try store(disk).commit(draft)
        }
    }
}

extension SimulatedDisk {
    func addFolder(_ path: String) {
        if path == "/" || folders.contains(path) { return }
        addFolder(SimulatedDisk.folder(of: path))
        apply(Effect(folder: SimulatedDisk.folder(of: path), folders: [path: true]))
    }

    /// Puts a file there as somebody else would who renames a new one into place.
    func put(_ path: String, _ bytes: [UInt8]) {
        addFolder(SimulatedDisk.folder(of: path))
        apply(Effect(folder: SimulatedDisk.folder(of: path), files: [path: newContent(bytes)]))
    }

    /// The files of the ledger without `ledger.json`, and its folders that hold none.
    var ledger: Files {
        var files: Files = [:]
        for (path, number) in names where path.hasPrefix(Scenario.root + "/") {
            files[String(path.dropFirst(Scenario.root.count + 1))] = contents[number]?.bytes
        }
        files["ledger.json"] = nil
        for path in folders where path.hasPrefix(Scenario.root + "/") {
            let isUsed = names.keys.contains { $0.hasPrefix(path + "/") }
            if !isUsed { files[path + "/"] = [] }
        }
        return files
    }
}
