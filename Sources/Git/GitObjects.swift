import Platform
import SourceText

/// One path that differs between two trees.
package struct GitPathChange: Sendable, Equatable {
    /// From the top of the repository.
    package let path: String
    /// The modes, such as `100644`; zeros where the path is missing.
    package let modes: (before: String, after: String)
    /// The names of the contents; zeros where the path is missing.
    package let blobs: (before: String, after: String)

    package static func == (left: GitPathChange, right: GitPathChange) -> Bool {
        left.path == right.path && left.blobs == right.blobs && left.modes == right.modes
    }
}

extension GitRepository {
    /// The id of a commit; `nil` where the name means none.
    package func commit(_ name: String) -> String? {
        line("rev-parse", "--verify", "--quiet", "\(name)^{commit}")
    }

    /// The best common ancestors of two commits.
    package func bases(_ one: String, _ other: String) throws(GitFailure) -> [String] {
        let output = try run(["merge-base", "--all", one, other], statuses: [0, 1]).output
        return String(readable: output).split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// The files of the ledger in a commit by their paths in the ledger, with the names of their contents.
    package func files(in commit: String) throws(GitFailure) -> [String: String] {
        var files: [String: String] = [:]
        for entry in try words(["ls-tree", "-r", "-z", commit, "."]) {
            let parts = entry.split(separator: "\t", maxSplits: 1)
            let facts = parts[0].split(separator: " ")
            if parts.count == 2, facts.count >= 3, facts[1] == "blob" {
                files[String(parts[1])] = String(facts[2])
            }
        }
        return files
    }

    /// The paths that differ between two trees, over the whole repository.
    package func changes(_ one: String, _ other: String) throws(GitFailure) -> [GitPathChange] {
        GitRepository.changes(
            raw: try words(["diff-tree", "-r", "-z", "--no-renames", one, other]))
    }

    /// The name that git gives to what is not there.
    package static let nothing = String(repeating: "0", count: 40)

    /// The contents of objects in the order given, as they are stored; `nil` for one that does not exist.
    ///
    /// - Parameter names: such as `HEAD:./categories.txt` or the id of a blob.
    package func contents(_ names: [String]) throws(GitFailure) -> [[UInt8]?] {
        try batch(names, ["cat-file", "--batch"])
    }

    /// The content of a blob as a checkout to its path would write it, with the line ends and through the filters that are
    /// set for it.
    package func checkout(_ blob: String, path: String) throws(GitFailure) -> [UInt8] {
        // In a batch git tells the size before its filters.
        try run(["cat-file", "--filters", "--path=\(path)", blob]).output
    }

    private func batch(_ names: [String], _ words: [String]) throws(GitFailure) -> [[UInt8]?] {
        if names.isEmpty { return [] }
        let output = try run(words, Array((names.joined(separator: "\n") + "\n").utf8)).output
        var contents: [[UInt8]?] = []
        var place = 0
        while contents.count < names.count {
            guard let end = output[place...].firstIndex(of: Ascii.lineFeed) else {
                throw GitFailure(command: words, message: "git answered less than was asked")
            }
            let head = String(readable: output[place..<end]).split(separator: " ")
            place = end + 1
            guard let size = head.last.flatMap({ Int($0) }), head.count == 3 else {
                contents.append(nil)
                continue
            }
            guard place + size < output.count else {
                throw GitFailure(command: words, message: "git answered less than was asked")
            }
            contents.append(Array(output[place..<place + size]))
            place += size + 1
        }
        return contents
    }

    /// The name that git gives to a file's bytes, as committing it at its path would.
    package func blob(of bytes: [UInt8], at path: String) throws(GitFailure) -> String {
        let output = try run(["hash-object", "--stdin", "--path=\(path)"], bytes).output
        return String(readable: output.prefix { $0 != Ascii.lineFeed })
    }
}
