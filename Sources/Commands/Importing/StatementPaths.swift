import Platform
import SourceText

/// The files that paths of a command line mean.
enum StatementPaths {
    /// Each file as it is named; of a folder every file below it, by the bytes of their paths, but for those whose
    /// name begins with a dot or `~`.
    static func files(_ paths: [String], _ session: Session) throws(CommandFailure) -> [String] {
        var files: [String] = []
        for path in paths {
            if entryKind(session.absolute(path)) == .folder {
                files += try below(path, session.absolute(path))
            } else {
                files.append(path)
            }
        }
        return files
    }

    /// The files below a folder, with its path in front of theirs.
    static func below(
        _ shown: String, _ folder: String
    ) throws(CommandFailure) -> [String] {
        let entries: [FolderEntry]
        do throws(SystemFailure) {
            entries = try listFolder(folder)
        } catch {
            throw .failed(message: error.description, remedy: "check the name")
        }
        let trimmed = shown.hasSuffix("/") ? String(shown.dropLast()) : shown
        var files: [String] = []
        for entry in entries where !entry.name.hasPrefix(".") && !entry.name.hasPrefix("~") {
            let path = trimmed + "/" + entry.name
            switch entry.kind {
            case .file: files.append(path)
            case .folder: files += try below(path, folder + "/" + entry.name)
            case .other: continue
            }
        }
        return files
    }
}
