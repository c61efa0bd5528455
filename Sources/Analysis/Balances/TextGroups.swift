import Platform
import SourceText

/// Small numbers for the texts that a scan meets, told by their bytes alone.
struct TextGroups: Sendable {
    /// Open addressing: an index into `entries` plus one; 0 is free.
    private var slots = [UInt32](repeating: 0, count: 4_096)
    private var entries: [(hash: UInt64, length: UInt32, start: UInt32, group: Int32)] = []
    private var spelling: [UInt64] = []

    /// The group of the text in a range; `nil` where it is met first.
    @inline(__always)
    func group(_ text: ByteView, _ start: Int, _ end: Int) -> Int32? {
        let hash = TextGroups.hash(text, start, end)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) &- 1]
            if entry.hash == hash, Int(entry.length) == end &- start,
                stands(Int(entry.start), text, start, end)
            {
                return entry.group
            }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        return nil
    }

    /// Gives a text that is met first its group.
    mutating func insert(_ group: Int32, _ text: ByteView, _ start: Int, _ end: Int) {
        insert(TextGroups.hash(text, start, end), text, start, end, group)
    }

    private func stands(_ place: Int, _ text: ByteView, _ start: Int, _ end: Int) -> Bool {
        var position = place
        var index = start
        while index < end {
            if spelling[position] != TextGroups.word(text, index, end) { return false }
            position &+= 1
            index &+= 8
        }
        return true
    }

    private mutating func insert(
        _ hash: UInt64, _ text: ByteView, _ start: Int, _ end: Int, _ group: Int32
    ) {
        entries.append((hash, UInt32(end - start), UInt32(spelling.count), group))
        for index in stride(from: start, to: end, by: 8) {
            spelling.append(TextGroups.word(text, index, end))
        }
        if entries.count * 2 > slots.count {
            slots = Array(repeating: 0, count: slots.count * 4)
            for index in entries.indices { place(index) }
        } else {
            place(entries.count - 1)
        }
    }

    private mutating func place(_ index: Int) {
        var slot = Int(truncatingIfNeeded: entries[index].hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(index + 1)
    }

    /// Eight bytes of a text, zero behind its end.
    @inline(__always)
    private static func word(_ text: ByteView, _ index: Int, _ end: Int) -> UInt64 {
        let word = text.word(at: index)
        let rest = end &- index
        return rest >= 8 ? word : word & ((1 &<< (UInt64(truncatingIfNeeded: rest) &* 8)) &- 1)
    }

    @inline(__always)
    private static func hash(_ text: ByteView, _ start: Int, _ end: Int) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: end &- start) &* 0x9E37_79B9_7F4A_7C15
        var index = start
        while index < end {
            hash = (hash ^ word(text, index, end)) &* 0xBF58_476D_1CE4_E5B9
            hash ^= hash &>> 29
            index &+= 8
        }
        return hash
    }
}
