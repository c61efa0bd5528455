import Platform
import SourceText

/// What merges in the history of a repository would have given, had every file been merged as this program does it.
///
/// Bases are git's: the best common ancestors of two commits, where there are several merged into one.
package struct MergeHistory {
    /// Merges three versions of the file at a path; `nil` where that cannot be told.
    package typealias Merge = (
        _ path: String, _ base: [UInt8], _ left: [UInt8], _ right: [UInt8]
    ) -> [UInt8]?

    /// What the file at a path should have been in a commit, from what it was.
    package typealias Adjust = (_ path: String, _ commit: String, _ bytes: [UInt8]) -> [UInt8]

    private let repository: GitRepository
    private let merge: Merge
    private let adjust: Adjust

    package init(
        _ repository: GitRepository, merge: @escaping Merge,
        adjust: @escaping Adjust = { _, _, bytes in bytes }
    ) {
        self.repository = repository
        self.merge = merge
        self.adjust = adjust
    }

    /// The three versions that meet in a file where two commits are merged; `nil` contents where a side has no such file.
    package struct Versions {
        package let base: [UInt8]?
        package let left: [UInt8]?
        package let right: [UInt8]?
    }

    /// The files of the ledger that two commits changed apart from each other, by their paths there.
    package func contested(_ left: String, _ right: String) throws(GitFailure) -> [String] {
        let bases = try repository.bases(left, right)
        let (one, other) = (try repository.files(in: left), try repository.files(in: right))
        guard let first = bases.first else {
            return one.keys.filter { other[$0] != nil && other[$0] != one[$0] }.sorted()
        }
        let base = try repository.files(in: first)
        let paths = Set(one.keys).union(other.keys).filter { path in
            if one[path] == other[path] { return false }
            return bases.count > 1 || base[path] != one[path] && base[path] != other[path]
        }
        return paths.sorted()
    }

    /// The versions of a file that meet where two commits are merged.
    package func versions(
        _ path: String, _ left: String, _ right: String
    ) throws(GitFailure) -> Versions {
        let sides = try contents(path, of: [left, right])
        return Versions(
            base: try base(path, [left], right), left: sides[0], right: sides[1])
    }

    /// The merged file; `nil` where there is none, or where it cannot be merged.
    package func merged(_ path: String, _ versions: Versions) -> [UInt8]? {
        guard let left = versions.left, let right = versions.right else {
            // What one side removed and the other changed stays.
            let only = versions.left ?? versions.right
            return only == versions.base ? nil : only
        }
        return merge(path, versions.base ?? [], left, right)
    }

    /// The base of a commit and the merge of several others.
    private func base(
        _ path: String, _ group: [String], _ other: String
    ) throws(GitFailure) -> [UInt8]? {
        let output = try repository.run(["merge-base", "--all", other] + group, statuses: [0, 1])
            .output
        // Git merges several bases from the last that it names to the first.
        let bases = Array(
            String(readable: output).split(whereSeparator: \.isWhitespace).map(String.init)
                .reversed())
        guard let first = bases.first else { return nil }
        var content = try contents(path, of: [first])[0]
        for (place, next) in bases.enumerated().dropFirst() {
            let own = try base(path, Array(bases[..<place]), next)
            let right = try contents(path, of: [next])[0]
            content = merged(path, Versions(base: own, left: content, right: right))
        }
        return content
    }

    private func contents(_ path: String, of commits: [String]) throws(GitFailure) -> [[UInt8]?] {
        zip(commits, try repository.contents(commits.map { "\($0):./\(path)" })).map {
            commit, bytes in bytes.map { adjust(path, commit, $0) }
        }
    }
}

extension GitRepository {
    /// What git makes of three texts, with conflict markers where it must; `nil` for one that it takes for no text.
    ///
    /// - Parameter options: for `git merge-file`, such as `--union`.
    package func mergedText(
        _ base: [UInt8], _ left: [UInt8], _ right: [UInt8], _ options: [String]
    ) throws(GitFailure) -> [UInt8]? {
        // Older versions of git merge files alone, not objects: three that stand in its own folder for a moment.
        guard let folder = line("rev-parse", "--absolute-git-dir") else { return nil }
        let process = ProcessEnvironment.processIdentifier
        let paths = ["left", "base", "right"].map { "\(folder)/bankbook-\(process)-\($0)" }
        defer { for path in paths { try? FileStep.remove(path) } }
        for (path, bytes) in zip(paths, [left, base, right]) {
            try? FileStep.remove(path)
            do throws(SystemFailure) {
                try FileStep.writeNew(path, bytes, sync: false)
            } catch {
                throw GitFailure(command: ["merge-file"], message: error.description)
            }
        }
        let result = try run(
            ["merge-file", "-p", "-L", "left", "-L", "base", "-L", "right"] + options + paths,
            statuses: Set(0...255))
        return result.status.flatMap { $0 < 128 ? result.output : nil }
    }
}
