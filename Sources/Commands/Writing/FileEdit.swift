import Editing
import Importing
import SourceText
import Syntax

/// What a command does to one file.
struct FileEdit {
    let path: String
    let before: [UInt8]?
    let after: [UInt8]?
    /// The lines that it changes; empty for files that are not told line by line.
    let lines: [LineEdit]

    init(_ file: EditableFile) {
        path = file.path
        before = file.original
        after = file.bytes
        lines = file.edits.filter { $0.before != $0.after }
    }

    init(path: String, before: [UInt8]?, after: [UInt8]?, lines: [LineEdit] = []) {
        self.path = path
        self.before = before
        self.after = after
        self.lines = lines
    }

    /// What a set of lines became.
    init(_ file: JSONLines) {
        self.init(path: file.path, before: file.original, after: file.bytes)
    }

    /// What imports change: lines and evidence, by the accounts' names.
    static func list(_ imports: [String: AccountImport]) -> [FileEdit] {
        imports.sorted { byBytes($0.key, $1.key) }.flatMap { _, account in
            account.files.map { FileEdit($0) }
                + account.evidenceFiles.filter(\.isChanged).map { FileEdit($0) }
        }
    }

    var isChange: Bool { before != after }
}
