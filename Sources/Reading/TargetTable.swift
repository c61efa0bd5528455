package import Model
import Platform
import SourceText
import Syntax

/// Small numbers for the targets that a scan meets, and for the bytes of the category fields that
/// spell them.
///
/// A category field is parsed once per distinct spelling; afterwards its bytes lead to the number.
/// Splits are not kept: each is nearly always different.
package struct TargetTable: Sendable {
    package static let uncategorised: TargetID = 0
    package static let ignored: TargetID = 1
    /// The field is not a single target without an amount: it must be parsed.
    static let unknown: TargetID = .max

    /// The targets by number.
    package private(set) var targets: [Target] = [.uncategorised, .ignored]
    private var idByTarget: [Target: TargetID] = [.uncategorised: 0, .ignored: 1]
    private let accounts: Set<String>

    /// Open addressing: `slots` holds an index into `entries` plus one; 0 is free.
    private var slots: [UInt32]
    private var entries: [Entry] = []
    /// The bytes of the entries in words of eight, zero behind the end.
    private var spelling: [UInt64] = []

    private struct Entry: Sendable {
        var hash: UInt64
        var start: UInt32
        var length: UInt32
        var target: TargetID
    }

    /// The fields of 22 bytes, as canonical lines have them, in a table of their own.
    private var padded: [PaddedEntry]
    private var paddedCount = 0

    /// Three words of a field; `target` is `unknown` where the place is free.
    private struct PaddedEntry: Sendable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var third: UInt64 = 0
        var target = TargetTable.unknown
    }

    /// - Parameter accounts: the names that `=account` may spell.
    package init(accounts: Set<String>) {
        self.accounts = accounts
        slots = Array(repeating: 0, count: 1024)
        padded = Array(repeating: PaddedEntry(), count: 1024)
    }

    /// The number of the field spelled by the 22 bytes from `start` on, or `unknown`.
    @inline(__always)
    mutating func paddedID(_ text: ByteView, _ start: Int) -> TargetID {
        let first = text.word(at: start)
        let second = text.word(at: start &+ 8)
        let third = text.word(at: start &+ 16) & 0xFFFF_FFFF_FFFF
        var slot = TargetTable.slot(first, second, third)
        while true {
            let entry = padded[slot & (padded.count &- 1)]
            if entry.first == first, entry.second == second, entry.third == third {
                return entry.target
            }
            if entry.target == TargetTable.unknown { return addPadded(text, start) }
            slot &+= 1
        }
    }

    @inline(__always)
    private static func slot(_ first: UInt64, _ second: UInt64, _ third: UInt64) -> Int {
        var mixed =
            first &* 0x9E37_79B9_7F4A_7C15 ^ (second ^ third &<< 16) &* 0xBF58_476D_1CE4_E5B9
        mixed ^= mixed &>> 32
        return Int(truncatingIfNeeded: (mixed &* 0x94D0_49BB_1331_11EB) &>> 40)
    }

    private mutating func addPadded(_ text: ByteView, _ start: Int) -> TargetID {
        for index in start..<start + 22 where text[index] == Ascii.comma {
            return TargetTable.unknown
        }
        let target = parse(text.bytes(start..<start + 22))
        if target == TargetTable.unknown { return target }
        let entry = PaddedEntry(
            first: text.word(at: start), second: text.word(at: start + 8),
            third: text.word(at: start + 16) & 0xFFFF_FFFF_FFFF, target: target)
        paddedCount += 1
        if paddedCount * 2 > padded.count {
            let old = padded.filter { $0.target != TargetTable.unknown }
            padded = Array(repeating: PaddedEntry(), count: padded.count * 4)
            for entry in old { place(entry) }
        }
        place(entry)
        return target
    }

    private mutating func place(_ entry: PaddedEntry) {
        var slot = TargetTable.slot(entry.first, entry.second, entry.third) & (padded.count - 1)
        while padded[slot].target != TargetTable.unknown { slot = (slot + 1) & (padded.count - 1) }
        padded[slot] = entry
    }

    /// The number of a target, a new one where it has none yet.
    package mutating func id(of target: Target) -> TargetID {
        if let id = idByTarget[target] { return id }
        let id = TargetID(targets.count)
        targets.append(target)
        idByTarget[target] = id
        return id
    }

    /// The number of the field spelled by the bytes from `start` on, or `unknown`.
    mutating func id(_ text: ByteView, _ start: Int, _ length: Int) -> TargetID {
        let hash = TargetTable.hash(text, start, length)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.hash == hash, entry.length == UInt32(length), isEqual(entry, text, start) {
                return entry.target
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        let target = parse(text.bytes(start..<start + length))
        if target != TargetTable.unknown { insert(hash, text, start, length, target) }
        return target
    }

    private func isEqual(_ entry: Entry, _ text: ByteView, _ start: Int) -> Bool {
        var index = start
        var rest = Int(entry.length)
        var position = Int(entry.start)
        while rest > 0 {
            if spelling[position] != TargetTable.word(text, index, rest) { return false }
            index += 8
            rest -= 8
            position += 1
        }
        return true
    }

    /// The next eight bytes of a field of which `rest` are left, zero behind its end.
    @inline(__always)
    private static func word(_ text: ByteView, _ index: Int, _ rest: Int) -> UInt64 {
        let word = text.word(at: index)
        return rest >= 8 ? word : word & ((1 &<< (UInt64(rest) &* 8)) &- 1)
    }

    private static func hash(_ text: ByteView, _ start: Int, _ length: Int) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: length) &* 0x9E37_79B9_7F4A_7C15
        var index = start
        var rest = length
        while rest > 0 {
            hash = (hash ^ word(text, index, rest)) &* 0xBF58_476D_1CE4_E5B9
            hash ^= hash &>> 29
            index += 8
            rest -= 8
        }
        return hash
    }

    private mutating func parse(_ field: [UInt8]) -> TargetID {
        let range = field.trimmedRange
        if range.isEmpty { return TargetTable.uncategorised }
        if TargetTable.isPlainPath(field[range]) {
            return id(of: .category(String(readable: field[range])))
        }
        guard !field[range].contains(Ascii.bar), !field[range].contains(where: \.isForbiddenControl)
        else { return TargetTable.unknown }
        do {
            let parsed = try CategoryField.parse(field, range)
            guard parsed.parts.count == 1, parsed.parts[0].amount == nil else {
                return TargetTable.unknown
            }
            if case .transfer(let account) = parsed.parts[0].target, !accounts.contains(account) {
                return TargetTable.unknown
            }
            return id(of: parsed.parts[0].target)
        } catch {
            return TargetTable.unknown
        }
    }

    /// Whether the bytes are a path of small letters, digits and hyphens, as nearly all are: a path for
    /// certain, and not the word `ignored`.
    private static func isPlainPath(_ path: ArraySlice<UInt8>) -> Bool {
        guard let head = path.first, head.isLower, path.last != Ascii.slash,
            !path.elementsEqual("ignored".utf8)
        else { return false }
        var isAfterSlash = false
        for byte in path {
            if byte == Ascii.slash {
                if isAfterSlash { return false }
                isAfterSlash = true
            } else {
                guard byte.isLower || byte.isDigit || byte == Ascii.minus else { return false }
                isAfterSlash = false
            }
        }
        return true
    }

    private mutating func insert(
        _ hash: UInt64, _ text: ByteView, _ start: Int, _ length: Int, _ target: TargetID
    ) {
        entries.append(
            Entry(
                hash: hash, start: UInt32(spelling.count), length: UInt32(length), target: target))
        for offset in stride(from: 0, to: length, by: 8) {
            spelling.append(TargetTable.word(text, start + offset, length - offset))
        }
        if entries.count * 2 > slots.count { grow() } else { place(entries.count - 1) }
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 4)
        for index in entries.indices { place(index) }
    }

    private mutating func place(_ index: Int) {
        var slot = Int(truncatingIfNeeded: entries[index].hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(index + 1)
    }
}
