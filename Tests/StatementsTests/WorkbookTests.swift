import Foundation
import Model
import StatementWire
import StatementXML
import Statements
import TestSupport
import Testing

/// Workbooks, and other archives.
@Suite struct WorkbookTests {
    static let bytes: [UInt8] = {
        let text = WorkbookFixture.base64.replacing("\n", with: "")
        return Data(base64Encoded: text).map { Array($0) } ?? []
    }()

    private static func tables(_ bytes: [UInt8]) -> [String]? {
        guard case .tables(let tables) = ArchiveStatement.read(bytes, .xlsx) else { return nil }
        return tables.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func refusal(_ bytes: [UInt8]) -> String? {
        guard case .statements(.refused(let reason, _, _, _)) = ArchiveStatement.read(bytes, .xlsx)
        else { return nil }
        return reason
    }

    @Test func `a sheet becomes a table with a line for each row`() throws {
        #expect(StatementFile.format(of: WorkbookTests.bytes) == .xlsx)
        let tables = try #require(WorkbookTests.tables(WorkbookTests.bytes))
        #expect(
            tables == [
                "\"made by hand\"\n",
                """

                "","Date","Text","Amount","Balance"
                "","2026-11-10","Groceries, ""fresh""\","-20","980"

                "","2026-11-11","Coffee","-1.2","978.8"

                """,
            ])
        let reading = CSVStatement.read(Array(tables[1].utf8), settings: StatementSettings())
        guard case .read(let statements, _, _, _) = reading else {
            Issue.record("\(reading)")
            return
        }
        #expect(statements[0].records.map(\.row) == [3, 5])
        #expect(statements[0].addsUp == true)
    }

    @Test(arguments: [
        ("-1.2000000000000002", "-1.2"), ("0.30000000000000004", "0.3"), ("980", "980"),
        ("1.1E2", "110"), ("2.5e-3", "0.0025"), ("999999999999999.9", "1000000000000000"),
        ("-0", "0"), ("0.0", "0"), ("12345678901234567", "12345678901234600"), ("-45.2", "-45.2"),
        ("x", "x"), ("1e300", "1e300"),
    ])
    func `a number is what a spreadsheet shows`(_ kept: String, _ shown: String) {
        let sheet =
            "<worksheet><sheetData><row r=\"1\"><c><v>\(kept)</v></c></row></sheetData></worksheet>"
        #expect(Workbook.table(sheet: sheet) == [[shown]])
    }

    @Test(arguments: [
        ("12.345678", 2, "12.35"), ("0.004", 2, "0"), ("0.005", 2, "0.01"), ("-9.999", 2, "-10"),
        ("1525", 2, "1525"), ("2.5", 0, "3"), ("0.4", 0, "0"), ("99.995", 2, "100"),
    ])
    func `a number has the decimals of its format`(_ kept: String, _ decimals: Int, _ shown: String)
    {
        #expect(Workbook.shown(kept, decimals: decimals) == shown)
    }

    @Test func `the lines of bankbook-read tell the tables`() {
        let lines = StatementReading.lines(tables: [Array("a,b\n".utf8)], .xlsx)
        #expect(StatementReading.tables(lines) == [Array("a,b\n".utf8)])
        #expect(StatementReading.tables(Array(lines.dropLast())) == nil)
    }

    /// The place of the first entry in the list of files.
    private static var entry: Int {
        let mark: [UInt8] = [0x50, 0x4B, 1, 2]
        return bytes.indices.first { bytes[$0...].starts(with: mark) } ?? 0
    }

    @Test func `an archive that would grow without end is refused before it grows`() {
        var bomb = WorkbookTests.bytes
        for offset in 0..<4 { bomb[WorkbookTests.entry + 24 + offset] = [0, 0, 0, 8][offset] }
        #expect(WorkbookTests.refusal(bomb) == "the archive would grow far beyond its size")
    }

    @Test func `an archive under lock, cut or of another size is refused`() {
        var locked = WorkbookTests.bytes
        locked[WorkbookTests.entry + 8] |= 1
        #expect(WorkbookTests.refusal(locked) == "the archive is encrypted")
        let cut = Array(WorkbookTests.bytes.dropLast(30))
        #expect(WorkbookTests.refusal(cut) == "the archive is damaged or cut off")
        var longer = WorkbookTests.bytes
        longer[WorkbookTests.entry + 24] &+= 1
        #expect(WorkbookTests.refusal(longer) == "xl/workbook.xml in the archive is damaged")
    }

    @Test func `damage of an archive is never fatal`() {
        for seed in Trials.seeds(150, of: "damaged archives") {
            var random = Seeded(seed)
            var bytes = WorkbookTests.bytes
            for _ in 0...random.below(3) {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] ^= 1 << UInt8(random.below(8))
                case 1: bytes.remove(at: place)
                default: bytes.removeLast(min(bytes.count - 40, random.below(200)))
                }
            }
            // What the checksums let through is what was packed.
            if let tables = WorkbookTests.tables(bytes) {
                #expect(tables.count <= 2, "seed \(seed)")
            } else {
                #expect(WorkbookTests.refusal(bytes) != nil || bytes[0] != 0x50, "seed \(seed)")
            }
        }
    }
}
