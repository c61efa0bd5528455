import Model
import Platform
package import Reading
package import SourceText
package import Syntax

/// The record lines of every text file in a folder of the ledger.
package enum RecordFolder {
    /// What keeps a line from being taken.
    package typealias Problem = SyntaxProblem

    /// Hands every record on, file by file in the order of their names' bytes.
    ///
    /// - Parameters:
    ///   - folder: such as `plans`.
    ///   - isRead: whether a file is read, by its name without `.txt`.
    ///   - take: gets the line, the file's name without `.txt`, and the line's number from 1.
    /// - Returns: the names of all files, and what is wrong with files that cannot be read, lines that hold no record and
    ///   lines that `take` refuses.
    package static func read(
        _ ledger: Ledger, _ folder: String, isRead: (String) -> Bool = { _ in true },
        _ take: (_ text: [UInt8], _ name: String, _ number: Int) throws(Problem) -> Void
    ) -> (names: [String], findings: [Diagnostic]) {
        let names = FolderContents.names(ledger, folder, ending: ".txt").sorted(by: byBytes)
        var findings: [Diagnostic] = []
        for name in names where isRead(name) {
            let path = "\(folder)/\(name).txt"
            let bytes: [UInt8]
            do throws(SystemFailure) { bytes = try readFile(ledger.root + "/" + path) } catch {
                findings.append(
                    Diagnostic(
                        "file.unreadable", .error, at: Location(file: path), error.description,
                        remedy: "make it readable"))
                continue
            }
            findings += RecordLines.read(bytes, path: path) { text, number throws(SyntaxProblem) in
                try take(text, name, number)
            }
        }
        return (names, findings)
    }
}
