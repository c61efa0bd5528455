import Model

/// A file of a ledger's folder.
package struct LedgerFile: Sendable {
    /// Relative to the folder, such as `transactions/main/2026.txt`.
    package let path: String
    package let bytes: [UInt8]
}

/// A generated ledger: 40 accounts, 120 categories, 2,000 counterparties, ten years.
///
/// Equal counts and seeds give equal bytes. The folder is one in which no check finds anything.
package struct BenchmarkLedger: Sendable {
    /// By account, then day.
    let entries: [Entry]
    private let seed: UInt64

    /// The counterparty that the benchmark asks for: plain ASCII, one line in 2,000.
    package static let askedCounterparty = Counterparty.all[80].text

    package init(transactions: Int, seed: UInt64) {
        self.seed = seed
        entries = EntryDraw.entries(transactions, seed: seed)
    }

    package var transactionCount: Int { entries.count }

    /// `ledger.json`, the accounts and the categories.
    package func descriptionFiles() -> [LedgerFile] {
        let ledger = """
            {
              "format": 1,
              "uid": "\(TransactionID.uid(of: "ledger", seed: seed))",
              "name": "Benchmark",
              "base_currency": "EUR"
            }

            """
        let accounts = BenchmarkAccount.all.enumerated().map { index, account in
            let uid = TransactionID.uid(of: account.name, seed: seed)
            return LedgerFile(
                path: "accounts/\(account.name).json",
                bytes: Array(account.json(uid: uid, order: index + 1).utf8))
        }
        let categories = BenchmarkCategory.all.map { category in
            let keywords = category.keywords.isEmpty ? "" : " | \(category.keywords)"
            return "\(category.path) | \(category.kind.rawValue)\(keywords)\n"
        }
        return [
            LedgerFile(path: "ledger.json", bytes: Array(ledger.utf8)),
            LedgerFile(path: "categories.txt", bytes: Array(categories.joined().utf8)),
        ] + accounts
    }

    /// Hands over the files of transactions one after the other, by account and year.
    package func eachTransactionFile(_ take: (LedgerFile) throws -> Void) rethrows {
        let line = TransactionLine(seed: seed)
        let years = (0..<BenchmarkCalendar.dayCount).map { BenchmarkCalendar.date($0).year }
        var bytes: [UInt8] = []
        for (index, entry) in entries.enumerated() {
            line.append(entry, to: &bytes)
            let year = years[Int(entry.day)]
            if index + 1 < entries.count {
                let next = entries[index + 1]
                if next.account == entry.account, years[Int(next.day)] == year { continue }
            }
            let account = BenchmarkAccount.all[Int(entry.account)].name
            try take(LedgerFile(path: "transactions/\(account)/\(year).txt", bytes: bytes))
            bytes.removeAll(keepingCapacity: true)
        }
    }

    /// The same transactions, by day, as a journal for hledger and ledger.
    package func journal() -> [UInt8] {
        let text = JournalText()
        let order = CountingSort.order(entries.count, buckets: BenchmarkCalendar.dayCount) {
            Int(entries[$0].day)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * 128)
        for position in order { text.append(entries[Int(position)], to: &bytes) }
        return bytes
    }
}
