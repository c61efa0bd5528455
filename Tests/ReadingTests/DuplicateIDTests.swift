import Reading
import SourceText
import TestSupport
import Testing

/// The same id twice on one day of one account (S23).
struct DuplicateIDTests {
    private static func line(_ date: String, _ id: String) -> String {
        "\(date)   |     -45.20 EUR | food                   | Café                     | id:\(id)"
    }

    /// `file:line` of each finding, with the place of the first line.
    private static func duplicates(_ files: [String: [String]]) throws -> [String] {
        var texts: [String: String] = [:]
        for (path, lines) in files {
            texts["transactions/\(path)"] = lines.joined(separator: "\n") + "\n"
        }
        let folder = try ScratchLedger(texts, accounts: ["main", "savings"])
        let ledger = try folder.load()
        let result = LedgerScan(ledger, files: ledger.files, threads: 1).run { RowKeeper() }
        return result.findings.map { finding in
            let other = finding.related.first?.location
            return "\(finding.code) \(finding.location.file):\(finding.location.line ?? 0)"
                + ":\(finding.location.column ?? 0) \(other?.file ?? ""):\(other?.line ?? 0)"
        }
    }

    @Test func `two lines of one day are found, in one file`() throws {
        let found = try DuplicateIDTests.duplicates([
            "main/2026.txt": [
                DuplicateIDTests.line("2026-11-03", "aaaaaaaaaa"),
                DuplicateIDTests.line("2026-11-03", "bbbbbbbbbb"),
                DuplicateIDTests.line("2026-11-03", "aaaaaaaaaa"),
            ]
        ])
        #expect(found == ["id.twice transactions/main/2026.txt:3:86 transactions/main/2026.txt:1"])
    }

    @Test func `two lines of one day are found across files`() throws {
        let found = try DuplicateIDTests.duplicates([
            "main/2025.txt": [DuplicateIDTests.line("2026-11-03", "aaaaaaaaaa")],
            "main/2026.txt": [
                DuplicateIDTests.line("2026-11-02", "cccccccccc"),
                DuplicateIDTests.line("2026-11-03", "aaaaaaaaaa"),
            ],
        ])
        #expect(found == ["id.twice transactions/main/2026.txt:2:86 transactions/main/2025.txt:1"])
    }

    @Test func `two lines of one day are found in a file that is not sorted`() throws {
        let found = try DuplicateIDTests.duplicates([
            "main/2026.txt": [
                DuplicateIDTests.line("2026-11-03", "aaaaaaaaaa"),
                DuplicateIDTests.line("2026-11-02", "bbbbbbbbbb"),
                DuplicateIDTests.line("2026-11-03", "aaaaaaaaaa"),
            ]
        ])
        #expect(found == ["id.twice transactions/main/2026.txt:3:86 transactions/main/2026.txt:1"])
    }

    @Test func `one pair is one finding, whatever follows it`() throws {
        let pair = [
            DuplicateIDTests.line("2026-11-03", "aaaaaaaaaa"),
            DuplicateIDTests.line("2026-11-03", "aaaaaaaaaa"),
        ]
        let place = "id.twice transactions/main/2026.txt:2:86 transactions/main/2026.txt:1"
        let unsorted = try DuplicateIDTests.duplicates([
            "main/2026.txt": pair + [DuplicateIDTests.line("2026-11-01", "bbbbbbbbbb")]
        ])
        #expect(unsorted == [place])
        let overlapping = try DuplicateIDTests.duplicates([
            "main/2026.txt": pair,
            "main/other.txt": [DuplicateIDTests.line("2026-11-03", "bbbbbbbbbb")],
        ])
        #expect(overlapping == [place])
    }

    @Test func `a day of many lines is compared too`() throws {
        let lines = (0..<100).map { DuplicateIDTests.line("2026-11-03", "id\($0)") }
        let found = try DuplicateIDTests.duplicates([
            "main/2026.txt": lines + [DuplicateIDTests.line("2026-11-03", "id90")]
        ])
        #expect(
            found == ["id.twice transactions/main/2026.txt:101:86 transactions/main/2026.txt:91"])
    }

    @Test func `other days and other accounts may have the same id`() throws {
        let found = try DuplicateIDTests.duplicates([
            "main/2026.txt": [
                DuplicateIDTests.line("2026-11-03", "aaaaaaaaaa"),
                DuplicateIDTests.line("2026-11-04", "aaaaaaaaaa"),
            ],
            "savings/2026.txt": [DuplicateIDTests.line("2026-11-03", "aaaaaaaaaa")],
        ])
        #expect(found.isEmpty)
    }
}
