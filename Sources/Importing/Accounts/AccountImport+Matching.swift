import Editing
import Matching
import Model
import Reading
import SourceText
import Syntax

/// Which rows are the events of lines that are there.
extension AccountImport {
    /// Holds the open records against the lines that no record of the batch has.
    func match(
        _ records: [BankRecord], _ standings: inout [Standing], _ batch: ImportBatch
    ) throws(SyntaxProblem) {
        let open = standings.indices.filter {
            if case .open = standings[$0] { true } else { false }
        }
        for index in open { standings[index] = .new }
        var matching = RowMatching(open.map { records[$0] }, batch, account)
        let days = matching.days
        if days.isEmpty { return }
        var used: Set<Int> = []
        for case .line(let number) in standings { used.insert(number) }
        for number in 0..<book.count where !used.contains(number) {
            try offer(number, days, batch, &matching)
        }
        offerRemoved(records, days, batch, &matching)
        if matching.candidates.isEmpty { return }
        let isStable = standings.indices.contains { index in
            guard case .line = standings[index], records[index].status == .booked else {
                return false
            }
            return evidence.records(records[index].id).contains { $0.source == batch.source }
        }
        for (index, verdict) in zip(open, matching.verdicts(hasStableIDs: isStable)) {
            switch verdict {
            case .unmatched: continue
            case .line(let place, _):
                let number = matching.candidates[place]
                standings[index] = number < 0 ? .removed : .matched(number)
            case .doubtful(let places):
                let numbers = places.map { matching.candidates[$0] }.filter { $0 >= 0 }
                standings[index] = numbers.isEmpty ? .removed : .doubtful(numbers)
            }
        }
    }

    /// Offers the records that stand in no line: somebody removed their lines, and a row that says the same again
    /// brings them back no more than the record itself (S21).
    private func offerRemoved(
        _ records: [BankRecord], _ days: DaysByAmount, _ batch: ImportBatch,
        _ matching: inout RowMatching
    ) {
        if restores { return }
        let told = Set(records.map(\.id))
        let removed = evidence.ids.filter { book.number(of: $0) == nil && !told.contains($0) }
        for id in removed.sorted(by: byBytes) {
            guard let record = evidence.records(id).max(by: BankRecord.isOlder),
                days.isNear(ImportedLine.date(record, account).day, record.amount),
                let line = try? ImportedLine.line(
                    record, description: record.description, account, texts.reader, category: nil,
                    taxonomies: texts.taxonomies)
            else { continue }
            matching.add(RowMatching.noLine, line, [record], isLater: false)
        }
    }

    /// Offers a line to the matching where it can be of interest. A line that cannot be read is no candidate:
    /// queries name it.
    func offer(
        _ number: Int, _ days: DaysByAmount, _ batch: ImportBatch, _ matching: inout RowMatching
    ) throws(SyntaxProblem) {
        let text = book.text(number)
        let day = book.dates[number].day
        switch book.statuses[number] {
        case .pending, .expected, .dropped: if !days.isNear(day) { return }
        default:
            // A pending row may be the past of a line with another amount.
            let mayBeLater = matching.pendingDays?.contains(day) ?? false
            if !mayBeLater, !isNear(text, day, days) { return }
        }
        guard let line = read(text) else { return }
        let records = evidence.records(of: line.transaction(in: account.name))
        // Who deletes what only a person had typed says nothing of what a bank may tell.
        if line.record.status == .deleted, records.isEmpty { return }
        var isLater = false
        if matching.pendingDays != nil, let last = history.lastMention(of: records.map(\.id)),
            let end = batch.whole?.upperBound
        {
            isLater = last >= end
        }
        matching.add(number, line, records, isLater: isLater)
    }

    /// Whether a line's amount occurs near its day; its own may be a person's beside the bank's.
    func isNear(_ text: [UInt8], _ day: Int32, _ days: DaysByAmount) -> Bool {
        let field = text[Fields(text)[1]]
        let number = field.prefix { $0 != Ascii.space }
        guard let amount = DecimalNumber(number) else { return true }
        let currency = field.dropFirst(number.count).drop { $0 == Ascii.space }
        let decimals = CurrencyCode(currency).flatMap { texts.reader.context.allowed($0)?.decimals }
        let wanted = decimals ?? texts.reader.context.allowed.first?.decimals ?? 2
        guard let units = amount.scaled(to: wanted) else { return true }
        return days.isNear(day, units)
            || firstPlace(of: AccountImport.bankAmount, in: text[...]) != nil
    }

    private static let bankAmount = Array("bank-amount:".utf8)
}
