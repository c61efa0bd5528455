import Model
import TestSupport
import Testing

@testable import Merging

/// What the laws of merging speak about, and how histories are held against them.
enum Law {
    /// Everything that the records of a file say, with the number of lines.
    static func records(_ bytes: [UInt8]) -> [ByteText: RecordFields] {
        let lines = TextLines(bytes, History.kind)
        let classes = RecordClasses([lines, TextLines([], History.kind)], History.kind)
        return classes.sides[0].mapValues(\.fields)
    }

    /// All ways to merge the heads one after the other.
    static func results(_ history: History) -> [[UInt8]] {
        let heads = Array(Set(history.heads)).sorted()
        return permutations(heads).map { order in
            var history = history
            var result = order[0]
            for head in order.dropFirst() { result = history.merged(result, head) }
            return history.commits[result].bytes
        }
    }

    static func permutations(_ list: [Int]) -> [[Int]] {
        guard list.count > 1 else { return [list] }
        return list.indices.flatMap { index in
            var rest = list
            let head = rest.remove(at: index)
            return permutations(rest).map { [head] + $0 }
        }
    }

    /// Runs random histories and shrinks the first that breaks a law.
    static func check(
        _ usual: Int, _ name: String, _ mode: HistoryMode, breaks: (History) -> String?
    ) {
        for seed in Trials.seeds(usual, of: name) {
            let history = History(Choices(seed: seed), mode)
            guard breaks(history) != nil else { continue }
            let small = Choices.shrunk(history.used) { breaks(History(Choices($0), mode)) != nil }
            let shrunk = History(Choices(small), mode)
            Issue.record(
                "\(name), seed \(seed), choices \(small): \(breaks(shrunk) ?? "")\n\(shrunk.script)"
            )
            return
        }
    }

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// One thing that a record says: a value of a field, a tag, that it is deleted, or that it is there.
    struct Atom: Hashable {
        var record: ByteText
        var field: ByteText
        var value: ByteText
    }

    static func atoms(_ bytes: [UInt8]) -> Set<Atom> {
        var atoms: Set<Atom> = []
        for (record, fields) in records(bytes) {
            atoms.insert(Atom(record: record, field: "", value: ""))
            for (name, values) in fields.decisions {
                for key in values.keys {
                    atoms.insert(Atom(record: record, field: name, value: key))
                }
            }
            for (name, members) in fields.sets where !name.string.hasPrefix("-") {
                for member in members {
                    atoms.insert(Atom(record: record, field: name, value: member))
                }
            }
            if fields.flags.contains(RecordFields.deletion) {
                atoms.insert(Atom(record: record, field: "deleted", value: ""))
            }
        }
        return atoms
    }

    /// What a slow and obvious model says of all commits: everything that some commit wrote, and no commit that saw it
    /// took away.
    static func survivors(_ history: History) -> Set<Atom> {
        let atoms = history.commits.map { Law.atoms($0.bytes) }
        var written: Set<Atom> = []
        var dropped: Set<Atom> = []
        for (commit, own) in zip(history.commits, atoms) where commit.parents.count < 2 {
            let before = commit.parents.first.map { atoms[$0] } ?? []
            written.formUnion(own.subtracting(before))
            dropped.formUnion(before.subtracting(own))
        }
        return written.subtracting(dropped)
    }
}
