import Git
import Platform
import SourceText

/// Tries the merge driver that a clone is set up with, in a repository made for the moment.
struct GitDriverProbe {
    private let folder: String
    private let session: Session

    /// - Parameter folder: where the repository is made and removed again.
    init(_ folder: String, _ session: Session) {
        self.folder = folder
        self.session = session
    }

    private static let path = "transactions/main/2026.txt"
    private static let line =
        "2026-11-03   |      -3.20 EUR |                        | Coffee                   | id:coffee0001"

    /// Whether git, with the settings of a clone, merges two edits of one line.
    func works(_ settings: [String]) -> Bool {
        defer { try? removeTree(folder) }
        do {
            try removeTree(folder)
            try makeFolder(folder + "/transactions/main", mode: 0o700)
            guard
                session.environment.askTool(["git", "init", "-q", "-b", "main", folder], [], [])?
                    .status == 0,
                let repository = session.repository(folder)
            else { return false }
            try write(".gitattributes", "*.txt merge=bankbook\n")
            try commit(repository, GitDriverProbe.line, settings)
            try repository.run(["checkout", "-q", "-b", "other"])
            try commit(repository, GitDriverProbe.line + " #there", settings)
            try repository.run(["checkout", "-q", "main"])
            try commit(repository, GitDriverProbe.line + " #here", settings)
            try repository.run(
                settings.flatMap { ["-c", $0] } + ["merge", "-q", "--no-edit", "other"])
            let merged = try readFile(folder + "/" + GitDriverProbe.path)
            return String(readable: merged) == GitDriverProbe.line + " #here #there\n"
        } catch {
            return false
        }
    }

    private func commit(_ repository: GitRepository, _ line: String, _ settings: [String]) throws {
        try write(GitDriverProbe.path, line + "\n")
        try repository.run(["add", "-A"])
        try repository.run(settings.flatMap { ["-c", $0] } + ["commit", "-q", "-m", "probe"])
    }

    private func write(_ path: String, _ text: String) throws {
        let place = folder + "/" + path
        try? FileStep.remove(place)
        try FileStep.writeNew(place, Array(text.utf8), sync: false)
    }
}
