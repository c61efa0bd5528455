import Matching
import Model
import Platform
import Reading
import SourceText
import Syntax

/// A line that may be one side of a transfer, as it stands.
struct TransferCandidate: Sendable {
    /// The place of its account among all.
    var account: Int
    var place: Place
    var text: [UInt8]

    enum Place: Sendable, Hashable {
        /// The number of the line in the account's book.
        case book(Int)
        /// A file and the number of a line in it, from 1.
        case file(String, Int)
    }
}

/// Collects the lines of files that may be sides of transfers: booked or pending, without a category or with an
/// account for one, and not paired by a person.
struct TransferCollector: RowConsumer {
    private let ledger: Ledger
    private var file: TransactionFile?
    private(set) var candidates: [TransferCandidate] = []

    init(_ ledger: Ledger) { self.ledger = ledger }

    mutating func begin(_ file: TransactionFile) { self.file = file }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        guard let file else { return }
        for row in batch.rows where row.status.counts && row.partCount == 1 {
            if row.traits.has(.ignored) { continue }
            switch targets.targets[Int(row.target)] {
            case .uncategorised: break
            case .transfer: break
            default: continue
            }
            let bytes = text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
            if row.traits.has(.paired), !TransferCollector.isByMachine(bytes) { continue }
            candidates.append(
                TransferCandidate(
                    account: file.accountRank, place: .file(file.path, Int(row.lineNumber)),
                    text: bytes))
        }
    }

    /// Whether a line's attributes say that a machine set its category.
    static func isByMachine(_ text: [UInt8]) -> Bool {
        LineText.attributes(text).attributes.set("auto").contains { $0.hasPrefix("category.") }
    }

    /// Whether a line, in any form, may be a side of a transfer.
    static func isCandidate(_ text: [UInt8], _ status: Status) -> Bool {
        guard status.counts, hasOpenCategory(text) else { return false }
        let mayMatter = [ignored, pair].contains { firstPlace(of: $0, in: text[...]) != nil }
        if !mayMatter { return true }
        let attributes = LineText.attributes(text).attributes
        if attributes.isIgnored { return false }
        return attributes["pair"] == nil || isByMachine(text)
    }

    private static let ignored = Array("ignored".utf8)
    private static let pair = Array("pair:".utf8)

    /// Whether the category, between the second bar and the third, is empty or one account. No bar before them can
    /// be escaped.
    private static func hasOpenCategory(_ text: [UInt8]) -> Bool {
        let span = text.span
        var bars = 0
        var index = 0
        while index < span.count, bars < 2 {
            if span[index] == Ascii.bar { bars += 1 }
            index += 1
        }
        while index < span.count, span[index].isBlank { index += 1 }
        if index == span.count || span[index] == Ascii.bar { return true }
        guard span[index] == Ascii.equals else { return false }
        while index < span.count, span[index] != Ascii.bar {
            if span[index] == Ascii.comma { return false }
            index += 1
        }
        return true
    }
}

/// Which of many candidates are worth a closer look.
enum TransferFilter {
    /// Those with an opposite amount in another account near their day, and those whose text speaks of a
    /// transfer.
    static func likely(_ candidates: [TransferCandidate]) -> [TransferCandidate] {
        if Set(candidates.lazy.map(\.account)).count < 2 { return [] }
        let keys = candidates.map { TransferKey($0.text) }
        var days: [Int64: [Int]] = [:]
        for (index, key) in keys.enumerated() where key.amount != 0 {
            days[key.amount, default: []].append(index)
        }
        return candidates.indices.filter { index in
            if speaks(candidates[index].text) { return true }
            let key = keys[index]
            return (days[-key.amount] ?? []).contains { other in
                candidates[other].account != candidates[index].account
                    && abs(keys[other].day - key.day) <= TransferMatcher.window.upperBound
            }
        }.map { candidates[$0] }
    }

    /// Whether the bytes of a line hold the stem of a word that speaks of a transfer.
    private static func speaks(_ text: [UInt8]) -> Bool {
        let span = text.span
        for index in span.indices {
            for stem in stems[Int(span[index] | 0x20)] {
                if index &+ stem.count > span.count { continue }
                var offset = 1
                while offset < stem.count, span[index &+ offset] | 0x20 == stem[offset] {
                    offset &+= 1
                }
                if offset == stem.count { return true }
            }
        }
        return false
    }

    /// The stems by their first byte.
    private static let stems: [[[UInt8]]] = {
        var table = Array(repeating: [[UInt8]](), count: 256)
        for stem in TransferMatcher.stems {
            let bytes = Array(stem.utf8)
            if let first = bytes.first { table[Int(first)].append(bytes) }
        }
        return table
    }()
}

/// Day and amount of a line, read without understanding it.
private struct TransferKey {
    var day: Int32
    /// In ten thousandths, whatever the currency; 0 where it cannot be read so.
    var amount: Int64

    init(_ text: [UInt8]) {
        day = LineText.date(text)?.day ?? 0
        let field = text[Fields(text)[1]]
        amount = DecimalNumber(field.prefix { $0 != Ascii.space })?.scaled(to: 4) ?? 0
    }
}
