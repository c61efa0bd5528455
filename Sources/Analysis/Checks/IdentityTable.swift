import Reading
import SourceText

/// Every id of the ledger, to be asked for one.
struct IDIndex {
    /// Where an id stands: the thread that met it, and its index there.
    typealias Place = (consumer: Int, index: Int)

    let lines: CheckedLines
    private let table: IdentityTable
    /// The places of ids that stand at an earlier place too, in the order met.
    let repeated: [(place: Place, earlier: Place)]

    /// - Complexity: O(ids).
    init(_ lines: CheckedLines) {
        self.lines = lines
        var table = IdentityTable(capacity: lines.consumers.reduce(0) { $0 + $1.ids.end })
        var repeated: [(place: Place, earlier: Place)] = []
        for (number, consumer) in lines.consumers.enumerated() {
            for index in 0..<consumer.ids.end {
                let identity = consumer.ids[index].identity
                let known = table.insert(identity, number, index) {
                    IDIndex.isSame(lines, $0, $1, identity)
                }
                if let known { repeated.append(((number, index), known)) }
            }
        }
        self.table = table
        self.repeated = repeated
    }

    /// Where the line of a place stands.
    func location(_ place: Place) -> Location {
        let consumer = lines.consumers[place.consumer]
        return lines.location(consumer, consumer.ids[place.index].place)
    }

    /// - Complexity: O(1).
    func contains(_ identity: LineIdentity) -> Bool {
        table.find(identity) { IDIndex.isSame(lines, $0, $1, identity) }.known != nil
    }

    private static func isSame(
        _ lines: CheckedLines, _ consumer: Int, _ index: Int, _ identity: LineIdentity
    ) -> Bool {
        lines.consumers[consumer].ids[index].identity.isSame(as: identity)
    }
}

/// Ids by open addressing: eight bytes a slot, so that a million take 16 MB and one pass.
struct IdentityTable {
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
    ) -> IDIndex.Place? {
        let (slot, tag, known) = find(identity, isSame)
        if let known { return known }
        slots[slot] = tag | UInt64(consumer) << 29 | UInt64(index)
        return nil
    }

    /// The slot of an id, its tag, and the place where it was noted.
    func find(
        _ identity: LineIdentity, _ isSame: (Int, Int) -> Bool
    ) -> (slot: Int, tag: UInt64, known: IDIndex.Place?) {
        var mixed = (identity.low ^ (identity.high &<< 31)) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed &>> 32
        let tag = mixed & 0x7FFF_FFFF_0000_0000
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: mixed) & mask
        while slots[slot] != IdentityTable.free {
            let known = slots[slot]
            if known & 0xFFFF_FFFF_0000_0000 == tag {
                let place = (consumer: Int(known >> 29 & 7), index: Int(known & (1 << 29 - 1)))
                if isSame(place.consumer, place.index) { return (slot, tag, place) }
            }
            slot = (slot + 1) & mask
        }
        return (slot, tag, nil)
    }
}
