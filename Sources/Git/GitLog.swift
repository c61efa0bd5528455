import Platform
import SourceText

/// A commit as a list of them shows it.
package struct GitCommit: Sendable, Equatable {
    package let id: String
    package let author: String
    /// When its content was written, as `2026-11-27T19:31:53+00:00`.
    package let at: String
    /// The same in seconds since 1970.
    package let seconds: Int
    package let subject: String
    /// The operations of the program whose changes it holds.
    package let operations: [String]
    /// The files of the ledger that it changed, by their paths there.
    package let files: [GitPathChange]
}

extension GitRepository {
    /// The line at the end of a commit's message that names an operation of the program.
    package static let operationTrailer = "Bankbook-Operation"

    /// The commits that changed the ledger, newest first; merges by themselves change nothing.
    ///
    /// - Parameters:
    ///   - options: more words for `git log`, such as `-n 20`, or `-G` with an expression.
    ///   - paths: inside the ledger; none means all of it.
    package func log(_ options: [String], paths: [String] = ["."]) throws(GitFailure) -> [GitCommit]
    {
        if commit("HEAD") == nil { return [] }
        let format =
            "%x01%H%x00%an%x00%aI%x00%at%x00%s%x00%(trailers:key=\(GitRepository.operationTrailer),valueonly,separator=%x2C)%x00"
        let words = [
            "log", "-z", "--no-merges", "--no-renames", "--no-abbrev", "--raw", "--relative",
            "--format=\(format)",
        ]
        let output = try run(words + options + ["--"] + paths).output
        return output.split(separator: 1).compactMap { GitRepository.commit($0) }
    }

    private static func commit(_ text: ArraySlice<UInt8>) -> GitCommit? {
        let parts = text.split(separator: 0, omittingEmptySubsequences: false).map { part in
            String(readable: part.drop { $0 == Ascii.lineFeed })
        }
        guard parts.count >= 6 else { return nil }
        return GitCommit(
            id: parts[0], author: parts[1], at: parts[2], seconds: Int(parts[3]) ?? 0,
            subject: parts[4], operations: parts[5].split(separator: ",").map(String.init),
            files: changes(raw: Array(parts[6...])))
    }

    /// The changes of git's raw form: facts and path by turns.
    static func changes(raw parts: [String]) -> [GitPathChange] {
        zip(parts, parts.dropFirst()).compactMap { facts, path in
            guard facts.hasPrefix(":") else { return nil }
            let words = facts.dropFirst().split(separator: " ").map(String.init)
            guard words.count == 5 else { return nil }
            return GitPathChange(
                path: path, modes: (words[0], words[1]), blobs: (words[2], words[3]))
        }
    }
}
