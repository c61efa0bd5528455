import Editing
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

    var isChange: Bool { before != after }
}
