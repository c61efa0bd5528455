package import Model
import Platform
package import Queries
package import Reading

/// The days on which wages came, as the preference `payday` of `ledger.json` tells them: a query such as
/// `cat:income/salary acct:main`.
package enum Paydays {
    /// Wages that come sooner behind the last ones than this do not begin a period: extra pay.
    static let leastDays: Int32 = 20

    /// The days of booked and pending lines that fit the query, in order, and none within twenty days of the one before;
    /// none where the ledger names no query, or one that cannot be read.
    ///
    /// - Complexity: O(bytes) of the files that the query leaves.
    package static func days(_ ledger: Ledger, today: CivilDate) -> [CivilDate] {
        guard let text = ledger.preferences["payday"] else { return [] }
        let parser = QueryParser(
            periods: PeriodParser(today: today, calendar: ledger.calendar),
            taxonomies: ledger.taxonomyNames)
        do throws(QueryProblem) {
            let selection = Selection(query: try parser.query(text: text))
            let files = selection.files(of: ledger)
            let result = LedgerScan(ledger, files: files, threads: 1).run {
                PaydayConsumer(selection, ledger)
            }
            var days: [CivilDate] = []
            for day in Set(result.consumers.flatMap(\.consumer.days)).sorted() {
                if let last = days.last, day - last.day < leastDays { continue }
                days.append(CivilDate(day: day))
            }
            return days
        } catch {
            return []
        }
    }
}

private struct PaydayConsumer: RowConsumer {
    private var filter: RowFilter
    private(set) var days: [Int32] = []

    init(_ selection: Selection, _ ledger: Ledger) { filter = RowFilter(selection, ledger) }

    mutating func begin(_ file: TransactionFile) { filter.begin(file) }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for row in batch.rows where row.status != .assertion && row.amount > 0 {
            if case .nothing = filter.select(row, batch, text, targets, perPart: false) { continue }
            days.append(row.day)
        }
    }
}

extension Ledger {
    /// Reads the periods that a person types.
    package func periodParser(today: CivilDate) -> PeriodParser {
        PeriodParser(today: today, calendar: calendar, paydays: paydays(today))
    }

    /// Reads how a person cuts time.
    package func cycleParser(today: CivilDate) -> CycleParser {
        CycleParser(today: today, calendar: calendar, paydays: paydays(today))
    }

    /// `nil` where no preference tells which lines are wages.
    private func paydays(_ today: CivilDate) -> (@Sendable () -> [CivilDate])? {
        if preferences["payday"] == nil { return nil }
        return { Paydays.days(self, today: today) }
    }
}
