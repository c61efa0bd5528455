import Reading

/// Every id of the ledger, to be asked for one.
struct IDIndex {
    private let lines: CheckedLines
    private let table: IdentityTable

    /// - Complexity: O(ids).
    init(_ lines: CheckedLines) {
        self.lines = lines
        var table = IdentityTable(capacity: lines.consumers.reduce(0) { $0 + $1.ids.count })
        for (number, consumer) in lines.consumers.enumerated() {
            for index in 0..<consumer.ids.count {
                let identity = consumer.ids[index].identity
                _ = table.insert(identity, number, index) {
                    IDIndex.isSame(lines, $0, $1, identity)
                }
            }
        }
        self.table = table
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
    ) -> (consumer: Int, index: Int)? {
        let (slot, tag, known) = find(identity, isSame)
        if let known { return known }
        slots[slot] = tag | UInt64(consumer) << 29 | UInt64(index)
        return nil
    }

    /// The slot of an id, its tag, and the place where it was noted.
    func find(
        _ identity: LineIdentity, _ isSame: (Int, Int) -> Bool
    ) -> (slot: Int, tag: UInt64, known: (consumer: Int, index: Int)?) {
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
