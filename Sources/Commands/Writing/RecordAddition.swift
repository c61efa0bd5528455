import Editing
import Reading
import SourceText

extension FileEdit {
    /// New record lines behind all others of a file, which is made where there is none.
    static func adding(
        _ lines: [[UInt8]], to path: String, of ledger: Ledger
    ) throws(CommandFailure) -> FileEdit {
        let before = try LedgerFiles(ledger).bytes(path)
        var after = before ?? []
        if let last = after.last, last != Ascii.lineFeed { after.append(Ascii.lineFeed) }
        for line in lines { after += line + [Ascii.lineFeed] }
        return FileEdit(
            path: path, before: before, after: after,
            lines: lines.map { LineEdit(before: nil, after: $0) })
    }
}
