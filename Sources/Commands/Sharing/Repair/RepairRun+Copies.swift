import Git
import Merging
import Platform
import SourceText
import Store

extension RepairRun {
    /// R2: files that a sync service put beside one that two devices had written.
    mutating func foldCopies() throws(CommandFailure) {
        var done: [String] = []
        var withoutBase = 0
        for (folder, names) in folders {
            for copy in ConflictCopy.candidates(names) {
                let path = folder + copy.name
                let original = folder + copy.original
                // A link is the file that it leads to, and no copy of it.
                if [path, original].contains(where: { linkText("\(root)/\($0)") != nil }) {
                    continue
                }
                guard let kind = FileMerge.kind(of: original), let bytes = try bytes(path),
                    let now = try self.bytes(original)
                else { continue }
                switch ConflictCopy.prove(bytes, of: now, kind, needsUID: copy.isPlainName) {
                case .isOther:
                    if copy.hasKnownShape {
                        note(
                            "\(path) looks like a copy of \(original), but says something else: it stays"
                        )
                    }
                    continue
                case .isEmpty where !copy.hasKnownShape: continue
                case .isEmpty: break
                case .isCopy:
                    let base = BaseChoice.best(
                        try versions(original), left: now, right: bytes, kind)
                    guard let merged = RepairRun.merge(original, base ?? [], now, bytes) else {
                        note("\(path) cannot be merged into \(original): do it by hand")
                        continue
                    }
                    if base == nil, merged != now { withoutBase += 1 }
                    set(original, merged)
                }
                keep(path, bytes)
                set(path, nil)
                done.append(path)
            }
        }
        if withoutBase > 0 {
            note(
                "no older version of \(counted(withoutBase, "file")) is known: what one side removed came back, and what "
                    + "both changed is open")
        }
        add(
            RepairStep(
                name: "R2", files: done, records: 0,
                text: "folded in \(counted(done.count, "conflict copy", plural: "conflict copies"))"
            ))
    }

    /// The versions of a file that this device knows, oldest first: those of git, and those that commands left.
    func versions(_ path: String) throws(CommandFailure) -> [[UInt8]] {
        var versions = images(path)
        if let repository {
            versions += try askingGit { () throws(GitFailure) in
                let commits = try repository.log(["-n", "50"], paths: [path])
                let blobs = commits.reversed().flatMap { commit in
                    commit.files.filter { $0.path == path }.map(\.blobs.after)
                }
                return try repository.contents(blobs).compactMap { $0 }
            }
        }
        return versions
    }
}
