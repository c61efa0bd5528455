package import Model
import Platform
package import SourceText

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
        _ ledger: Ledger, files: [TransactionFile], threads: Int, largeSize: Int = 4_000_000
    ) {
        self.ledger = ledger
        self.files = files
        let size = files.reduce(0) { $0 + $1.size }
        self.threads = size > largeSize ? max(1, min(threads, files.count, 8)) : 1
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
        let shares = shares()
        let ledger = ledger
        return mapConcurrently(shares.count) { index in
            Share.scan(shares[index], ledger, make(), skipping: skipped)
        }
    }

    /// Deals the files out so that each thread has about the same number of bytes; each share stays
    /// in reading order.
    private func shares() -> [[TransactionFile]] {
        if threads == 1 { return [files] }
        var shares = Array(repeating: [Int](), count: threads)
        var sizes = Array(repeating: 0, count: threads)
        for index in files.indices.sorted(by: { files[$0].size > files[$1].size }) {
            let share = sizes.indices.min { sizes[$0] < sizes[$1] } ?? 0
            shares[share].append(index)
            sizes[share] += files[index].size + 4_096
        }
        return shares.map { $0.sorted().map { files[$0] } }
    }

    /// Compares ids over whole accounts where the order of files or lines does not show that a day
    /// lies in one place only.
    private func duplicateIDs<Consumer: RowConsumer>(
        _ outcomes: [Share.Outcome<Consumer>]
    ) -> [Diagnostic] {
        var accounts = outcomes.reduce(into: Set<String>()) { $0.formUnion($1.unsortedAccounts) }
        var ranges: [String: [ClosedRange<Int32>]] = [:]
        for file in files {
            for outcome in outcomes {
                if let range = outcome.dayRanges[file.path] {
                    ranges[file.account, default: []].append(range)
                }
            }
        }
        for (account, list) in ranges {
            let sorted = list.sorted { $0.lowerBound < $1.lowerBound }
            for (earlier, later) in zip(sorted, sorted.dropFirst())
            where later.lowerBound <= earlier.upperBound {
                accounts.insert(account)
            }
        }
        if accounts.isEmpty { return [] }
        var finder = DuplicateDayIDs()
        for file in files where accounts.contains(file.account) {
            finder = Share.scan([file], ledger, finder).consumer
        }
        return finder.findings
    }
}

/// The files of one thread.
private enum Share {
    struct Outcome<Consumer: RowConsumer>: Sendable {
        var consumer: Consumer
        var targets: [Target]
        var findings: [Diagnostic]
        var unsortedAccounts: Set<String>
        var dayRanges: [String: ClosedRange<Int32>]
    }

    static func scan<Consumer: RowConsumer>(
        _ files: [TransactionFile], _ ledger: Ledger, _ consumer: Consumer,
        skipping skipped: [String: Set<UInt32>] = [:]
    ) -> Outcome<Consumer> {
        var consumer = consumer
        var contexts: [String: AccountContext] = [:]
        for account in ledger.accounts { contexts[account.name] = ledger.context(of: account) }
        let empty = AccountContext(name: "", currency: ledger.baseCurrency, allowed: [])
        var scanner = FileScanner(
            context: empty, accounts: ledger.accountNames, skipping: skipped)
        for file in files {
            consumer.begin(file)
            scanner.scan(
                file, at: ledger.root, in: contexts[file.account] ?? empty, into: &consumer)
        }
        return Outcome(
            consumer: consumer, targets: scanner.line.targets.targets, findings: scanner.findings,
            unsortedAccounts: scanner.unsortedAccounts, dayRanges: scanner.dayRanges)
    }
}
