import Reading
import SourceText

/// An id stands in one line only, as `id` or as `aka`, over the whole ledger (S20).
enum DuplicateIDCheck {
    /// - Parameter known: findings made already, so that one doubling is told once.
    static func findings(_ lines: CheckedLines, known: [Diagnostic]) -> [Diagnostic] {
        let total = lines.consumers.reduce(0) { $0 + $1.ids.count }
        var table = IdentityTable(capacity: total)
        var told: Set<Location> = Set(
            known.filter { $0.code == "id.twice" }.map {
                Location(file: $0.location.file, line: $0.location.line)
            })
        var findings: [Diagnostic] = []
        for (number, consumer) in lines.consumers.enumerated() {
            for (index, entry) in consumer.ids.enumerated() {
                guard let known = table.insert(entry.identity, number, index) else { continue }
                let owner = lines.consumers[known.consumer]
                let other = lines.location(owner, owner.ids[known.entry].place)
                let here = lines.location(consumer, entry.place)
                if other == here || !told.insert(here).inserted { continue }
                let (earlier, later) = inOrder(other, here)
                findings.append(
                    Diagnostic(
                        "id.twice", .error, at: later,
                        "an id of this line stands also in \(earlier.file), line \(earlier.line ?? 0)",
                        remedy:
                            "if the two are one transaction delete a line, else delete the id of one",
                        related: [RelatedLocation(earlier, "the id stands here too")]))
            }
        }
        return findings
    }

    private static func inOrder(_ a: Location, _ b: Location) -> (Location, Location) {
        if a.file != b.file { return byBytes(a.file, b.file) ? (a, b) : (b, a) }
        return (a.line ?? 0) <= (b.line ?? 0) ? (a, b) : (b, a)
    }
}

/// Ids by open addressing: a million take 48 MB and one pass.
private struct IdentityTable {
    private var slots: [Slot]

    private struct Slot {
        var identity = LineIdentity([])
        var consumer: Int32 = -1
        var entry: Int32 = 0
    }

    init(capacity: Int) {
        var size = 64
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
    }

    /// Notes an id; the place of the same id where it is known already.
    mutating func insert(
        _ identity: LineIdentity, _ consumer: Int, _ entry: Int
    ) -> (consumer: Int, entry: Int)? {
        var mixed = (identity.low ^ (identity.high &<< 31)) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed &>> 32
        var slot = Int(truncatingIfNeeded: mixed) & (slots.count - 1)
        while slots[slot].consumer >= 0 {
            if slots[slot].identity == identity {
                return (Int(slots[slot].consumer), Int(slots[slot].entry))
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Slot(identity: identity, consumer: Int32(consumer), entry: Int32(entry))
        return nil
    }
}
