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
            for index in 0..<consumer.ids.count {
                let entry = consumer.ids[index]
                let known = table.insert(entry.identity, number, index) { consumer, index in
                    lines.consumers[consumer].ids[index].identity.isSame(as: entry.identity)
                }
                guard let known else { continue }
                let owner = lines.consumers[known.consumer]
                let other = lines.location(owner, owner.ids[known.index].place)
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

/// Ids by open addressing: eight bytes a slot, so that a million take 16 MB and one pass.
private struct IdentityTable {
    /// Half of the hash above; below it the consumer in three bits and the index in 29. All bits set
    /// where the slot is free.
    private var slots: [UInt64]
    private static let free = UInt64.max

    init(capacity: Int) {
        var size = 64
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: IdentityTable.free, count: size)
    }

    /// Notes an id; the place of the same id where it is known already.
    ///
    /// - Parameter isSame: whether the id noted at a place is this one.
    mutating func insert(
        _ identity: LineIdentity, _ consumer: Int, _ index: Int, isSame: (Int, Int) -> Bool
    ) -> (consumer: Int, index: Int)? {
        var mixed = (identity.low ^ (identity.high &<< 31)) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed &>> 32
        let tag = mixed & 0x7FFF_FFFF_0000_0000
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: mixed) & mask
        while slots[slot] != IdentityTable.free {
            let known = slots[slot]
            if known & 0xFFFF_FFFF_0000_0000 == tag {
                let place = (Int(known >> 29 & 7), Int(known & (1 << 29 - 1)))
                if isSame(place.0, place.1) { return place }
            }
            slot = (slot + 1) & mask
        }
        slots[slot] = tag | UInt64(consumer) << 29 | UInt64(index)
        return nil
    }
}
