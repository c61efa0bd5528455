import BenchmarkFigures
import BenchmarkLedgers
import Foundation

/// The folder in which ledgers are made.
struct WorkFolder {
    let path: String
    private let isTemporary: Bool

    init(_ asked: String?) throws(BenchmarkFailure) {
        isTemporary = asked == nil
        let folder =
            asked ?? NSTemporaryDirectory()
            + "bankbook-benchmark-\(ProcessInfo.processInfo.processIdentifier)"
        path = URL(fileURLWithPath: folder).path
        try createFolder(path)
    }

    /// Removes the folder unless the person named it.
    func close() {
        if isTemporary { try? FileManager.default.removeItem(atPath: path) }
    }

    func file(_ name: String) -> String { path + "/" + name }

    func write(_ bytes: [UInt8], to name: String) throws(BenchmarkFailure) {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        } catch {
            throw BenchmarkFailure("\(file(name)) cannot be written: \(error.localizedDescription)")
        }
    }

    func text(_ name: String) throws(BenchmarkFailure) -> String {
        do {
            return try String(contentsOfFile: file(name), encoding: .utf8)
        } catch {
            throw BenchmarkFailure("\(file(name)) cannot be read: \(error.localizedDescription)")
        }
    }

    /// Makes the ledger in the folder `name`, which is made anew.
    func write(_ ledger: BenchmarkLedger, to name: String) throws(BenchmarkFailure) {
        try write(ledger.descriptionFiles(), to: name)
        do {
            try ledger.eachTransactionFile { try put($0, in: name) }
        } catch let failure as BenchmarkFailure {
            throw failure
        } catch {
            throw BenchmarkFailure("\(file(name)): \(error.localizedDescription)")
        }
    }

    /// Makes the folder `name` anew, with some files.
    func write(_ files: [LedgerFile], to name: String) throws(BenchmarkFailure) {
        remove(name)
        for file in files { try put(file, in: name) }
    }

    private func put(_ file: LedgerFile, in name: String) throws(BenchmarkFailure) {
        let path = "\(name)/\(file.path)"
        try createFolder(self.file(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])))
        try write(file.bytes, to: path)
    }

    /// Writes a file into a folder that may not be there yet.
    func add(_ text: String, to name: String) throws(BenchmarkFailure) {
        try createFolder(file(String(name[..<(name.lastIndex(of: "/") ?? name.startIndex)])))
        try write(Array(text.utf8), to: name)
    }

    func remove(_ name: String) { try? FileManager.default.removeItem(atPath: file(name)) }

    /// Makes a copy of a folder whose files are further names of the same files, which is safe
    /// beside programs that replace files by renaming.
    func link(_ name: String, to copy: String) throws(BenchmarkFailure) {
        remove(copy)
        do {
            try FileManager.default.linkItem(atPath: file(name), toPath: file(copy))
        } catch {
            throw BenchmarkFailure("\(file(name)) cannot be copied: \(error.localizedDescription)")
        }
    }

    /// The bytes of all transaction files of a ledger.
    func textBytes(of ledger: String) throws(BenchmarkFailure) -> Int {
        let folder = file(ledger) + "/transactions"
        guard let names = FileManager.default.enumerator(atPath: folder) else {
            throw BenchmarkFailure("\(folder) cannot be read")
        }
        var sum = 0
        for case let name as String in names where name.hasSuffix(".txt") {
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            sum += (attributes?[.size] as? Int) ?? 0
        }
        return sum
    }
}

private func createFolder(_ path: String) throws(BenchmarkFailure) {
    do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
        throw BenchmarkFailure("\(path) cannot be made: \(error.localizedDescription)")
    }
}
