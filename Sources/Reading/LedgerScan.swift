package import Model
import Platform
package import SourceText
import Synchronization

/// What came out of scanning files: the consumers of all threads, and what was found wrong.
package struct ScanResult<Consumer: RowConsumer>: Sendable {
    /// One consumer per thread, each with the targets that its rows number.
    package var consumers: [(consumer: Consumer, targets: [Target])]
    /// What keeps the files from being added up, in reading order.
    package var findings: [Diagnostic]
}

/// Scans files of transactions, with several threads where there is enough to read.
package struct LedgerScan: Sendable {
    private let ledger: Ledger
    private let files: [TransactionFile]
    private let threads: Int

    /// - Parameters:
    ///   - threads: the most threads to use.
    ///   - largeSize: the bytes from which on more than one is used. Starting a second thread pays
    ///     from some tens of thousands of lines on.
    package init(
        _ ledger: Ledger, files: [TransactionFile], threads: Int, largeSize: Int = 500_000
    ) {
        self.ledger = ledger
        self.files = files
        let most = max(1, min(threads, files.count, 8))
        self.threads = most > 1 && LedgerScan.size(ledger, files) >= largeSize ? most : 1
    }

    /// About how many bytes the files hold: of many files, only some are asked.
    private static func size(_ ledger: Ledger, _ files: [TransactionFile]) -> Int {
        let step = max(1, files.count / 16)
        let asked = stride(from: 0, to: files.count, by: step).map { files[$0].path }
        let sum = asked.reduce(0) { $0 + fileSize(ledger.root + "/" + $1) }
        return sum * files.count / max(asked.count, 1)
    }

    /// Reads every file, validates it whole, and hands its rows to a consumer made by `make`.
    package func run<Consumer: RowConsumer>(
        _ make: @Sendable @escaping () -> Consumer
    ) -> ScanResult<Consumer> {
        var outcomes = outcomes(make, skipping: [:])
        var findings = outcomes.flatMap(\.findings)
        let duplicates = Set(findings.filter(LedgerScan.isDuplicateID) + duplicateIDs(outcomes))
        if !duplicates.isEmpty {
            // Of the lines with one id on one day only the first counts (M8): the others are known
            // now, and everything is added up again without them.
            var skipped: [String: Set<UInt32>] = [:]
            for location in duplicates.map(\.location) {
                skipped[location.file, default: []].insert(UInt32(location.line ?? 0))
            }
            outcomes = self.outcomes(make, skipping: skipped)
            findings.removeAll(where: LedgerScan.isDuplicateID)
            findings += duplicates
        }
        findings.sort(by: Diagnostic.inReadingOrder)
        return ScanResult(
            consumers: outcomes.map { ($0.consumer, $0.targets) }, findings: findings)
    }

    private static func isDuplicateID(_ finding: Diagnostic) -> Bool { finding.code == "id.twice" }

    private func outcomes<Consumer: RowConsumer>(
        _ make: @Sendable @escaping () -> Consumer, skipping skipped: [String: Set<UInt32>]
    ) -> [Share.Outcome<Consumer>] {
        let (ledger, files) = (ledger, files)
        let queue = FileQueue()
        return mapConcurrently(threads) { _ in
            Share.scan(files, from: queue, ledger, make(), skipping: skipped)
        }
    }

    /// Compares ids over whole accounts where the order of files or lines does not show that a day
    /// lies in one place only.
    private func duplicateIDs<Consumer: RowConsumer>(
        _ outcomes: [Share.Outcome<Consumer>]
    ) -> [Diagnostic] {
        var accounts = outcomes.reduce(into: Set<String>()) { $0.formUnion($1.unsortedAccounts) }
        let ranges = outcomes.flatMap(\.dayRanges).sorted {
            ($0.accountRank, $0.days.lowerBound) < ($1.accountRank, $1.days.lowerBound)
        }
        for (earlier, later) in zip(ranges, ranges.dropFirst())
        where later.accountRank == earlier.accountRank
            && later.days.lowerBound <= earlier.days.upperBound
        {
            accounts.insert(ledger.accounts[later.accountRank].name)
        }
        if accounts.isEmpty { return [] }
        var finder = DuplicateDayIDs()
        for file in files where accounts.contains(file.account) {
            finder = Share.scan([file], from: FileQueue(), ledger, finder).consumer
        }
        return finder.findings
    }
}

/// Deals files out one by one in reading order, so that a thread which starts late, or meets large
/// files, takes fewer.
private final class FileQueue: Sendable {
    private let next = Atomic(0)

    func take() -> Int { next.add(1, ordering: .relaxed).oldValue }
}

/// The files that one thread took.
private enum Share {
    struct Outcome<Consumer: RowConsumer>: Sendable {
        var consumer: Consumer
        var targets: [Target]
        var findings: [Diagnostic]
        var unsortedAccounts: Set<String>
        var dayRanges: [(accountRank: Int, days: ClosedRange<Int32>)]
    }

    static func scan<Consumer: RowConsumer>(
        _ files: [TransactionFile], from queue: FileQueue, _ ledger: Ledger,
        _ consumer: Consumer, skipping skipped: [String: Set<UInt32>] = [:]
    ) -> Outcome<Consumer> {
        var consumer = consumer
        let contexts = ledger.accounts.map { ledger.context(of: $0) }
        let empty = AccountContext(name: "", currency: ledger.baseCurrency, allowed: [])
        var scanner = FileScanner(
            context: empty, accounts: ledger.accountNames, skipping: skipped)
        while true {
            let index = queue.take()
            if index >= files.count { break }
            let file = files[index]
            consumer.begin(file)
            scanner.scan(file, at: ledger.root, in: contexts[file.accountRank], into: &consumer)
        }
        return Outcome(
            consumer: consumer, targets: scanner.line.targets.targets, findings: scanner.findings,
            unsortedAccounts: scanner.unsortedAccounts, dayRanges: scanner.dayRanges)
    }
}
