import JSONText
import Model
import SourceText

/// The content of a file as the state folder keeps it.
package struct ImageReference: Sendable, Hashable {
    /// The SHA-256 of the content, in hexadecimal.
    package let digest: String
    /// Bytes.
    package let size: Int

    init(digest: String, size: Int) {
        self.digest = digest
        self.size = size
    }

    init(of bytes: [UInt8]) { self.init(digest: SHA256.hex(bytes), size: bytes.count) }

    init?(_ value: JSONValue?) {
        guard let digest = value?["digest"]?.text, let size = value?["size"]?.integer else {
            return nil
        }
        self.init(digest: digest, size: size)
    }

    var json: JSONValue { .object(["digest": .string(digest), "size": .integer(size)]) }
}

/// One file of an operation that was made; `nil` where the file did not exist.
package struct OperationFile: Sendable, Hashable {
    package let path: String
    package let before: ImageReference?
    package let after: ImageReference?
}

/// An operation that was made.
package struct Operation: Sendable, Hashable {
    package let id: String
    package let at: String
    package let command: String
    package let files: [OperationFile]
    /// The id of the operation that this one undid; `nil` for one that is no undo.
    package let undoes: String?
    /// The statement files that it took in.
    package let imports: [ImportNote]
    /// Whether a later operation undid this one, and was not undone itself.
    package internal(set) var isUndone = false
    /// The folders that it made.
    let folders: [String]

    /// One line of the log, with its end.
    var line: [UInt8] {
        let value = JSONValue.object([
            "id": .string(id), "at": .string(at), "command": .string(command),
            "undoes": undoes.map { .string($0) },
            "folders": folders.isEmpty ? nil : .strings(folders),
            "imports": imports.isEmpty ? nil : .array(imports.map(\.json)),
            "files": .array(
                files.map { file in
                    .object([
                        "path": .string(file.path), "before": file.before?.json,
                        "after": file.after?.json,
                    ])
                }),
        ])
        return JSONWriter.compact(value) + [Ascii.lineFeed]
    }
}

extension Operation {
    /// The operation of a line without its end; `nil` where the line is none.
    init?(line: [UInt8]) {
        guard let value = try? JSONParser.parse(line), let id = value["id"]?.text,
            let at = value["at"]?.text, let command = value["command"]?.text,
            let files = value["files"]?.elements
        else { return nil }
        self.id = id
        self.at = at
        self.command = command
        undoes = value["undoes"]?.text
        folders = value["folders"]?.elements?.compactMap { $0.text } ?? []
        imports = value["imports"]?.elements?.compactMap(ImportNote.init) ?? []
        self.files = files.compactMap { file in
            file["path"]?.text.map { path in
                OperationFile(
                    path: path, before: ImageReference(file["before"]),
                    after: ImageReference(file["after"]))
            }
        }
    }
}
