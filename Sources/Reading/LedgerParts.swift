import Model
import Platform
import SourceText
import Syntax

/// What a ledger holds beside its accounts: its categories, and the names of its files of transactions.
struct LedgerParts: Sendable {
    /// A folder in `transactions` and the text files in it, both in the order of their names.
    struct Folder: Sendable {
        let name: String
        let texts: [String]
        /// Files that a sync service keeps elsewhere and shows as `.2026.txt.icloud`, by their own names.
        let absent: [String]
    }

    let folders: [Folder]
    let categories: CategoryTree
    /// What is wrong with the categories.
    let findings: [Diagnostic]

    init(_ root: String) {
        folders = LedgerParts.entries(root + "/transactions").filter { $0.kind == .folder }.map {
            folder in
            let names = LedgerParts.entries("\(root)/transactions/\(folder.name)").map(\.name)
            return Folder(
                name: folder.name,
                texts: names.filter {
                    $0.hasSuffix(".txt") && !$0.hasPrefix(".") && !$0.hasPrefix("~")
                },
                absent: names.filter { $0.hasPrefix(".") && $0.hasSuffix(".txt.icloud") }
                    .map { String($0.dropFirst().dropLast(7)) })
        }
        (categories, findings) = LedgerParts.tree("categories.txt", in: root, hasKind: true)
    }

    /// Nothing where the folder cannot be listed.
    static func entries(_ folder: String) -> [FolderEntry] {
        do throws(SystemFailure) { return try listFolder(folder) } catch { return [] }
    }

    /// A file of categories or of a taxonomy, and what is wrong with it; an empty tree where it is missing.
    static func tree(
        _ path: String, in root: String, hasKind: Bool
    ) -> (tree: CategoryTree, findings: [Diagnostic]) {
        guard entryKind(root + "/" + path) != nil else { return (CategoryTree(), []) }
        let bytes: [UInt8]
        do throws(SystemFailure) {
            bytes = try readFile(root + "/" + path)
        } catch {
            return (CategoryTree(), [unreadable(path, error)])
        }
        var categories: [Category] = []
        let findings = RecordLines.read(bytes, path: path) { text, _ throws(SyntaxProblem) in
            let record = try CategoryRecord.parse(text, hasKind: hasKind)
            categories.append(
                Category(
                    path: record.category, kind: record.kind, keywords: record.keywords,
                    attributes: record.attributes.attributes))
        }
        return (CategoryTree(categories), findings)
    }

    static func unreadable(_ path: String, _ failure: SystemFailure) -> Diagnostic {
        Diagnostic(
            "file.unreadable", .error, at: Location(file: path, line: 1),
            "the file cannot be read: \(failure.reason)",
            remedy: "make it readable, or move it out of the folder")
    }
}
