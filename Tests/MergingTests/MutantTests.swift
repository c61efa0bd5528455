import Model
import SourceText
import Syntax
import TestSupport
import Testing

@testable import Merging

/// Merges that are wrong on purpose: each must break a law, or the laws prove nothing (merge design 13).
struct MutantTests {
    /// A wrong way to merge, as it is known.
    enum Mutant: String, CaseIterable, Sendable {
        case `left wins`, `larger wins without losers`, `union of whole states`, `deletion wins`,
            `deletion loses in silence`, `lines counted`, `side that comes last is the base`

        var merge: History.Merge {
            switch self {
            case .`left wins`:
                { path, base, left, right in
                    let own = Law.records(left)
                    return MutantTests.settled(History.merged(path, base, left, right)) {
                        conflict in
                        own.values.first { $0.ids.contains(ByteText(conflict.record)) }?
                            .shown(ByteText(conflict.field)) ?? conflict.shown
                    }
                }
            case .`larger wins without losers`:
                { path, base, left, right in
                    MutantTests.settled(History.merged(path, base, left, right)) { $0.shown }
                }
            case .`union of whole states`:
                { path, _, left, right in History.merged(path, [], left, right) }
            case .`deletion wins`:
                { path, base, left, right in
                    let merged = Document(History.merged(path, base, left, right))
                    var kept = merged
                    kept.lines.removeAll { $0.contains("?deleted") }
                    return kept.bytes
                }
            case .`deletion loses in silence`:
                { path, base, left, right in
                    // What one side removed comes back from the other.
                    let old = Set(Document(base).lines)
                    let lost = Document(left).lines.filter {
                        old.contains($0) && !Document(right).lines.contains($0)
                    }
                    var merged = Document(History.merged(path, base, left, right))
                    merged.lines += lost.filter { !merged.lines.contains($0) }
                    merged.sort()
                    return merged.bytes
                }
            case .`lines counted`:
                { _, base, left, right in MutantTests.counted(base, left, right) }
            case .`side that comes last is the base`:
                { path, _, left, right in History.merged(path, right, left, right) }
            }
        }
    }

    private static func settled(
        _ bytes: [UInt8], _ choose: (MergeConflict) -> String
    ) -> [UInt8] {
        OpenConflicts.settled(bytes, .records(History.kind)) {
            $0.conflict.field == "deleted" ? nil : choose($0.conflict)
        }
    }

    /// Each line as often as both sides together have more of it than the base.
    private static func counted(_ base: [UInt8], _ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        func counts(_ bytes: [UInt8]) -> [String: Int] {
            Dictionary(Document(bytes).lines.map { ($0, 1) }, uniquingKeysWith: +)
        }
        let (old, one, other) = (counts(base), counts(left), counts(right))
        var merged = Document()
        for line in Set(one.keys).union(other.keys).sorted() {
            let count = (one[line] ?? 0) + (other[line] ?? 0) - (old[line] ?? 0)
            merged.lines += Array(repeating: line, count: max(count, 0))
        }
        merged.sort()
        return merged.bytes
    }

    @Test(arguments: Mutant.allCases)
    func `a wrong merge breaks a law`(_ mutant: Mutant) {
        var seeds = 0
        for seed in Trials.seeds(400, of: "mutant: \(mutant.rawValue)") {
            seeds += 1
            if MutantTests.brokenLaw(seed, mutant.merge) != nil { return }
        }
        Issue.record("\(mutant.rawValue) broke no law in \(seeds) histories")
    }

    @Test func `the real merge breaks none of them in the same histories`() {
        for seed in Trials.seeds(100, of: "mutants' histories") {
            #expect(MutantTests.brokenLaw(seed, History.merged) == nil, "seed \(seed)")
        }
    }

    /// The law that a way to merge breaks in the history of a seed.
    private static func brokenLaw(_ seed: UInt64, _ merge: @escaping History.Merge) -> String? {
        var mode = HistoryMode()
        mode.removes = seed % 2 == 0
        let history = History(Choices(seed: seed), mode, merge: merge)
        let results = Law.results(history)
        if !mode.removes, results.contains(where: { $0 != results[0] }) { return "order" }
        let (wanted, found) = (Law.survivors(history), Law.atoms(results[0]))
        let lost = wanted.subtracting(found).filter { $0.field != "deleted" }
        if !lost.isEmpty { return "lost" }
        if !mode.removes, !found.subtracting(wanted).filter({ $0.field != "deleted" }).isEmpty {
            return "came back"
        }
        let ids = TextLines(results[0], History.kind).records.flatMap { $0.parsed.fields.ids }
        return Set(ids).count == ids.count ? nil : "doubled"
    }

    // MARK: Ids of typed lines

    /// How a replica gives ids to lines that were typed without one.
    enum Assignment: String, CaseIterable, Sendable {
        case derived, random, `of all fields`

        func id(_ line: String, _ occurrence: Int, _ random: inout Seeded) -> String {
            switch self {
            case .derived:
                let record = try? TransactionRecord.parse(Array(line.utf8))
                return Identifier.derived(
                    .line, account: "main", parts: record?.core ?? [], occurrence: occurrence)
            case .random: return Identifier.random(random.next())
            case .`of all fields`:
                return Identifier.derived(
                    .line, account: "main", parts: [line], occurrence: occurrence)
            }
        }
    }

    /// Two replicas have the same typed lines; each edits some and gives ids to all, and they meet without a base.
    private static func doubles(_ assignment: Assignment, _ seed: UInt64) -> Bool {
        var random = Seeded(seed)
        let count = 1 + Int(random.next() % 5)
        let typed = (0..<count).map { "2026-11-0\(1 + $0 % 3) | -3.\(20 + $0 / 2) | food | Coffee" }
        let sides = (0..<2).map { _ -> [UInt8] in
            var seen: [String: Int] = [:]
            let lines = typed.map { line -> String in
                let core = line.replacing("| food |", with: "|  |")
                seen[core, default: 0] += 1
                let edited =
                    random.next() % 3 == 0
                    ? line.replacing("| food |", with: "| fun\(random.next() % 100) |") : line
                return edited + " | id:" + assignment.id(edited, seen[core] ?? 1, &random)
            }
            return Array((lines.joined(separator: "\n") + "\n").utf8)
        }
        let merged = History.real([], sides[0], sides[1])
        return TextLines(merged, History.kind).records.count != count
    }

    @Test func `ids derived from what is typed double no line, and no other ids do`() {
        for assignment in Assignment.allCases {
            let seeds = Trials.seeds(100, of: "ids: \(assignment.rawValue)")
            let doubled = seeds.filter { MutantTests.doubles(assignment, $0) }
            #expect(
                assignment == .derived ? doubled.isEmpty : !doubled.isEmpty,
                "\(assignment.rawValue): \(doubled.count)")
        }
    }

    // MARK: The base of a copy

    @Test
    func `of two bases that fit alike the older one is taken, as the newer one would lose an edit`()
        throws
    {
        let oldest = "2026-11-03 | -3.20 EUR | food | Coffee | id:coffee0001\n"
        let newer = oldest.replacing("| food |", with: "| fun |")
        let copy = oldest.replacing("coffee0001", with: "coffee0001 note:hi")
        func choose(_ versions: [String]) throws -> String {
            let best = try #require(
                BaseChoice.best(
                    versions.map { Array($0.utf8) }, left: Array(newer.utf8),
                    right: Array(copy.utf8), .records(History.kind)))
            return Law.text(History.real(best, Array(newer.utf8), Array(copy.utf8)))
        }
        let merged = try choose([oldest, newer])
        #expect(merged.contains("| fun "), "\(merged)")
        #expect(merged.contains("note:hi") && !merged.contains("?category"), "\(merged)")
        // The other way round the copy's missing edit is read as a change of mind.
        #expect(!(try choose([newer])).contains("| fun "))
    }
}
