import Model
import Platform
import Reading
import SourceText
import Syntax
import TestSupport
import Testing

/// Whole files against the careful parser, line by line.
struct FileScannerTests {
    private static let accounts = ["main", "savings", "cash"]

    private static func ledger(_ bytes: [UInt8]) throws -> (folder: ScratchLedger, ledger: Ledger) {
        let held = ",\n  \"currencies\": [\"EUR\", \"USD\", \"JPY\"]"
        let folder = try ScratchLedger(
            ["accounts/main.json": ScratchLedger.accountFile(held)], accounts: accounts)
        try folder.folder.write("transactions/main/2026.txt", bytes)
        return (folder, try folder.load())
    }

    /// Scans the file and compares every row and every finding with the slow way.
    private static func check(_ bytes: [UInt8], _ note: String) throws {
        let (folder, ledger) = try ledger(bytes)
        _ = folder
        let result = LedgerScan(ledger, files: ledger.files, threads: 1).run { RowKeeper() }
        let account = try #require(ledger.account("main"))
        let context = ledger.context(of: account)
        let reader = TransactionReader(context: context, accounts: Set(accounts))
        var expected: [(number: Int, facts: RowFacts)] = []
        var badLines: [Int] = []
        var ids: Set<String> = []
        for (index, line) in LineTable(bytes).lines.enumerated() {
            let text = Array(bytes[line.content])
            if let transaction = carefully(text, reader) {
                // Of the lines with one id on one day only the first counts (M8).
                if let id = transaction.id,
                    !ids.insert("\(transaction.date) \(id)").inserted
                {
                    continue
                }
                expected.append((index + 1, RowFacts(transaction, text, context)))
            } else if LineKind(text) != .blank, LineKind(text) != .comment {
                badLines.append(index + 1)
            }
        }
        let found = result.consumers.flatMap(\.consumer.rows)
        #expect(found.map(\.number) == expected.map(\.number), "\(note)")
        for (row, wanted) in zip(found, expected) where row.facts != wanted.facts {
            Issue.record("\(note), line \(wanted.number): \(row.facts) is not \(wanted.facts)")
            return
        }
        let findings = result.findings.filter { $0.code != "id.twice" }
        #expect(findings.map { $0.location.line ?? 0 } == badLines, "\(note)")
    }

    @Test func `files of random lines with any line ends are read as the careful parser does`()
        throws
    {
        for seed in Trials.seeds(25, of: "files") {
            var random = RandomLine(seed: seed)
            var bytes: [UInt8] = random.random.oneIn(3) ? [0xEF, 0xBB, 0xBF] : []
            let count = random.random.below(60)
            for index in 0..<count {
                var line = random.canonical()
                if random.random.oneIn(2) { line = random.mutated(line) }
                if random.random.oneIn(12) { line = Array("# comment".utf8) }
                if random.random.oneIn(12) { line = [] }
                bytes += line
                if index == count - 1, random.random.oneIn(2) { break }
                bytes += random.random.oneIn(4) ? [0x0D, 0x0A] : [0x0A]
            }
            try FileScannerTests.check(bytes, "seed \(seed)")
        }
    }

    @Test func `lines that straddle the borders of chunks are read whole`() throws {
        var random = RandomLine(seed: 7)
        let line = Array(
            "2026-11-03   |     -45.20 EUR | food/groceries         | Mercadona ñ".utf8)
        for shift in [0, 37] {
            var bytes = Array(repeating: UInt8(ascii: "#"), count: shift + 1) + [0x0A]
            while bytes.count < 330_000 {
                bytes += random.random.oneIn(40) ? random.canonical() : line
                bytes.append(0x0A)
            }
            try FileScannerTests.check(bytes, "shift \(shift)")
        }
    }

    @Test(arguments: [131_071, 131_072, 131_073, 262_144, 1_100_000])
    func `a line longer than the buffer is read whole`(_ length: Int) throws {
        let head = "2026-11-03   |     -45.20 EUR | food                   | "
        let long = head + String(repeating: "a", count: length - head.utf8.count)
        let short = "2026-11-03   |     -45.20 EUR | food"
        for text in [long, short + "\n" + long + "\n" + short, long + "\r\n" + short] {
            try FileScannerTests.check(Array(text.utf8), "length \(length)")
        }
    }

    private static let line = "2026-11-03   |     -45.20 EUR | food                   | Café"

    @Test(arguments: [
        "", "\n", "\r\n", "\u{FEFF}", "\u{FEFF}\n", line, line + "\n", line + "\r\n",
        "\u{FEFF}" + line,
        "\u{FEFF}\(line)\r\n\(line)", line + "\n\n\n" + line, line + "\r", line + "\r\r\n", "\r",
        line + "\n\r",
        "\u{FEFF}\u{FEFF}" + line, "\u{FEFF}# c\n" + line, line + "\n\u{FEFF}" + line,
        line + "\u{0}\n" + line,
        "  2026-11-03\t|\t-3.20\t|\tfood\t|\tCafé\t", "2026-11-03 |\t-3.20 EUR | food | a\tb | #t",
        line + "\u{B}\n", line + " \n", line + " | \n", line + " |\n",
    ])
    func `the edges of a file are read as the grammar says`(_ text: String) throws {
        try FileScannerTests.check(Array(text.utf8), text.debugDescription)
    }

    @Test(
        arguments: [
            [0x80], [0xC3], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xE2, 0x28, 0xA1],
            [0xFF],
            [0xC3, 0xA9], [0xF0, 0x9F, 0x99, 0x82], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80],
            [0xF4, 0x8F, 0xBF, 0xBF],
        ] as [[UInt8]])
    func `only valid UTF-8 is read`(_ bytes: [UInt8]) throws {
        let line = Array(FileScannerTests.line.utf8)
        let isValid = String(validating: bytes, as: UTF8.self) != nil
        let text = line + bytes + [0x0A] + line + [0x0A]
        try FileScannerTests.check(text, "\(bytes)")
        let (folder, ledger) = try FileScannerTests.ledger(text)
        _ = folder
        let result = LedgerScan(ledger, files: ledger.files, threads: 1).run { RowKeeper() }
        #expect(result.findings.map(\.code) == (isValid ? [] : ["line.utf8"]))
    }

    @Test func `a file that cannot be read is a finding and stops no other`() throws {
        let folder = try ScratchLedger(
            ["transactions/main/2025.txt": FileScannerTests.line + "\n"])
        try folder.folder.makeFolder("transactions/main/2026.txt")
        let ledger = try folder.load()
        let result = LedgerScan(ledger, files: ledger.files, threads: 1).run { RowKeeper() }
        #expect(result.findings.map(\.code) == ["file.unreadable"])
        #expect(result.findings.map(\.location.file) == ["transactions/main/2026.txt"])
        #expect(result.consumers.flatMap(\.consumer.rows).count == 1)
    }

    @Test func `several threads find the same rows and findings as one`() throws {
        var random = RandomLine(seed: 3)
        var files: [String: String] = [:]
        for year in 2020...2025 {
            var lines: [String] = []
            for index in 0..<3_000 {
                if index % 50 != 7 {
                    lines.append(FileScannerTests.line)
                    continue
                }
                lines.append(String(readable: random.mutated(random.canonical())))
            }
            files["transactions/main/\(year).txt"] = lines.joined(separator: "\n")
        }
        let held = ",\n  \"currencies\": [\"EUR\", \"USD\", \"JPY\"]"
        files["accounts/main.json"] = ScratchLedger.accountFile(held)
        let folder = try ScratchLedger(files, accounts: FileScannerTests.accounts)
        let ledger = try folder.load()
        let one = LedgerScan(ledger, files: ledger.files, threads: 1).run { RowKeeper() }
        let many = LedgerScan(ledger, files: ledger.files, threads: 3, largeSize: 0).run {
            RowKeeper()
        }
        #expect(many.consumers.count == 3)
        #expect(one.findings == many.findings)
        func all(_ result: ScanResult<RowKeeper>) -> [String: RowFacts] {
            Dictionary(
                result.consumers.flatMap(\.consumer.rows).map {
                    ("\($0.file):\($0.number)", $0.facts)
                },
                uniquingKeysWith: { first, _ in first })
        }
        #expect(all(one) == all(many))
    }
}
