package import Editing
import Matching
package import Model
package import Reading
import SourceText
import Syntax

/// The lines with the mark x that remember what was removed in an editor (S21): one for each event, also where
/// several sources had told of it.
package struct RemovedLines {
    private let account: Account
    private let reader: TransactionReader
    private let taxonomies: Set<String>

    package init(_ ledger: Ledger, _ account: Account) {
        self.account = account
        reader = TransactionReader(ledger, account)
        taxonomies = ledger.taxonomyNames
    }

    /// One event with its records.
    private struct Event {
        var line: TransactionLine
        var records: [BankRecord]
    }

    /// The lines of the records that no line has.
    ///
    /// - Parameter taken: whether some line has an id.
    package func lines(
        _ evidence: EvidenceIndex, taken: (String) -> Bool
    ) -> [TransactionLine] {
        let ids = evidence.ids.filter { !taken($0) }.sorted(by: byBytes)
        let records = ids.compactMap { evidence.records($0).max(by: BankRecord.isOlder) }
        var events: [Event] = []
        for source in Set(records.map(\.source)).sorted(by: byBytes) {
            add(records.filter { $0.source == source }, to: &events)
        }
        return events.map(\.line).sorted { one, other in
            one.record.date != other.record.date
                ? one.record.date < other.record.date : byBytes(one.id ?? "", other.id ?? "")
        }
    }

    /// Adds the records of one source: to the event of another one that they tell of, or as their own.
    private func add(_ records: [BankRecord], to events: inout [Event]) {
        let rows = records.map { MatchRow($0, account) }
        let lines = events.map { event in
            MatchLine(
                dates: event.records.map { ImportedLine.date($0, account) },
                amount: event.line.meaning.amount, currency: event.line.meaning.currency.code,
                isOpen: event.records.allSatisfy { $0.status == .pending }, origin: .otherSource,
                place: .inside, isLater: true, texts: event.records.map(\.description),
                distinct: [], face: nil, id: event.line.id ?? "")
        }
        let batch = MatchBatch(hasStableIDs: false, reissuesIDs: false, isComplete: false)
        for (record, verdict) in zip(records, Matcher.verdicts(rows, lines, batch)) {
            if case .line(let place, _) = verdict {
                events[place].records.append(record)
                events[place].line.join([record.id])
            } else if let line = line(record) {
                events.append(Event(line: line, records: [record]))
            }
        }
    }

    private func line(_ record: BankRecord) -> TransactionLine? {
        do throws(SyntaxProblem) {
            var line = try ImportedLine.line(
                record, description: record.description, account, reader, category: nil,
                taxonomies: taxonomies)
            line.record.status = .deleted
            return line
        } catch {
            return nil
        }
    }
}
