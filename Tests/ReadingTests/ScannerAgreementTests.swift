import Model
import Platform
import Reading
import SourceText
import Syntax
import TestSupport
import Testing

/// The fast scanner against the careful parser, which owns the meaning of every line.
struct ScannerAgreementTests {
    private static let accounts: Set<String> = ["main", "savings", "cash"]
    private let context: AccountContext
    private let reader: TransactionReader

    init() throws {
        context = try randomContext()
        reader = TransactionReader(context: context, accounts: ScannerAgreementTests.accounts)
    }

    private func newScanner() -> LineScanner {
        LineScanner(
            account: context, targets: TargetTable(accounts: ScannerAgreementTests.accounts))
    }

    /// What the scanner makes of the line; `nil` where it leaves it to the careful parser. Lines with
    /// control characters or broken UTF-8 never reach it.
    private func fast(_ line: [UInt8], _ scanner: inout LineScanner) -> RowFacts? {
        if case .malformed = LineKind(line) { return nil }
        if line.contains(Ascii.tab) { return nil }
        return line.withPaddedView { text in
            var row = Row.empty
            var parts = [RowPart(target: 0, amount: 1)]
            guard scanner.scan(text, 0, line.count, into: &row, parts: &parts) else {
                let isRestored = parts.count == 1
                #expect(isRestored, "parts of a refused line were left behind")
                return nil
            }
            return RowFacts(row, parts, text, scanner.targets.targets)
        }
    }

    @Test func `what the scanner takes, the careful parser reads to the same values`() {
        var scanner = newScanner()
        var lines = 0
        var taken = 0
        for seed in Trials.seeds(1_500, of: "scanner agreement") {
            var random = RandomLine(seed: seed)
            let base = random.canonical()
            for step in 0..<5 {
                let line = step == 0 ? base : random.mutated(base)
                lines += 1
                guard let found = fast(line, &scanner) else { continue }
                taken += 1
                let text = String(readable: line)
                guard let transaction = carefully(line, reader) else {
                    Issue.record("seed \(seed): taken, but rejected with care: \(text)")
                    return
                }
                let expected = RowFacts(transaction, line, context)
                if found != expected {
                    Issue.record("seed \(seed): \(text)\nfast \(found)\ncareful \(expected)")
                    return
                }
            }
        }
        let enough = taken * 6 > lines
        #expect(enough, "the scanner took \(taken) of \(lines) lines: too few to prove anything")
    }

    /// Lines in the form that `fmt` writes must not fall back to the slow path.
    @Test(arguments: [
        "2026-11-03   |     -45.20 EUR",
        "2026-11-03   |     -45.20 EUR | food/groceries",
        "2026-11-03   |     -45.20 EUR | food/groceries         | Mercadona",
        "2026-11-03 ! |     -45.20 USD | food/groceries         | Café | ".trimmingEnd,
        "2026-11-03   |     -45.20 EUR | food/groceries         | Mercadona                | id:8d2mx1a4tq",
        "2026-11-03   |     -45.20 EUR |                        | Mercadona                | id:8d2mx1a4tq",
        "2026-11-03   |     -45.20 EUR | =savings               |                          | pair:b8v3x1d7ks",
        "2026-11-03   | 1234567.89 EUR | a category that is longer than its column | x",
        "2026-11-30 = |    3265.25 EUR",
        "2026-11-03   |       0.00 EUR | food                   | Café                     | id:a #b note:\"c d\" ignored",
        "2026-11-03   |     -60.00 EUR | food/groceries 41.50, home/cleaning | CARREFOUR                | id:a",
        "2026-11-03   |     -60.00 EUR | food 41.50, home       | CARREFOUR",
        "2026-11-03   |    2150.00 EUR | income/salary 2800.00, tax -650.00 | ACME",
        "2026-11-03   |     -60.00 EUR | food 30.00, ignored",
    ])
    func `the scanner takes the canonical line`(_ text: String) {
        var scanner = newScanner()
        let isTaken = fast(Array(text.utf8), &scanner) != nil
        #expect(isTaken)
    }

    @Test(arguments: [
        "2026-11-03   |     -45.20 JPY", "2026-11-03   |     -45.20 GBP",
        "2026-02-30   |     -45.20 EUR",
        "2026-11-03   |     -45,20 EUR", "2026-11-03   |     - 5.20 EUR",
        "2026-11-03   |          - EUR",
        "2026-11-03   |     -45.20 EUR | =nobody", "2026-11-03   |     -45.20 EUR | food//x",
        "2026-11-03   |     -45.20 EUR | 2026", "2026-11-30 = |    3265.25 EUR | food",
        "2026-11-03   |     -45.20 EUR |                        | a | b | c",
        "2026-11-03   |     -45.20 EUR |                        | a | word",
        "2026-11-03   |     -45.20 EUR |                        | a | id:a1 id:a1",
        "2026-11-03   |     -45.20 EUR |                        | a | #x #x",
        "2026-11-03   |     -45.20 EUR |                        | a | balance:1,2",
        "2026-11-03   |     -45.20 EUR |                        | a | pair:a,,b",
        "2026-11-03   |     -45.20 EUR |                        | a | note:\"open",
        "2026-11-03   |     -45.20 EUR |                        | C:\\TEMP",
        "2026-11-03   |     -60.00 EUR | food 41.50, home 10.00 | x",
        "2026-11-03   |     -60.00 EUR | food, home 10.00       | x",
        "2026-11-03   |     -60.00 EUR | food 41.50,            | x",
        "2026-11-03   |     -60.00 EUR | food 41.505, home      | x",
        "2026-11-03   |     -60.00 EUR | 41.50, home            | x",
        "2026-11-03   |     -60.00 EUR | food 41.50, home       | x | id:a id:b",
        "2026-11-30 = |      60.00 EUR | food 41.50, home       | x",
    ])
    func `the scanner never takes a line that is wrong`(_ text: String) {
        let line = Array(text.utf8)
        var scanner = newScanner()
        #expect(carefully(line, reader) == nil)
        #expect(fast(line, &scanner) == nil)
    }

    @Test func `an id found fast and the same id found with care are one id`() throws {
        for seed in Trials.seeds(40, of: "identities") {
            var random = RandomLine(seed: seed)
            let id = random.id()
            let other = random.id()
            if id == other { continue }
            let head =
                "2026-11-03   |     -45.20 EUR | food                   | Café                     | id:"
            let same = try ScratchLedger(main: [head + id, "2026-11-03|-1|food|Café|#t id:\(id)"])
            let apart = try ScratchLedger(main: [
                head + id, "2026-11-03|-1|food|Café|#t id:\(other)",
            ])
            for (ledger, wanted) in [(same, ["id.twice"]), (apart, [])] {
                let loaded = try ledger.load()
                let scan = LedgerScan(loaded, files: loaded.files, threads: 1).run { RowKeeper() }
                #expect(scan.findings.map(\.code) == wanted, "seed \(seed): \(id) \(other)")
            }
        }
    }
}

extension String {
    /// Without the ` | ` at its end.
    fileprivate var trimmingEnd: String { hasSuffix(" | ") ? String(dropLast(3)) : self }
}
