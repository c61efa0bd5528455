import Model
import SourceText
import Testing

@testable import Merging

/// Laws of single merges, over versions that come from one (merge design 13, L3, L4, L6, L11, L12).
struct AlgebraTests {
    /// A base and what three replicas made of it, each on its own.
    private static func versions(_ history: History) -> [[UInt8]] {
        var versions = [history.commits[0].bytes]
        versions += history.heads.map { history.commits[$0].bytes }
        while versions.count < 4 { versions.append(versions[0]) }
        return versions
    }

    private static func mode(isCanonical: Bool = true) -> HistoryMode {
        var mode = HistoryMode()
        mode.isCanonical = isCanonical
        mode.isFresh = isCanonical
        mode.merges = false
        return mode
    }

    @Test(arguments: [true, false])
    func `grouping does not matter`(_ isCanonical: Bool) {
        let mode = AlgebraTests.mode(isCanonical: isCanonical)
        Law.check(100, "grouping, canonical: \(isCanonical)", mode) { history in
            let (base, one, two, three) = {
                ($0[0], $0[1], $0[2], $0[3])
            }(AlgebraTests.versions(history))
            let left = History.real(base, History.real(base, one, two), three)
            let right = History.real(base, one, History.real(base, two, three))
            if isCanonical {
                return left == right ? nil : Law.text(left) + "--\n" + Law.text(right)
            }
            // Of lines without an id, of comments and of values that come again the place may differ.
            return Law.records(left) == Law.records(right) ? nil : "other records"
        }
    }

    @Test func `a merge of two merges over what they share adds nothing`() {
        Law.check(100, "rung", AlgebraTests.mode()) { history in
            let (base, one, two, three) = {
                ($0[0], $0[1], $0[2], $0[3])
            }(AlgebraTests.versions(history))
            let first = History.real(base, one, two)
            let second = History.real(base, two, three)
            let rung = History.real(two, first, second)
            let all = History.real(base, first, three)
            return rung == all ? nil : Law.text(rung) + "--\n" + Law.text(all)
        }
    }

    @Test
    func `joining without a base has no order and no grouping, and nothing twice adds nothing`() {
        var mode = AlgebraTests.mode(isCanonical: false)
        mode.isDamaged = true
        Law.check(100, "joins", mode) { history in
            let texts = AlgebraTests.versions(history)
            func join(_ one: [UInt8], _ other: [UInt8]) -> [UInt8] { History.real([], one, other) }
            if join(texts[1], texts[2]) != join(texts[2], texts[1]) { return "an order" }
            if join(texts[1], texts[1]) != texts[1] { return "not once" }
            let left = Law.records(join(join(texts[1], texts[2]), texts[3]))
            let right = Law.records(join(texts[1], join(texts[2], texts[3])))
            return left == right ? nil : "a grouping"
        }
    }

    @Test
    func
        `rebasing is merging, picking twice is picking once, and a merge after a rebase adds nothing`()
    {
        var mode = AlgebraTests.mode()
        mode.replicas = 2
        Law.check(100, "rebase", mode) { history in
            let texts = history.commits.map(\.bytes)
            let (one, other) = (history.heads[0], history.heads[1])
            // Every commit of one replica after the other's head, one by one.
            var picked = texts[other]
            var chain: [Int] = []
            var next = one
            while let parent = history.commits[next].parents.first {
                chain.insert(next, at: 0)
                next = parent
            }
            for commit in chain {
                let parent = texts[history.commits[commit].parents[0]]
                let once = History.real(parent, picked, texts[commit])
                if History.real(parent, once, texts[commit]) != once { return "picked twice" }
                picked = once
            }
            let merged = History.real(texts[0], texts[one], texts[other])
            if Law.records(picked) != Law.records(merged) {
                return "rebased\n" + Law.text(picked) + "--\n" + Law.text(merged)
            }
            let again = History.real(texts[0], picked, texts[one])
            return Law.records(again) == Law.records(picked) ? nil : "merged after the rebase"
        }
    }

    @Test func `a line that no side changed is in the result byte for byte`() {
        var mode = HistoryMode()
        mode.isCanonical = false
        mode.isFresh = false
        mode.removes = true
        mode.typesWithoutID = true
        mode.isDamaged = true
        mode.movesDays = true
        Law.check(100, "unchanged lines", mode) { history in
            func once(_ bytes: [UInt8]) -> Set<[UInt8]> {
                let lines = LineTable(bytes).lines.map { Array(bytes[$0.content]) }
                return Set(
                    Dictionary(lines.map { ($0, 1) }, uniquingKeysWith: +).filter { $0.value == 1 }
                        .keys)
            }
            for commit in history.commits where commit.parents.count == 2 {
                let (base, left, right) = (
                    history.commits[0].bytes, history.commits[commit.parents[0]].bytes,
                    history.commits[commit.parents[1]].bytes
                )
                let merged = once(History.real(base, left, right))
                let same = once(base).intersection(once(left)).intersection(once(right))
                let lost = same.subtracting(merged).filter { line in
                    // A line whose record stands in another line as well is brought together with it.
                    !AlgebraTests.isDoubled(line, [left, right])
                }
                if let line = lost.first { return "changed " + Law.text(line) }
            }
            return nil
        }
    }

    /// Whether a side holds the record of a line in another line too.
    private static func isDoubled(_ line: [UInt8], _ texts: [[UInt8]]) -> Bool {
        guard let ids = TextLines.record(line, History.kind)?.fields.ids, !ids.isEmpty else {
            return true
        }
        return texts.contains { text in
            TextLines(text, History.kind).records.count {
                !$0.parsed.fields.ids.isDisjoint(with: ids)
            } > 1
        }
    }
}
