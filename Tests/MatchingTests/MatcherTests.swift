import Model
import TestSupport
import Testing

@testable import Matching

/// Which rows are which lines.
struct MatcherTests {
    private let batch = MatchBatch(hasStableIDs: false, reissuesIDs: false, isComplete: false)

    private func date(_ text: String) -> CivilDate { CivilDate(iso: text) ?? .first }

    private func row(
        _ day: String, _ amount: Int64, _ text: String, id: String = "r1", pending: Bool = false
    ) -> MatchRow {
        MatchRow(
            date: date(day), amount: amount, currency: .eur, isPending: pending, text: text, id: id)
    }

    private func line(
        _ day: String, _ amount: Int64, _ text: String, id: String = "l1",
        _ origin: MatchLine.Origin = .typed, place: MatchLine.Place = .inside, open: Bool = false,
        later: Bool = false, distinct: Set<String> = [], face: String? = nil
    ) -> MatchLine {
        MatchLine(
            dates: [date(day)], amount: amount, currency: .eur, isOpen: open, origin: origin,
            place: place, isLater: later, texts: [text], distinct: distinct, face: face, id: id)
    }

    private func verdict(
        _ row: MatchRow, _ lines: MatchLine..., in batch: MatchBatch? = nil
    ) -> MatchVerdict {
        Matcher.verdicts([row], lines, batch ?? self.batch)[0]
    }

    @Test func `a typed line is the row of its amount, near its day`() {
        let coffee = row("2026-11-05", -320, "COMPRA TARJ. 4321XXXX1234 CAFE SOL-MADRID")
        #expect(verdict(coffee, line("2026-11-03", -320, "Café Sol")) == .line(0, points: 10))
        #expect(verdict(coffee, line("2026-11-05", -320, "")) == .line(0, points: 40))
        #expect(verdict(coffee, line("2026-11-05", -321, "Café Sol")) == .unmatched)
        #expect(verdict(coffee, line("2026-10-20", -320, "Café Sol")) == .unmatched)
        #expect(verdict(coffee, line("2026-11-05", 320, "Café Sol")) == .unmatched)
        #expect(
            verdict(coffee, line("2026-11-05", -320, "Café Sol", distinct: ["r1"])) == .unmatched)
    }

    @Test func `little to show for a choice makes it doubtful`() {
        let gift = row("2026-11-05", -1000, "SPOTIFY")
        #expect(verdict(gift, line("2026-11-01", -1000, "To Bob")) == .line(0, points: 60))
        #expect(verdict(gift, line("2026-10-31", -1000, "To Bob")) == .doubtful([0]))
        #expect(verdict(gift, line("2026-10-30", -1000, "To Bob")) == .unmatched)
    }

    @Test func `of two lines the nearer one is taken, and of two as near none`() {
        let row = row("2026-11-05", -1000, "Bar Sol")
        let near = line("2026-11-05", -1000, "Bar Sol", id: "l1")
        let far = line("2026-11-02", -1000, "Bar Sol", id: "l2")
        #expect(verdict(row, far, near) == .line(1, points: 0))
        let other = line("2026-11-04", -1000, "Bar Sol", id: "l3")
        #expect(verdict(row, other, near) == .doubtful([0, 1]))
        // Who cannot tell them apart need not choose.
        let one = line("2026-11-05", -1000, "Bar Sol", id: "l4", face: "same")
        let twin = line("2026-11-05", -1000, "Bar Sol", id: "l5", face: "same")
        #expect(verdict(row, one, twin) == .line(0, points: 0))
    }

    @Test func `twins are matched one to one and in order`() {
        let rows = (1...3).map { row("2026-11-05", -320, "CAFE", id: "r\($0)") }
        let lines = (1...2).map { line("2026-11-05", -320, "Café", id: "l\($0)") }
        #expect(
            Matcher.verdicts(rows, lines, batch) == [
                .line(0, points: 0), .line(1, points: 0), .unmatched,
            ])
    }

    @Test func `a source that tells earlier rows again does not move them`() {
        let coffee = row("2026-11-05", -320, "CAFE SOL")
        let own = line("2026-11-05", -320, "CAFE SOL", .sameSource)
        #expect(verdict(coffee, own) == .line(0, points: 0))
        let stable = MatchBatch(hasStableIDs: true, reissuesIDs: false, isComplete: false)
        // Its own row is missing, and one day, amount and text are the same: only the id is another.
        #expect(verdict(coffee, own, in: stable) == .line(0, points: 0))
        let later = row("2026-11-06", -320, "CAFE SOL")
        #expect(verdict(later, own) == .line(0, points: 30))
        #expect(verdict(later, own, in: stable) == .unmatched)
        #expect(
            verdict(
                coffee, line("2026-11-05", -320, "CAFE SOL", .sameSource, place: .edge), in: stable)
                == .doubtful([0]))
        #expect(
            verdict(coffee, line("2026-11-05", -320, "CAFE SOL", .sameSource, place: .outside))
                == .unmatched)
        #expect(
            verdict(coffee, line("2026-11-05", -320, "CAFE SOL", .sameSource, place: .edge))
                == .doubtful([0]))
        let reissued = MatchBatch(hasStableIDs: false, reissuesIDs: true, isComplete: false)
        #expect(
            verdict(
                coffee, line("2026-11-05", -320, "CAFE SOL", .sameSource, place: .edge),
                in: reissued) == .line(0, points: 0))
        #expect(
            verdict(coffee, line("2026-11-05", -320, "KIOSK 24", .sameSource)) == .unmatched)
    }

    @Test func `where a source begins, the next of a habit stays what it is`() {
        func other(_ day: String, _ place: MatchLine.Place, id: String = "l1") -> MatchLine {
            line(day, -900, "GYM", id: id, .otherSource, place: place)
        }
        let row = row("2026-11-12", -900, "GYM")
        #expect(verdict(row, other("2026-11-05", .outside)) == .unmatched)
        // What stands alone may be the same, dated otherwise; what has others beside it is a habit.
        #expect(verdict(row, other("2026-11-10", .outside)) == .doubtful([0]))
        #expect(
            verdict(row, other("2026-11-10", .outside), other("2026-11-09", .outside, id: "l2"))
                == .unmatched)
        // Sources that date alike do not date this apart; those that do may.
        var dated = batch
        dated.dating = .alike
        #expect(verdict(row, other("2026-11-10", .outside), in: dated) == .unmatched)
        #expect(verdict(row, other("2026-11-10", .inside), in: dated) == .line(0, points: 10))
        dated.dating = .apart
        #expect(
            verdict(
                row, other("2026-11-10", .outside), other("2026-11-09", .outside, id: "l2"),
                in: dated) == .doubtful([0, 1]))
        #expect(verdict(row, other("2026-11-11", .near)) == .line(0, points: 5))
        #expect(
            verdict(row, other("2026-11-11", .near), other("2026-11-09", .inside, id: "l2"))
                == .doubtful([0]))
        #expect(verdict(row, other("2026-11-12", .outside)) == .line(0, points: 0))
    }

    @Test func `a pending line becomes the booked row, with a tip or after a hold`() {
        let booked = row("2026-11-05", -4600, "RESTAURANTE LUA")
        func pending(_ amount: Int64, _ text: String = "RESTAURANTE LUA") -> MatchLine {
            line("2026-11-03", amount, text, .sameSource, open: true)
        }
        #expect(verdict(booked, pending(-4600)) == .line(0, points: 10))
        #expect(verdict(booked, pending(-4000)) == .line(0, points: 35))
        #expect(verdict(booked, pending(-3000)) == .unmatched)
        #expect(verdict(booked, pending(-4000, "KIOSK")) == .unmatched)
        #expect(verdict(booked, pending(-100)) == .line(0, points: 50))
        #expect(verdict(booked, pending(-10_000)) == .unmatched)
        let complete = MatchBatch(hasStableIDs: true, reissuesIDs: false, isComplete: true)
        #expect(verdict(booked, pending(-10_000), in: complete) == .line(0, points: 50))
        // Before its day nothing is booked with another amount.
        let early = row("2026-11-02", -4600, "RESTAURANTE LUA")
        #expect(verdict(early, pending(-4000)) == .unmatched)
    }

    @Test func `a pending row is the past of a line only where that is known to be later`() {
        let pending = row("2026-11-03", -4600, "LUA", pending: true)
        #expect(verdict(pending, line("2026-11-05", -4600, "LUA", .sameSource)) == .unmatched)
        #expect(
            verdict(pending, line("2026-11-05", -4600, "LUA", .sameSource, later: true))
                == .line(0, points: 26))
        // Also with the tip that came on it, which the other order would have brought to one line.
        let tipped = line("2026-11-05", -5000, "LUA", .sameSource, later: true)
        #expect(verdict(pending, tipped) == .line(0, points: 51))
        #expect(
            verdict(pending, line("2026-11-05", -9000, "LUA", .sameSource, later: true))
                == .unmatched)
        #expect(
            verdict(pending, line("2026-11-01", -5000, "LUA", .sameSource, later: true))
                == .unmatched)
    }

    @Test func `words of banks, cards and days do not count`() {
        func likeness(_ one: String, _ other: String) -> Int {
            TextWords(one).likeness(TextWords(other))
        }
        #expect(likeness("COMPRA TARJ. 4321XXXX1234 MERCADONA-MADRID", "Mercadona") == 1000)
        #expect(likeness("2026-11-03 REMA 1000 OSLO", "REMA 1000 OSLO") == 1000)
        #expect(likeness("COMPRA TARJ BAR", "COMPRA TARJ KIOSK") == 0)
        #expect(likeness("Netflix.com", "NETFLIX INTERNATIONAL") == 500)
        #expect(likeness("MERCADO", "MERCADONA") == 700)
        #expect(likeness("", "MERCADONA") == 0)
    }

    @Test func `the order in which rows and lines are given does not matter`() {
        for seed in Trials.seeds(200, of: "matching in any order") {
            var random = Seeded(seed)
            let texts = ["BAR SOL", "KIOSK 24", "BAR LUNA", "GYM"]
            let origins: [MatchLine.Origin] = [.typed, .sameSource, .otherSource]
            let places: [MatchLine.Place] = [.inside, .near, .edge, .outside]
            let rows = (0..<1 + random.below(8)).map { index in
                row(
                    "2026-11-\(10 + random.below(12))", -100 * Int64(1 + random.below(3)),
                    random.pick(texts), id: "r\(index)", pending: random.oneIn(5))
            }
            let lines = (0..<random.below(8)).map { index in
                line(
                    "2026-11-\(10 + random.below(12))", -100 * Int64(1 + random.below(3)),
                    random.pick(texts), id: "l\(index)", random.pick(origins),
                    place: random.pick(places), open: random.oneIn(3), later: random.oneIn(2))
            }
            let batch = MatchBatch(
                hasStableIDs: random.oneIn(2), reissuesIDs: random.oneIn(2),
                isComplete: random.oneIn(2), dating: random.pick([.unknown, .alike, .apart]))
            let wanted = named(rows, lines, batch)
            for _ in 0..<3 {
                let shuffled = named(
                    rows.shuffled(using: &random), lines.shuffled(using: &random), batch)
                #expect(shuffled == wanted, "seed \(seed)")
            }
            let taken = wanted.values.filter { $0.count == 1 && !$0[0].hasPrefix("?") }
            #expect(Set(taken).count == taken.count, "seed \(seed): a line has two rows")
        }
    }

    /// The verdicts by the ids of rows and lines.
    private func named(
        _ rows: [MatchRow], _ lines: [MatchLine], _ batch: MatchBatch
    ) -> [String: [String]] {
        var result: [String: [String]] = [:]
        for (row, verdict) in zip(rows, Matcher.verdicts(rows, lines, batch)) {
            switch verdict {
            case .unmatched: result[row.id] = []
            case .line(let line, _): result[row.id] = [lines[line].id]
            case .doubtful(let found): result[row.id] = found.map { "?" + lines[$0].id }.sorted()
            }
        }
        return result
    }
}
