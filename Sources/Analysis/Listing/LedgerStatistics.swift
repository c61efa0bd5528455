package import Model
import Platform
package import Reading
package import SourceText
import Syntax

/// How much a ledger holds.
package struct LedgerStatistics: Sendable {
    package var lines: [Status: Int] = [:]
    package var assertions = 0
    package var splits = 0
    package var transfers = 0
    package var ignored = 0
    package var uncategorised = 0
    package var withoutID = 0
    /// Lines that may be one event with another, and wait for a person.
    package var waiting = 0
    package var first: CivilDate?
    package var last: CivilDate?
    package var files = 0
    package var bytes = 0
    package var findings: [Diagnostic] = []

    /// - Complexity: O(bytes), memory that does not grow.
    package static func make(_ ledger: Ledger, threads: Int) -> LedgerStatistics {
        let result = LedgerScan(ledger, files: ledger.files, threads: threads).run {
            StatisticsConsumer()
        }
        var statistics = LedgerStatistics()
        for (consumer, _) in result.consumers { statistics.add(consumer) }
        statistics.files = ledger.files.count
        statistics.bytes = ledger.files.reduce(0) { $0 + fileSize(ledger.root + "/" + $1.path) }
        statistics.findings = ledger.findings + result.findings
        return statistics
    }

    private mutating func add(_ consumer: StatisticsConsumer) {
        for (status, count) in zip(Status.allCases, consumer.counts) {
            if status == .assertion {
                assertions += count
            } else {
                lines[status, default: 0] += count
            }
        }
        splits += consumer.splits
        transfers += consumer.transfers
        ignored += consumer.ignored
        uncategorised += consumer.uncategorised
        withoutID += consumer.withoutID
        waiting += consumer.waiting
        guard consumer.last >= 0 else { return }
        let range = (CivilDate(day: consumer.first), CivilDate(day: consumer.last))
        first = min(first ?? range.0, range.0)
        last = max(last ?? range.1, range.1)
    }
}

private struct StatisticsConsumer: RowConsumer {
    var counts = Status.allCases.map { _ in 0 }
    var splits = 0
    var transfers = 0
    var ignored = 0
    var uncategorised = 0
    var withoutID = 0
    var waiting = 0
    var first: Int32 = .max
    var last: Int32 = -1

    mutating func begin(_ file: TransactionFile) {}

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for row in batch.rows {
            counts[Int(row.status.rawValue)] += 1
            if row.status == .assertion { continue }
            first = min(first, row.day)
            last = max(last, row.day)
            if row.traits.has(.ignored) { ignored += 1 }
            if !row.traits.has(.identified) { withoutID += 1 }
            if row.traits.has(.conflicted) {
                let line = text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
                if LineText.attributes(line).attributes.has(flag: "?same") { waiting += 1 }
            }
            if row.partCount > 1 {
                splits += 1
            } else if row.target == TargetTable.uncategorised {
                uncategorised += 1
            } else if case .transfer = targets.targets[Int(row.target)] {
                transfers += 1
            }
        }
    }
}
