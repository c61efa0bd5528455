import Merging
import Platform
import SourceText

/// The data files of a ledger's folder: every text and JSON file that it keeps for itself.
struct DataFiles {
    let root: String
    /// Folders of what people put there, which is no data of the ledger.
    private static let foreign: Set<String> = ["attachments", "inbox", "archive"]
    private static let endings = [".txt", ".json", ".jsonl"]

    /// The names of each folder with data files, by the folder's path with a slash at its end; the top is empty. A folder
    /// that cannot be listed has none.
    func folders() -> [(folder: String, names: [String])] {
        var found: [(String, [String])] = []
        visit("", &found)
        return found.sorted { byBytes($0.0, $1.0) }
    }

    /// Every data file by its path in the ledger, in the order of bytes.
    func paths() -> [String] { DataFiles.paths(folders()) }

    static func paths(_ folders: [(folder: String, names: [String])]) -> [String] {
        folders.flatMap { folder, names in names.map { folder + $0 } }.sorted(by: byBytes)
    }

    private func visit(_ folder: String, _ found: inout [(String, [String])]) {
        do throws(SystemFailure) {
            var names: [String] = []
            for entry in try listFolder(root + "/" + folder)
            where !entry.name.hasPrefix(".") && !entry.name.hasPrefix("~") {
                if entry.kind == .folder {
                    let isForeign = folder.isEmpty && DataFiles.foreign.contains(entry.name)
                    if !isForeign { visit(folder + entry.name + "/", &found) }
                } else if entry.kind == .file,
                    DataFiles.endings.contains(where: entry.name.hasSuffix)
                {
                    names.append(entry.name)
                }
            }
            found.append((folder, names))
        } catch {
            return
        }
    }

    /// The bytes of a file; `nil` where it does not exist, as one that a sync service takes away meanwhile.
    func bytes(_ path: String) throws(CommandFailure) -> [UInt8]? {
        do throws(SystemFailure) {
            return try readFile(root + "/" + path)
        } catch {
            if error.isMissing { return nil }
            throw .failed(message: error.description, remedy: "make the file readable")
        }
    }
}
