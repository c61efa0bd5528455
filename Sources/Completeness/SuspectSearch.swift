import Model
import SourceText

/// Looks for the fewest lines and rows that explain what differs.
struct SuspectSearch {
    private let lines: [ProofLine]
    private let records: [String: ProofRecord]
    /// The places of the lines that have each id.
    private let linesOfID: [String: [Int]]
    private let hasEvidence: Bool
    private let booked: BookedLines

    /// Something that would explain a part of a difference.
    private struct Clue {
        var suspect: Suspect
        /// By how much it makes the ledger greater than the bank.
        var effect: Int128
        /// 0 where the bank's own records say so, else more the less speaks for it.
        var weakness: Int
    }

    init(_ input: ProofInput) {
        lines = input.lines
        var byID: [String: ProofRecord] = [:]
        for record in input.records { byID[record.id] = record }
        records = byID
        var linesOfID: [String: [Int]] = [:]
        for (place, line) in input.lines.enumerated() {
            for id in line.ids { linesOfID[id, default: []].append(place) }
        }
        self.linesOfID = linesOfID
        hasEvidence = !byID.isEmpty
        booked = BookedLines(input.lines)
    }

    /// The suspects of all gaps: the first of each, then the second of each, and so on.
    func suspects(_ gaps: [ProofGap]) -> [Suspect] {
        var left = gaps
        var lists: [[Suspect]] = moved(&left)
        lists += left.map(explain)
        var result: [Suspect] = []
        for rank in 0..<(lists.map(\.count).max() ?? 0) {
            for list in lists where rank < list.count && !result.contains(list[rank]) {
                result.append(list[rank])
            }
        }
        return result
    }

    // Moved to another day

    /// Takes out pairs of gaps that cancel each other where a line stands in one of them and its record in the
    /// other.
    private func moved(_ gaps: inout [ProofGap]) -> [[Suspect]] {
        var found: [[Suspect]] = []
        var index = 0
        while index + 1 < gaps.count {
            let pair = (gaps[index], gaps[index + 1])
            let lines = pair.0.amount == -pair.1.amount ? movedLines(pair.0, pair.1) : []
            if lines.isEmpty {
                index += 1
                continue
            }
            found.append(lines)
            gaps.removeSubrange(index...index + 1)
        }
        return found
    }

    private func movedLines(_ one: ProofGap, _ other: ProofGap) -> [Suspect] {
        lines.compactMap { line in
            guard line.status == .booked, Int128(line.amount).magnitude == one.amount.magnitude
            else { return nil }
            if let record = line.ids.lazy.compactMap({ records[$0] }).first {
                let days = [line.date, record.date]
                let isMoved =
                    days.contains { one.days.contains($0) }
                    && days.contains { other.days.contains($0) }
                return record.date != line.date && isMoved
                    ? moved(line, "the bank booked it on \(record.date)") : nil
            }
            // It stands where its amount is too much, and belongs where that is missing.
            let home = Int128(line.amount) == one.amount ? one : other
            let away = Int128(line.amount) == one.amount ? other : one
            return home.ownDays.contains(line.date)
                ? moved(
                    line, "it would fit between \(away.days.lowerBound) and \(away.days.upperBound)"
                )
                : nil
        }
    }

    private func moved(_ line: ProofLine, _ why: String) -> Suspect {
        Suspect(
            kind: .date, ids: line.ids, date: line.date, amount: Int128(line.amount), why: why)
    }

    // What explains a gap

    private func explain(_ gap: ProofGap) -> [Suspect] {
        let clues = clues(gap).sorted(by: isStronger)
        // What the bank's own records say explains a gap whole, or in part.
        for days in [gap.ownDays, gap.days] {
            let sure = clues.filter { $0.weakness == 0 && days.contains($0.suspect.date) }
            let all = sure.reduce(Int128(0)) { $0 + $1.effect }
            if !sure.isEmpty, all == gap.amount { return sure.map(\.suspect) }
        }
        let alone = clues.filter { $0.effect == gap.amount }
        if let best = alone.first, best.weakness <= 1 { return alone.map(\.suspect) }
        // That the bank has one row more is likelier than that two weak clues meet the amount together; those come
        // next, or else a line that is written twice, with what is then missing.
        let pairs = pairs(clues, gap.amount)
        let others = pairs.isEmpty ? twinsAndRest(clues, gap) : pairs
        return alone.map(\.suspect) + [unknown(gap, gap.amount)] + others
    }

    /// Each line that another one repeats on its day, with the row that is missing beside it.
    private func twinsAndRest(_ clues: [Clue], _ gap: ProofGap) -> [Suspect] {
        let twins = clues.filter {
            $0.weakness == SuspectSearch.twinWeakness && $0.suspect.kind == .doubled
        }
        return twins.prefix(SuspectSearch.shownPairs).flatMap {
            [$0.suspect, unknown(gap, gap.amount - $0.effect)]
        }
    }

    /// How much speaks against it that a line whose day, text and amount another one has is there twice.
    private static let twinWeakness = 2

    private func isStronger(_ one: Clue, _ other: Clue) -> Bool {
        if one.weakness != other.weakness { return one.weakness < other.weakness }
        if one.suspect.date != other.suspect.date { return one.suspect.date < other.suspect.date }
        return (one.suspect.ids.first ?? "") < (other.suspect.ids.first ?? "")
    }

    private static let shownPairs = 3

    /// Two clues that together explain a gap, the strongest pair first; at most a few.
    private func pairs(_ clues: [Clue], _ amount: Int128) -> [Suspect] {
        var byEffect: [Int128: [Int]] = [:]
        for (index, clue) in clues.enumerated() { byEffect[clue.effect, default: []].append(index) }
        var best: [(weakness: Int, one: Int, other: Int)] = []
        for (one, clue) in clues.enumerated() {
            // Clues stand in the order of their weakness, so that the first few partners are the best.
            let partners = byEffect[amount - clue.effect] ?? []
            let first = partners.partitioningIndex { $0 > one }
            for other in partners[first...].prefix(SuspectSearch.shownPairs) {
                best.append((clue.weakness + clues[other].weakness, one, other))
            }
        }
        best.sort { ($0.weakness, $0.one, $0.other) < ($1.weakness, $1.one, $1.other) }
        var suspects: [Suspect] = []
        for pair in best.prefix(SuspectSearch.shownPairs) {
            for index in [pair.one, pair.other] where !suspects.contains(clues[index].suspect) {
                suspects.append(clues[index].suspect)
            }
        }
        return suspects
    }

    /// What nothing in the ledger names.
    private func unknown(_ gap: ProofGap, _ amount: Int128) -> Suspect {
        let range =
            gap.days.lowerBound == gap.days.upperBound
            ? "on \(gap.days.upperBound)" : "from \(gap.days.lowerBound) to \(gap.days.upperBound)"
        return Suspect(
            kind: .missing, ids: [], date: gap.days.upperBound, amount: -amount,
            why: "the bank has it \(range), and no file brought it")
    }

    private func clues(_ gap: ProofGap) -> [Clue] {
        missingRows(gap)
            + lines.indices.flatMap { place -> [Clue] in
                let line = lines[place]
                guard gap.days.contains(line.date) else { return [] }
                switch line.status {
                case .booked: return bookedClues(place, line, gap)
                case .pending:
                    return [
                        clue(
                            .pending, line, effect: -Int128(line.amount), weakness: 2,
                            "it is pending here, and the bank may have booked it")
                    ]
                default: return []
                }
            }
    }

    /// Rows of the bank that no booked line has.
    private func missingRows(_ gap: ProofGap) -> [Clue] {
        records.values.compactMap { record in
            guard !record.isPending, gap.days.contains(record.date) else { return nil }
            let holders = (linesOfID[record.id] ?? []).map { lines[$0] }
            if holders.contains(where: { $0.status == .booked }) { return nil }
            let status = holders.first?.status
            let why =
                switch status {
                case .deleted: "its line was deleted"
                case .dropped: "its line was dropped"
                case .pending, .expected: "its line is not booked"
                default: "no line has it"
                }
            return Clue(
                suspect: Suspect(
                    kind: status == .pending ? .pending : .missing, ids: [record.id],
                    date: record.date, amount: Int128(record.amount),
                    why: "the bank has “\(record.text)”, and \(why)"),
                effect: -Int128(record.amount), weakness: 0)
        }.sorted { $0.suspect.ids[0] < $1.suspect.ids[0] }
    }

    private func bookedClues(_ place: Int, _ line: ProofLine, _ gap: ProofGap) -> [Clue] {
        let amount = Int128(line.amount)
        if line.ids.contains(where: { (linesOfID[$0] ?? []).first ?? place < place }) {
            return [
                clue(.doubled, line, effect: amount, weakness: 0, "another line has its id")
            ]
        }
        if let record = line.ids.lazy.compactMap({ records[$0] }).first {
            let difference = amount - Int128(record.amount)
            if difference == 0 { return [] }
            let kind: Suspect.Kind = line.amount == -record.amount ? .sign : .amount
            return [
                clue(
                    kind, line, effect: difference, weakness: 0,
                    "the bank has another \(kind == .sign ? "sign" : "amount")")
            ]
        }
        return unprovenClues(place, line)
    }

    /// A line that no bank record stands behind.
    private func unprovenClues(_ place: Int, _ line: ProofLine) -> [Clue] {
        let amount = Int128(line.amount)
        let near = booked.near(line, days: 5).filter { $0 != place }.map { lines[$0] }
        let isRepeated = near.contains { $0.text == line.text && $0.date == line.date }
        let isAlike = near.contains { $0.text == line.text || $0.date == line.date }
        let isBroken = booked.isUnlinked(line)
        var clues = [
            clue(
                .sign, line, effect: 2 * amount, weakness: isBroken ? 1 : 4,
                isBroken ? "its balance does not fit its amount" : "its sign would explain it")
        ]
        // Where the bank tells of each row, a line that it tells nothing of is the first to look at.
        if isAlike {
            let weakness = isRepeated ? SuspectSearch.twinWeakness : 3
            clues.append(
                clue(
                    .doubled, line, effect: amount, weakness: hasEvidence ? 1 : weakness,
                    "another line is like it"))
        } else {
            clues.append(
                clue(
                    hasEvidence ? .pending : .doubled, line, effect: amount,
                    weakness: hasEvidence ? 1 : 5,
                    hasEvidence ? "the bank has not told of it" : "without it the balances agree"))
        }
        return clues
    }

    private func clue(
        _ kind: Suspect.Kind, _ line: ProofLine, effect: Int128, weakness: Int, _ why: String
    ) -> Clue {
        Clue(
            suspect: Suspect(
                kind: kind, ids: line.ids, date: line.date, amount: Int128(line.amount), why: why),
            effect: effect, weakness: weakness)
    }
}
