import JSONText
import Model
import SourceText

/// One file of a journal: what stands there, what shall stand there, and where the new content is
/// put together.
struct Replacement: Equatable {
    /// Inside the ledger.
    let path: String
    /// Where the file really lies, links followed.
    let target: String
    /// Holds the new content before the file is replaced, and what the file held after that. Never
    /// a part of a content: those stand under `unfinished`.
    let temporary: String
    let before: ImageReference?
    let after: ImageReference?

    var unfinished: String {
        folder(of: temporary) + "/" + name(of: temporary).dropLast(4) + ".new.tmp"
    }

    var reversed: Replacement {
        Replacement(
            path: path, target: target, temporary: temporary, before: after, after: before)
    }
}

/// An operation on its way into the ledger, as the state folder holds it until all is done.
///
/// The contents are not in it but in the undo images, which are durable before the journal is. So
/// every content is written once, and an undo never lacks what the journal had.
struct Journal: Equatable {
    /// The ledger's folder, absolute. A journal that was copied to another place is not obeyed.
    let root: String
    /// Its line in the log, with the end.
    let record: [UInt8]
    /// The size of the log without that line: the line at this offset says that the operation is
    /// done. An id would not do, as a seeded command may use one twice.
    let logSize: Int
    let files: [Replacement]
    /// The folders that it has to make, absolute, outer ones first.
    let newFolders: [String]
    /// The folders that it removes when they are empty: those that the undone operation had made.
    let oldFolders: [String]

    /// The operation's id; empty in a damaged record.
    var id: String { Operation(line: record.dropLast())?.id ?? "" }

    /// The digest of the rest on a line of its own, so that a torn journal shows.
    var bytes: [UInt8] {
        let value = JSONValue.object([
            "format": .integer(1), "folder": .string(root),
            "record": .string(String(readable: record)), "log": .integer(logSize),
            "files": .array(
                files.map { file in
                    .object([
                        "path": .string(file.path), "target": .string(file.target),
                        "temporary": .string(file.temporary), "before": file.before?.json,
                        "after": file.after?.json,
                    ])
                }),
            "new_folders": .strings(newFolders), "old_folders": .strings(oldFolders),
        ])
        let body = JSONWriter.compact(value)
        return Array(SHA256.hex(body).utf8) + [Ascii.lineFeed] + body
    }
}

extension Journal {
    /// The journal in `bytes`; `nil` where they are not a whole one.
    init?(_ bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: Ascii.lineFeed) else { return nil }
        let body = Array(bytes[(end + 1)...])
        guard Array(SHA256.hex(body).utf8) == Array(bytes[..<end]),
            let value = try? JSONParser.parse(body), value["format"]?.integer == 1,
            let root = value["folder"]?.text, let record = value["record"]?.text,
            let logSize = value["log"]?.integer, let files = value["files"]?.elements
        else { return nil }
        self.root = root
        self.record = Array(record.utf8)
        self.logSize = logSize
        self.files = files.compactMap { file in
            guard let path = file["path"]?.text, let target = file["target"]?.text,
                let temporary = file["temporary"]?.text
            else { return nil }
            return Replacement(
                path: path, target: target, temporary: temporary,
                before: ImageReference(file["before"]), after: ImageReference(file["after"]))
        }
        newFolders = value["new_folders"]?.elements?.compactMap { $0.text } ?? []
        oldFolders = value["old_folders"]?.elements?.compactMap { $0.text } ?? []
    }
}
