import Foundation
import Platform
import Store
import Testing

@Suite final class LocalDiskTests {
    private let scratch: String
    private let ledger: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        scratch = try #require(resolvedPath(folder.path))
        ledger = scratch + "/ledger"
        try Platform.makeFolder(ledger)
    }

    deinit { try? FileManager.default.removeItem(atPath: scratch) }

    private var store: LedgerStore { LocalDiskTests.store(scratch) }

    private static func store(_ scratch: String) -> LedgerStore {
        LedgerStore(root: scratch + "/ledger", uid: "u", state: scratch + "/state", lockSeconds: 60)
    }

    private func write(_ path: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: ledger + "/" + path))
    }

    private func read(_ path: String) -> [UInt8]? { try? readFile(ledger + "/" + path) }

    private func draft(_ changes: [FileChange]) -> OperationDraft {
        OperationDraft(id: "abcdefghjk", command: "test", at: "now", changes: changes)
    }

    private func everything(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    }

    @Test func `an operation changes what it says and nothing else`() throws {
        try write("a.txt", text("a"))
        try write("keep.txt", text("k"))
        try store.commit(
            draft([
                FileChange(path: "a.txt", before: text("a"), after: text("aa")),
                FileChange(path: "x/y/b.txt", before: nil, after: text("b")),
            ]))
        let expected = ["a.txt", "keep.txt", "x", "x/y", "x/y/b.txt"]
        #expect(try everything(ledger) == expected)
        #expect(read("a.txt") == text("aa"))
        #expect(read("x/y/b.txt") == text("b"))
        _ = try store.undo(nil, id: "undo", at: "now")
        #expect(try everything(ledger) == ["a.txt", "keep.txt"])
        #expect(read("a.txt") == text("a"))
        _ = try store.undo("undo", id: "redo", at: "now")
        #expect(try everything(ledger) == expected)
    }

    @Test func `the state folder is private and holds no journal afterwards`() throws {
        try store.commit(draft([FileChange(path: "a.txt", before: nil, after: text("a"))]))
        let folder = store.stateFolder
        for path in try everything(folder) + [""] {
            let mode = try #require(FileStep.mode(folder + "/" + path))
            let open = mode & 0o077
            #expect(open == 0, "\(path)")
        }
        #expect(try listFolder(folder).map { $0.name } == ["images", "lock", "log.jsonl"])
    }

    @Test(arguments: [0o600, 0o640, 0o644, 0o664] as [UInt32])
    func `a file keeps its permissions`(mode: UInt32) throws {
        try write("a.txt", text("a"))
        try FileManager.default.setAttributes(
            [.posixPermissions: Int(mode)], ofItemAtPath: ledger + "/a.txt")
        try store.commit(draft([FileChange(path: "a.txt", before: text("a"), after: text("b"))]))
        #expect(FileStep.mode(ledger + "/a.txt") == mode)
        _ = try store.undo(nil, id: "undo", at: "now")
        #expect(FileStep.mode(ledger + "/a.txt") == mode)
        #expect(read("a.txt") == text("a"))
    }

    @Test func `a symbolic link stays one`() throws {
        try Platform.makeFolder(scratch + "/elsewhere")
        let target = scratch + "/elsewhere/real.txt"
        try Data(text("a")).write(to: URL(fileURLWithPath: target))
        for (link, to) in [("a.txt", "b.txt"), ("b.txt", "../elsewhere/real.txt")] {
            try FileManager.default.createSymbolicLink(
                atPath: ledger + "/" + link, withDestinationPath: to)
        }
        try store.commit(draft([FileChange(path: "a.txt", before: text("a"), after: text("b"))]))
        #expect(try readFile(target) == text("b"))
        #expect(linkText(ledger + "/a.txt") == "b.txt")
        #expect(try everything(scratch + "/elsewhere") == ["real.txt"])
        let twice = ["a.txt", "b.txt"].map {
            FileChange(path: $0, before: text("b"), after: text("c"))
        }
        #expect(throws: StoreFailure.badPath("b.txt")) { try store.commit(draft(twice)) }
    }

    @Test func `a link that leads nowhere yet gets its file`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: ledger + "/a.txt", withDestinationPath: "real.txt")
        try store.commit(draft([FileChange(path: "a.txt", before: nil, after: text("a"))]))
        #expect(read("real.txt") == text("a"))
        #expect(linkText(ledger + "/a.txt") == "real.txt")
    }

    @Test func `a new name that is taken is refused`() throws {
        try write("a.txt", text("a"))
        try write("b.txt", text("b"))
        let failure = #expect(throws: SystemFailure.self) {
            try FileStep.renameNew(ledger + "/a.txt", to: ledger + "/b.txt")
        }
        #expect(failure?.code == SystemFailure.exists)
        #expect(read("b.txt") == text("b"))
        try FileStep.renameNew(ledger + "/a.txt", to: ledger + "/c.txt")
        #expect(read("c.txt") == text("a"))
    }

    @Test func `a folder that may not be written is a clear failure`() throws {
        try write("a", text("a"))
        let change = FileChange(path: "a/b.txt", before: nil, after: text("b"))
        #expect(throws: StoreFailure.self) { try store.commit(draft([change])) }
        #expect(try everything(ledger) == ["a"])
        let recovery = try store.recover()
        #expect(recovery == .nothing)
    }

    @Test func `two writers with two files each lose no line`() throws {
        try write("a.txt", [])
        try write("b.txt", [])
        let count = trials(60)
        let scratch = scratch
        let failures = mapConcurrently(2) { writer -> [String] in
            let store = LocalDiskTests.store(scratch)
            var failures: [String] = []
            for number in 0..<count {
                let line = text("\(writer) \(number)\n")
                do throws(StoreFailure) {
                    _ = try store.withRetries(5, { $0 }) { () throws(StoreFailure) in
                        let changes = ["a.txt", "b.txt"].map { path in
                            let bytes = (try? readFile(scratch + "/ledger/" + path)) ?? []
                            return FileChange(path: path, before: bytes, after: bytes + line)
                        }
                        return OperationDraft(
                            id: "\(writer)-\(number)", command: "append", at: "", changes: changes)
                    }
                } catch { failures.append("\(error)") }
            }
            return failures
        }
        #expect(failures.allSatisfy { $0.isEmpty })
        let expected = (0..<2).flatMap { writer in (0..<count).map { "\(writer) \($0)" } }.sorted()
        for path in ["a.txt", "b.txt"] {
            let lines = String(decoding: read(path) ?? [], as: UTF8.self).split(separator: "\n")
            #expect(lines.map { String($0) }.sorted() == expected)
        }
        let operations = try store.operations().count
        #expect(operations == 2 * count)
        #expect(try everything(ledger) == ["a.txt", "b.txt"])
    }

    @Test func `a commit takes milliseconds`() throws {
        try write("a.txt", [UInt8](repeating: 0x61, count: 400_000))
        var bytes = try #require(read("a.txt"))
        let clock = ContinuousClock()
        var times: [Duration] = []
        for number in 0..<10 {
            let after = bytes + text("\(number)\n")
            let change = FileChange(path: "a.txt", before: bytes, after: after)
            times.append(try clock.measure { try store.commit(draft([change])) })
            bytes = after
        }
        let median = times.sorted()[5]
        print("commit of one file of 400 kB: \(median)")
        let most = Duration.seconds(2)
        #expect(median < most)
    }
}
