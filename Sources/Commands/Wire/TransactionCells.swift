import Analysis
import Model
import Reading
import Rendering

/// How the lines of a listing stand in a table.
struct TransactionCells: Sendable {
    let listing: Listing
    private let money: MoneyText
    /// The texts of `listing.files`' accounts and of `listing.targets`, made once.
    private let accounts: SetTexts
    private let targets: SetTexts
    /// The day that was written last: most lines have that of the line before.
    private var day: Int32 = -1
    private var date: [UInt8] = []

    init(_ listing: Listing, _ money: MoneyText) {
        self.listing = listing
        self.money = money
        accounts = SetTexts(listing.files.map(\.account))
        targets = SetTexts(listing.targets.map(\.shown))
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
        writer.openCell(width: accounts.width(line.file), .faint)
        accounts.append(line.file, to: &writer)
        writer.closeCell()
    }

    func appendAmount(_ line: ListedLine, to writer: inout RowWriter) {
        money.append(Int128(line.amount), currency: line.currency, to: &writer)
    }

    func appendCategory(_ line: ListedLine, at index: Int, to writer: inout RowWriter) {
        if let target = line.target {
            writer.openCell(width: targets.width(target))
            targets.append(target, to: &writer)
            writer.closeCell()
            return
        }
        let parts = listing.partTargets(index)
        writer.openCell(width: width(ofParts: parts))
        for (position, target) in parts.enumerated() {
            if position > 0 { writer.text.append(Array(", ".utf8)) }
            targets.append(target, to: &writer)
        }
        writer.closeCell()
    }

    func appendDescription(_ index: Int, to writer: inout RowWriter) {
        listing.withDescription(index) { writer.append($0) }
    }

    private func width(ofParts parts: [Int]) -> Int {
        parts.reduce(2 * (parts.count - 1)) { $0 + targets.width($1) }
    }

    /// The columns that the widest texts of some lines take.
    func widths(_ rows: Range<Int>) -> Widths {
        var widths = Widths(amounts: AmountWidths(money))
        for index in rows {
            let line = listing.line(index)
            if line.status.mark != nil { widths.mark = 1 }
            widths.account = max(widths.account, accounts.width(line.file))
            widths.amounts.note(Int128(line.amount), currency: line.currency)
            let category =
                line.target.map { targets.width($0) } ?? width(ofParts: listing.partTargets(index))
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

    mutating func note(_ totals: Totals) {
        var index = 0
        while let entry = totals.entry(index) {
            note(entry.units, currency: money.index(of: entry.currency))
            index += 1
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
