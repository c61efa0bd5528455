import Store
import Testing

@Suite struct UndoTests {
    private let disk = SimulatedDisk()
    private let store: LedgerStore

    init() {
        disk.addFolder("/ledger")
        disk.addFolder("/home/me")
        store = LedgerStore(
            root: "/ledger", uid: "u", state: "/home/me/state", fileSystem: disk, lockSeconds: 0)
    }

    private func write(_ id: String, _ path: String, _ after: String?) throws {
        let change = FileChange(
            path: path, before: disk.ledger[path], after: after.map { text($0) })
        try store.commit(
            OperationDraft(id: id, command: "write \(path)", at: "at \(id)", changes: [change]))
    }

    @Test func `repeated undos go back step by step`() throws {
        try write("op1", "a.txt", "1")
        try write("op2", "a.txt", "2")
        try write("op3", "b/c/d.txt", "3")
        let last = try store.undo(nil, id: "u3", at: "now")
        let change = FileChange(path: "b/c/d.txt", before: text("3"), after: nil)
        #expect(last.undone.id == "op3")
        #expect(last.operation.command == "undo op3")
        #expect(last.changes == [change])
        #expect(disk.ledger == ["a.txt": text("2")])
        _ = try store.undo(nil, id: "u2", at: "now")
        #expect(disk.ledger == ["a.txt": text("1")])
        _ = try store.undo("u2", id: "u4", at: "now")
        #expect(disk.ledger == ["a.txt": text("2")])
        _ = try store.undo(nil, id: "u5", at: "now")
        _ = try store.undo(nil, id: "u6", at: "now")
        #expect(disk.ledger == [:])
        #expect(throws: StoreFailure.nothingToUndo) { try store.undo(nil, id: "u7", at: "now") }
    }

    @Test func `the log names operations, newest first`() throws {
        try write("op1", "a.txt", "1")
        try write("op2", "a.txt", "2")
        _ = try store.undo(nil, id: "u2", at: "now")
        let log = try store.operations()
        #expect(log.map { $0.id } == ["u2", "op2", "op1"])
        #expect(log.map { $0.isUndone } == [false, true, false])
        #expect(log.map { $0.command } == ["undo op2", "write a.txt", "write a.txt"])
        #expect(log.map { $0.at } == ["now", "at op2", "at op1"])
        #expect(log.map { $0.files.count } == [1, 1, 1])
    }

    @Test func `an id that a seeded command uses twice is two operations`() throws {
        try write("same", "a.txt", "1")
        try write("same", "a.txt", "2")
        #expect(disk.ledger == ["a.txt": text("2")])
        _ = try store.undo(nil, id: "u1", at: "now")
        #expect(disk.ledger == ["a.txt": text("1")])
        let undone = try store.operations().map { $0.isUndone }
        #expect(undone == [false, true, false])
        _ = try store.undo(nil, id: "u2", at: "now")
        #expect(disk.ledger == [:])
    }

    @Test func `an undo refuses files that changed since`() throws {
        try write("op1", "a.txt", "1")
        disk.put("/ledger/a.txt", text("mine"))
        #expect(throws: StoreFailure.changedSince(operation: "op1", ["a.txt"])) {
            try store.undo(nil, id: "u1", at: "now")
        }
        #expect(disk.ledger == ["a.txt": text("mine")])
    }

    @Test func `an undo refuses what is unknown, undone or no longer kept`() throws {
        try write("op1", "a.txt", "1")
        try write("op2", "b.txt", "2")
        _ = try store.undo("op2", id: "u2", at: "now")
        #expect(throws: StoreFailure.unknownOperation("op9")) {
            try store.undo("op9", id: "u3", at: "now")
        }
        #expect(throws: StoreFailure.alreadyUndone(operation: "op2", by: "u2")) {
            try store.undo("op2", id: "u3", at: "now")
        }
        for path in disk.names.keys where path.contains("/images/") {
            let number = try #require(disk.names[path])
            disk.contents[number]?.bytes = text("rotten")
        }
        #expect(throws: StoreFailure.imagesGone(operation: "op1", path: "a.txt")) {
            try store.undo("op1", id: "u3", at: "now")
        }
    }

    @Test func `images of the newest two hundred operations are kept`() throws {
        for number in 0..<250 { try write("op\(number)", "\(number).txt", "\(number)") }
        let images = disk.names.keys.filter { $0.contains("/images/") }.count
        #expect(images == 200)
        _ = try store.undo("op50", id: "u1", at: "")
        #expect(disk.ledger["50.txt"] == nil)
        #expect(throws: StoreFailure.imagesGone(operation: "op49", path: "49.txt")) {
            try store.undo("op49", id: "u2", at: "")
        }
        #expect(disk.ledger["49.txt"] == text("49"))
    }

    @Test func `a reader sees whether an operation came while it read`() throws {
        try write("op1", "a.txt", "1")
        let before = store.moment()
        #expect(store.moment() == before)
        #expect(!before.isWriting)
        try write("op2", "a.txt", "2")
        #expect(store.moment() != before)
    }
}
