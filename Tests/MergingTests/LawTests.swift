import Model
import TestSupport
import Testing

@testable import Merging

/// The laws of merging (merge design 13), over random histories.
struct LawTests {
    @Test func `fresh values on canonical files: every order of merging gives the same bytes`() {
        Law.check(200, "order-free histories", HistoryMode()) { history in
            let results = Law.results(history)
            guard let other = results.first(where: { $0 != results[0] }) else { return nil }
            return Law.text(results[0]) + "--\n" + Law.text(other)
        }
    }

    /// Where a line that others stand behind gets another day, their order in the old one may follow the order of
    /// merging; nothing else does.
    @Test func `where lines change their days every order of merging gives the same lines`() {
        var mode = HistoryMode()
        mode.movesDays = true
        Law.check(200, "order-free histories with days", mode) { history in
            let results = Law.results(history).map {
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
        Law.check(200, "sides, canonical: \(isCanonical)", mode) { history in
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
        Law.check(100, "copied lines, mode \(number)", mode) { history in
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
                    return "not the same:\n" + Law.text(results[0].bytes) + "--\n"
                        + Law.text(other.bytes)
                }
            }
            return nil
        }
    }

    // MARK: Nothing is lost

    @Test func `what is there is what somebody wrote and nobody who saw it took away`() {
        var mode = HistoryMode()
        mode.movesDays = true
        Law.check(150, "oracle", mode) { history in
            let wanted = Law.survivors(history)
            for result in Law.results(history).prefix(2) {
                let found = Law.atoms(result)
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
        Law.check(150, "nothing lost", mode) { history in
            let wanted = Law.survivors(history)
            for result in Law.results(history).prefix(2) {
                let lost = wanted.subtracting(Law.atoms(result)).filter {
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
        mode.replicas = 5
        Law.check(40, "all have merged all, mode \(number)", mode) { history in
            var history = history
            for _ in 0..<3 { history.mergeAll() }
            let texts = Set(history.heads.map { history.commits[$0].bytes })
            if texts.count > 1 { return texts.map(Law.text).joined(separator: "--\n") }
            let bytes = texts.first ?? []
            let lines = TextLines(bytes, History.kind).records
            let ids = lines.flatMap { $0.parsed.fields.ids }
            if Set(ids).count != ids.count { return "an id stands twice\n" + Law.text(bytes) }
            return nil
        }
    }
}
