import Editing
import Matching
package import Model
import Reading
import SourceText
import Syntax

/// What a file or fetch says of one account at one time: its rows are events of their own, also equal ones.
package struct ImportBatch: Sendable {
    package var source: String
    package var records: [BankRecord]
    /// The days of each of its statements.
    package var days: [ClosedRange<CivilDate>]
    package var isComplete: Bool
    /// What the account was worth, in one of investments.
    package var valuations: [Valuation]

    package init(
        source: String, records: [BankRecord], days: [ClosedRange<CivilDate>], isComplete: Bool,
        valuations: [Valuation] = []
    ) {
        self.source = source
        self.records = records
        self.days = days
        self.isComplete = isComplete
        self.valuations = valuations
    }

    /// From the first of all its days to the last.
    var whole: ClosedRange<CivilDate>? {
        guard let first = days.map(\.lowerBound).min(), let last = days.map(\.upperBound).max()
        else { return nil }
        return first...last
    }

    /// Where a day lies in what the batch tells of: of the first and the last day it may tell only a part.
    func place(_ date: CivilDate) -> MatchLine.Place {
        let around = days.filter { $0.contains(date) }
        if around.isEmpty { return .outside }
        let depth = around.map {
            min(date.day - $0.lowerBound.day, $0.upperBound.day - date.day)
        }.max()
        guard let depth, depth > 0 else { return .edge }
        return depth < MatchCost.sourcesApart ? .near : .inside
    }
}

extension MatchRow {
    /// The row of a record, on the day that the account goes by.
    convenience init(_ record: BankRecord, _ account: Account) {
        self.init(
            date: ImportedLine.date(record, account), amount: record.amount,
            currency: record.currency, isPending: record.status == .pending,
            text: record.description, id: record.id)
    }
}

/// Holds the rows of a batch that no line has yet against the lines that may be theirs.
struct RowMatching {
    private let batch: ImportBatch
    private let account: Account
    private let records: [BankRecord]
    /// The records that some candidate may be, and their places among all.
    private var rows: [MatchRow] = []
    private var places: [Int] = []
    /// The days on which what is pending may be booked; `nil` where nothing is.
    let pendingDays: ClosedRange<Int32>?
    /// The number of a record whose line somebody removed.
    static let noLine = -1
    /// The lines by their numbers in the account's book.
    private(set) var candidates: [Int] = []
    private var lines: [MatchLine] = []

    init(_ records: [BankRecord], _ batch: ImportBatch, _ account: Account) {
        self.batch = batch
        self.account = account
        self.records = records
        let pending = records.filter { $0.status == .pending }.map(\.bookingDate.day)
        pendingDays = pending.min().map { $0...(pending.max() ?? $0) + MatchCost.window }
    }

    /// The days of the records, by their amounts: which lines can be of interest.
    var days: DaysByAmount {
        var days = DaysByAmount()
        for record in records { days.add(ImportedLine.date(record, account).day, record.amount) }
        days.sort()
        return days
    }

    /// Takes a line into account.
    ///
    /// - Parameters:
    ///   - records: the bank records behind it.
    ///   - isLater: whether a batch that tells of it reaches further than this one.
    mutating func add(
        _ number: Int, _ line: TransactionLine, _ records: [BankRecord], isLater: Bool
    ) {
        let current = records.max(by: BankRecord.isOlder)
        let isOpen =
            switch line.record.status {
            case .pending, .expected, .dropped: true
            default: current?.status == .pending
            }
        let origin: MatchLine.Origin =
            records.isEmpty
            ? .typed
            : records.contains { $0.source == batch.source } ? .sameSource : .otherSource
        var dates = records.map { ImportedLine.date($0, account) }
        if dates.isEmpty { dates = [line.record.date] }
        candidates.append(number)
        lines.append(
            MatchLine(
                dates: dates, amount: current?.amount ?? line.meaning.amount,
                currency: line.meaning.currency.code, isOpen: isOpen, origin: origin,
                place: batch.place(current?.bookingDate ?? line.record.date), isLater: isLater,
                texts: [line.record.description] + records.map(\.description),
                distinct: Set(line.attributes.set("distinct")),
                face: RowMatching.face(line, records),
                id: line.id ?? ""))
    }

    /// What a line says besides its day and what only banks say.
    private static func face(_ line: TransactionLine, _ records: [BankRecord]) -> String {
        var line = line
        if records.contains(where: { $0.description == line.record.description }) {
            line.record.description = ""
        }
        for key in ["id", "aka", "balance", "bank-date", "booking-date", "value-date"] {
            line.attributes[key] = nil
        }
        line.record.date = .first
        return String(readable: line.canonical)
    }

    /// The verdict on each record; lines by their places among the candidates.
    ///
    /// - Parameter hasStableIDs: whether the batch tells some earlier row of its source again.
    mutating func verdicts(hasStableIDs: Bool) -> [MatchVerdict] {
        makeRows()
        var verdicts = Array(repeating: MatchVerdict.unmatched, count: records.count)
        for (place, verdict) in zip(places, rowVerdicts(hasStableIDs)) { verdicts[place] = verdict }
        return verdicts
    }

    /// Texts are made only of records that can matter.
    private mutating func makeRows() {
        var days = DaysByAmount()
        for line in lines {
            for date in line.dates {
                // What may have got another amount is of interest to rows of all amounts.
                let mayChange = line.isOpen || line.isLater
                if mayChange { days.addToAll(date.day) } else { days.add(date.day, line.amount) }
            }
        }
        days.sort()
        for (place, record) in records.enumerated()
        where days.isNear(ImportedLine.date(record, account).day, record.amount) {
            places.append(place)
            rows.append(MatchRow(record, account))
        }
    }

    private func rowVerdicts(_ hasStableIDs: Bool) -> [MatchVerdict] {
        var facts = MatchBatch(
            hasStableIDs: hasStableIDs, reissuesIDs: !hasStableIDs && mayReissue,
            isComplete: batch.isComplete)
        var verdicts = Matcher.verdicts(rows, lines, facts)
        if facts.reissuesIDs, !ownLines.allSatisfy(Set(matched(verdicts).map(\.line)).contains) {
            facts.reissuesIDs = false
            verdicts = Matcher.verdicts(rows, lines, facts)
        }
        facts.dating = dating(verdicts)
        return facts.dating == .unknown ? verdicts : Matcher.verdicts(rows, lines, facts)
    }

    private func matched(_ verdicts: [MatchVerdict]) -> [(row: Int, line: Int)] {
        verdicts.enumerated().compactMap { row, verdict in
            if case .line(let line, _) = verdict { (row, line) } else { nil }
        }
    }

    /// How the batch's days go with those of other sources, where both surely tell of the same events.
    private func dating(_ verdicts: [MatchVerdict]) -> MatchBatch.Dating {
        let pairs = matched(verdicts).filter { row, line in
            lines[line].origin == .otherSource && !lines[line].isOpen && !rows[row].isPending
        }
        let isApart = pairs.contains { !lines[$0.line].dates.contains(rows[$0.row].date) }
        return isApart ? .apart : pairs.count >= MatchCost.datedAlike ? .alike : .unknown
    }

    /// Booked lines of the same source on the batch's days, of which no row has the id.
    private var ownLines: [Int] {
        lines.indices.filter {
            lines[$0].origin == .sameSource && !lines[$0].isOpen && lines[$0].place != .outside
        }
    }

    /// Whether there is enough to say that a source gave its rows new ids: three rows on two days.
    private var mayReissue: Bool {
        let own = ownLines
        return own.count >= 3 && Set(own.compactMap { lines[$0].dates.first }).count >= 2
    }
}
