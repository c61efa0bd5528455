import Analysis
import Model
import Reading
import Rendering

/// How the lines of a listing stand in a table.
struct TransactionCells {
    let listing: Listing
    private let money: MoneyText
    /// The texts of `listing.files`' accounts and of `listing.targets`, made once.
    private let accounts: [[UInt8]]
    private let targets: [SetText]
    /// The day that was written last: most lines have that of the line before.
    private var day: Int32 = -1
    private var date: [UInt8] = []

    /// A text with the columns it takes.
    private struct SetText {
        var bytes: [UInt8]
        var width: Int

        init(_ text: String) {
            let bytes = Array(text.utf8)
            self.bytes = bytes
            width = RowWriter.width(bytes.span)
        }
    }

    init(_ listing: Listing, _ money: MoneyText) {
        self.listing = listing
        self.money = money
        accounts = listing.files.map { Array($0.account.utf8) }
        targets = listing.targets.map { SetText($0.shown) }
    }

    /// Date, mark and account.
    mutating func appendHead(_ line: ListedLine, to writer: inout RowWriter) {
        if line.day != day {
            day = line.day
            date.removeAll(keepingCapacity: true)
            CivilDate(day: day).append(to: &date)
        }
        writer.openCell(width: date.count)
        writer.text.append(date)
        writer.closeCell()
        if let mark = line.status.mark {
            writer.openCell(width: 1)
            writer.text.append(mark)
            writer.closeCell()
        } else {
            writer.skipCell()
        }
        writer.openCell(width: accounts[line.file].count, .faint)
        writer.text.append(accounts[line.file])
        writer.closeCell()
    }

    func appendAmount(_ line: ListedLine, to writer: inout RowWriter) {
        money.append(Int128(line.amount), currency: line.currency, to: &writer)
    }

    func appendCategory(_ line: ListedLine, at index: Int, to writer: inout RowWriter) {
        if let target = line.target {
            writer.openCell(width: targets[target].width)
            writer.text.append(targets[target].bytes)
            writer.closeCell()
            return
        }
        let parts = listing.partTargets(index)
        writer.openCell(width: width(ofParts: parts))
        for (position, target) in parts.enumerated() {
            if position > 0 { writer.text.append(Array(", ".utf8)) }
            writer.text.append(targets[target].bytes)
        }
        writer.closeCell()
    }

    func appendDescription(_ index: Int, to writer: inout RowWriter) {
        listing.withDescription(index) { writer.append($0) }
    }

    private func width(ofParts parts: [Int]) -> Int {
        parts.reduce(2 * (parts.count - 1)) { $0 + targets[$1].width }
    }

    /// The columns that the widest texts of the first `count` lines take.
    func widths(_ count: Int) -> Widths {
        var widths = Widths(amounts: AmountWidths(money))
        for index in 0..<count {
            let line = listing.line(index)
            if line.status.mark != nil { widths.mark = 1 }
            widths.account = max(widths.account, accounts[line.file].count)
            widths.amounts.note(Int128(line.amount), currency: line.currency)
            let category =
                line.target.map { targets[$0].width } ?? width(ofParts: listing.partTargets(index))
            widths.category = max(widths.category, category)
            listing.withDescription(index) {
                widths.description = max(widths.description, RowWriter.width($0))
            }
        }
        return widths
    }

    struct Widths {
        let date = 10
        var mark = 0
        var account = 0
        var amounts: AmountWidths
        var category = 0
        var description = 0
    }
}

/// The columns that the widest of some amounts takes, without setting them all.
struct AmountWidths {
    private let money: MoneyText
    /// The least and the greatest amount of each of the ledger's held currencies.
    private var ranges: [ClosedRange<Int128>?]

    init(_ money: MoneyText) {
        self.money = money
        ranges = Array(repeating: nil, count: money.currencyCount)
    }

    mutating func note(_ units: Int128, currency index: Int) {
        guard let known = ranges[index] else {
            ranges[index] = units...units
            return
        }
        if !known.contains(units) {
            ranges[index] = min(known.lowerBound, units)...max(known.upperBound, units)
        }
    }

    var widest: Int {
        ranges.indices.reduce(0) { widest, index in
            guard let range = ranges[index] else { return widest }
            return max(
                widest, money.width(range.lowerBound, currency: index),
                money.width(range.upperBound, currency: index))
        }
    }
}

extension Target {
    /// How a table shows the target.
    var shown: String { self == .uncategorised ? "(none)" : text }
}
