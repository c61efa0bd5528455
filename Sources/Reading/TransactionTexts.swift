import Platform

/// The names of the files of transactions by folder, looked up in a thread of its own where there are
/// many folders.
struct TransactionTexts {
    /// A folder in `transactions` and the text files in it.
    struct Folder: Sendable {
        let name: String
        let texts: [String]
    }

    private let root: String
    private let work: BackgroundWork<[Folder]>?

    init(_ root: String, isLarge: Bool) {
        self.root = root
        work = isLarge ? BackgroundWork { TransactionTexts.list(root) } : nil
    }

    /// The folders in the order of their names.
    func folders() -> [Folder] { work?.value() ?? TransactionTexts.list(root) }

    private static func list(_ root: String) -> [Folder] {
        entries(root + "/transactions").filter { $0.kind == .folder }.map { folder in
            let names = entries("\(root)/transactions/\(folder.name)").map(\.name)
            return Folder(
                name: folder.name,
                texts: names.filter {
                    $0.hasSuffix(".txt") && !$0.hasPrefix(".") && !$0.hasPrefix("~")
                })
        }
    }

    /// Nothing where the folder cannot be listed.
    private static func entries(_ folder: String) -> [FolderEntry] {
        do throws(SystemFailure) { return try listFolder(folder) } catch { return [] }
    }
}
