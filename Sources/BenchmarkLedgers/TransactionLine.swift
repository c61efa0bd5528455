import Model
import SourceText

/// Writes entries as canonical transaction lines.
struct TransactionLine {
    private let seed: UInt64
    private let dates = BenchmarkCalendar.texts()
    private let categories = BenchmarkCategory.all.map { Array($0.path.utf8) }
    private let paddedCategories = BenchmarkCategory.all.map { padded($0.path, 22) }
    private let paddedTransfers = BenchmarkAccount.all.map { padded("=\($0.name)", 22) }
    private let counterparties = Counterparty.all.map { padded($0.text, 24) }
    private let outgoing = BenchmarkAccount.all.map { padded("Traspaso a \($0.name)", 24) }
    private let incoming = BenchmarkAccount.all.map { padded("Traspaso de \($0.name)", 24) }
    private let currencies = BenchmarkAccount.all.map { Array(" \($0.currency.rawValue) | ".utf8) }

    init(seed: UInt64) { self.seed = seed }

    /// Appends the line of `entry` and a line feed.
    func append(_ entry: Entry, to bytes: inout [UInt8]) {
        var dice = SplitMix64(seed: UInt64(entry.dice) | 1 << 40)
        bytes += dates[Int(entry.day)]
        let isPending = entry.day >= BenchmarkCalendar.dayCount - 3 && dice.happens(1, in: 3)
        bytes += isPending ? Self.pendingSeparator : Self.bookedSeparator
        MinorUnits.append(Int(entry.amount), width: 10, to: &bytes)
        bytes += currencies[Int(entry.account)]
        switch entry.form {
        case .plain, .ignored:
            bytes += paddedCategories[Int(entry.category)]
            bytes += Self.separator
            bytes += counterparties[Int(entry.counterparty)]
        case .split:
            appendSplit(entry, omitsLast: dice.happens(1, in: 2), to: &bytes)
            bytes += Self.separator
            bytes += counterparties[Int(entry.counterparty)]
        case .transfer:
            bytes += paddedTransfers[Int(entry.otherAccount)]
            bytes += Self.separator
            bytes += (entry.amount < 0 ? outgoing : incoming)[Int(entry.otherAccount)]
        }
        appendAttributes(entry, &dice, to: &bytes)
        bytes.append(Ascii.lineFeed)
    }

    private func appendSplit(_ entry: Entry, omitsLast: Bool, to bytes: inout [UInt8]) {
        let parts = entry.parts
        let start = bytes.count
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes += ", ".utf8 }
            switch part.target {
            case .category(let category): bytes += categories[category]
            case .transfer(let account): bytes += "=\(BenchmarkAccount.all[account].name)".utf8
            case .ignored: bytes += "ignored".utf8
            }
            let isOpposite = (part.amount < 0) != (entry.amount < 0)
            if index == parts.count - 1, omitsLast, !isOpposite { break }
            bytes.append(Ascii.space)
            if isOpposite { bytes.append(part.amount < 0 ? Ascii.minus : Ascii.plus) }
            MinorUnits.append(Int(part.amount.magnitude), to: &bytes)
        }
        let width = bytes[start...].reduce(into: 0) { $0 += $1 & 0xC0 == 0x80 ? 0 : 1 }
        if width < 22 { bytes += repeatElement(Ascii.space, count: 22 - width) }
    }

    private func appendAttributes(
        _ entry: Entry, _ dice: inout SplitMix64, to bytes: inout [UInt8]
    ) {
        bytes += Self.identity
        TransactionID.append(entry.number, seed: seed, to: &bytes)
        if dice.happens(1, in: 10) {
            let first = dice.below(Self.tags.count)
            bytes += Self.tags[first]
            if first + 1 < Self.tags.count, dice.happens(1, in: 8) { bytes += Self.tags[first + 1] }
        }
        if dice.happens(3, in: 100) { bytes += Self.notes[dice.below(Self.notes.count)] }
        switch entry.form {
        case .ignored: bytes += dice.happens(1, in: 4) ? Self.ignoredReason : Self.ignored
        case .transfer:
            bytes += Self.pair
            TransactionID.append(entry.otherNumber, seed: seed, to: &bytes)
        case .plain, .split: break
        }
    }

    private static let bookedSeparator = Array("   | ".utf8)
    private static let pendingSeparator = Array(" ! | ".utf8)
    private static let separator = Array(" | ".utf8)
    private static let identity = Array(" | id:".utf8)
    private static let pair = Array(" pair:".utf8)
    private static let ignored = Array(" ignored".utf8)
    private static let ignoredReason = Array(" ignored:\"paid back in cash\"".utf8)
    /// In their order by bytes, so that two neighbours stand as they are sorted.
    private static let tags = [
        "car", "gift", "holiday", "kids", "monthly", "online", "receipt", "shared", "weekly",
        "work",
    ].map { Array(" #\($0)".utf8) }
    private static let notes = [
        "\"asked for the invoice\"", "\"half is for Ana\"", "\"for the flat in Málaga\"", "party",
        "\"he said \\\"later\\\"\"",
    ].map { Array(" note:\($0)".utf8) }

    static func padded(_ text: String, _ width: Int) -> [UInt8] {
        let missing = max(0, width - text.unicodeScalars.count)
        return Array(text.utf8) + repeatElement(Ascii.space, count: missing)
    }
}
