import Model
import TestSupport
import Testing

@testable import Merging

/// The laws of merging (merge design 13), over random histories.
struct LawTests {
    /// Everything that the records of a file say, with the number of lines.
    private static func records(_ bytes: [UInt8]) -> [ByteText: RecordFields] {
        let lines = TextLines(bytes, History.kind)
        let classes = RecordClasses([lines, TextLines([], History.kind)], History.kind)
        return classes.sides[0].mapValues(\.fields)
    }

    /// All ways to merge the heads one after the other.
    private static func results(_ history: History) -> [[UInt8]] {
        let heads = Array(Set(history.heads)).sorted()
        return permutations(heads).map { order in
            var history = history
            var result = order[0]
            for head in order.dropFirst() { result = history.merged(result, head) }
            return history.commits[result].bytes
        }
    }

    private static func permutations(_ list: [Int]) -> [[Int]] {
        guard list.count > 1 else { return [list] }
        return list.indices.flatMap { index in
            var rest = list
            let head = rest.remove(at: index)
            return permutations(rest).map { [head] + $0 }
        }
    }

    /// Runs random histories and shrinks the first that breaks a law.
    private static func check(
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

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `fresh values on canonical files: every order of merging gives the same bytes`() {
        LawTests.check(200, "order-free histories", HistoryMode()) { history in
            let results = LawTests.results(history)
            guard let other = results.first(where: { $0 != results[0] }) else { return nil }
            return LawTests.text(results[0]) + "--\n" + LawTests.text(other)
        }
    }

    /// Where a line that others stand behind gets another day, their order in the old one may follow the order of
    /// merging; nothing else does.
    @Test func `where lines change their days every order of merging gives the same lines`() {
        var mode = HistoryMode()
        mode.movesDays = true
        LawTests.check(200, "order-free histories with days", mode) { history in
            let results = LawTests.results(history).map {
                $0.split(separator: 0x0A).sorted { $0.lexicographicallyPrecedes($1) }
            }
            return results.allSatisfy { $0 == results[0] } ? nil : "other lines"
        }
    }

    @Test(arguments: [false, true])
    func `a merge is the same from both sides, and a side that changed nothing adds nothing`(
        _ isCanonical: Bool
    ) {
        var mode = HistoryMode()
        mode.isCanonical = isCanonical
        mode.isFresh = isCanonical
        mode.removes = true
        mode.typesWithoutID = true
        LawTests.check(200, "sides, canonical: \(isCanonical)", mode) { history in
            let texts = history.commits.map(\.bytes)
            for (one, other) in zip(texts, texts.dropFirst()) {
                let base = texts[0]
                let merged = History.real(base, one, other)
                if merged != History.real(base, other, one) {
                    return "not the same from both sides"
                }
                if History.real(base, one, base) != one || History.real(base, one, one) != one {
                    return "something came of nothing"
                }
            }
            return nil
        }
    }

    /// - Parameter number: canonical or not, short or long files, as bits.
    @Test(arguments: 0..<4)
    func `copying and leaving out what no side changed gives what taking it apart gives`(
        _ number: Int
    ) {
        var mode = HistoryMode()
        mode.isCanonical = number & 1 == 0
        mode.isFresh = false
        mode.removes = true
        mode.typesWithoutID = true
        mode.movesDays = true
        mode.lines = number & 2 == 0 ? 4 : 30
        LawTests.check(100, "copied lines, mode \(number)", mode) { history in
            for commit in history.commits where commit.parents.count == 2 {
                let sides = commit.parents.map { history.commits[$0].bytes }
                let base = history.commits[0].bytes
                let results = [(false, Int.max), (true, Int.max), (true, 0)].map {
                    TextMerge.merge(
                        base: base, left: sides[0], right: sides[1], History.kind, copies: $0.0,
                        narrowsFrom: $0.1)
                }
                for other in results.dropFirst()
                where other.bytes != results[0].bytes || other.conflicts != results[0].conflicts {
                    return "not the same:\n" + LawTests.text(results[0].bytes) + "--\n"
                        + LawTests.text(other.bytes)
                }
            }
            return nil
        }
    }

    // MARK: Nothing is lost

    /// One thing that a record says: a value of a field, a tag, that it is deleted, or that it is there.
    private struct Atom: Hashable {
        var record: ByteText
        var field: ByteText
        var value: ByteText
    }

    private static func atoms(_ bytes: [UInt8]) -> Set<Atom> {
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
    private static func survivors(_ history: History) -> Set<Atom> {
        let atoms = history.commits.map { LawTests.atoms($0.bytes) }
        var written: Set<Atom> = []
        var dropped: Set<Atom> = []
        for (commit, own) in zip(history.commits, atoms) where commit.parents.count < 2 {
            let before = commit.parents.first.map { atoms[$0] } ?? []
            written.formUnion(own.subtracting(before))
            dropped.formUnion(before.subtracting(own))
        }
        return written.subtracting(dropped)
    }

    @Test func `what is there is what somebody wrote and nobody who saw it took away`() {
        var mode = HistoryMode()
        mode.movesDays = true
        LawTests.check(150, "oracle", mode) { history in
            let wanted = LawTests.survivors(history)
            for result in LawTests.results(history).prefix(2) {
                let found = LawTests.atoms(result)
                // Deletion is no fresh value: it comes and goes and comes again.
                let wrong = found.symmetricDifference(wanted).filter {
                    $0.field != "deleted"
                }
                if !wrong.isEmpty {
                    return
                        "lost \(wanted.subtracting(found)), came back \(found.subtracting(wanted))"
                }
            }
            return nil
        }
    }

    @Test func `nothing is lost where lines are removed by hand and values come again`() {
        var mode = HistoryMode()
        mode.movesDays = true
        mode.removes = true
        LawTests.check(150, "nothing lost", mode) { history in
            let wanted = LawTests.survivors(history)
            for result in LawTests.results(history).prefix(2) {
                let lost = wanted.subtracting(LawTests.atoms(result)).filter {
                    $0.field != "deleted"
                }
                if !lost.isEmpty { return "lost \(lost)" }
            }
            return nil
        }
    }

    /// - Parameter number: which of the modes, as bits.
    @Test(arguments: 0..<8)
    func `when all have merged all, every replica has the same bytes, and each record once`(
        _ number: Int
    ) {
        var mode = HistoryMode()
        mode.isCanonical = number & 1 == 0
        mode.isFresh = number & 2 == 0
        mode.removes = number & 4 != 0
        mode.typesWithoutID = number & 4 != 0
        mode.movesDays = true
        mode.replicas = 4
        LawTests.check(40, "all have merged all, mode \(number)", mode) { history in
            var history = history
            for _ in 0..<3 { history.mergeAll() }
            let texts = Set(history.heads.map { history.commits[$0].bytes })
            if texts.count > 1 { return texts.map(LawTests.text).joined(separator: "--\n") }
            let bytes = texts.first ?? []
            let lines = TextLines(bytes, History.kind).records
            let ids = lines.flatMap { $0.parsed.fields.ids }
            if Set(ids).count != ids.count { return "an id stands twice\n" + LawTests.text(bytes) }
            return nil
        }
    }
}
