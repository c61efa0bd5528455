import Model
import Statements
import TestSupport
import Testing

/// Journals as people write them, and what only looks like one.
struct JournalQuirkTests {
    private func rows(_ text: String) -> [String] {
        Reading(file: text).statements.flatMap { statement in
            statement.records.map { record in
                let amount = decimalText(record.amount.units, decimals: record.amount.decimals)
                return "\(record.bookingDate) \(statement.identifier ?? "") \(amount)"
            }
        }
    }

    private func refusal(_ text: String) -> String? {
        guard case .refused(let reason, let row, _, let value) = Reading(file: text).result else {
            return nil
        }
        return "\(row ?? 0): \(reason): \(value ?? "")"
    }

    private func format(_ text: String) -> StatementFormat? {
        StatementFile.format(of: Array(text.utf8))
    }

    private static let open = "2024-01-01 open Assets:Cash EUR\n"
    private static let buy = "2024-01-04 * \"buy\"\n  Assets:Cash   10.00 EUR\n  Income:X\n"

    @Test func `a quote in a heading of beancount opens no text`() {
        #expect(
            rows(Self.open + "* The 19\" rack\n" + Self.buy) == ["2024-01-04 Assets:Cash 10.00"])
        #expect(
            refusal(Self.open + "2024-01-02 note Assets:Cash \"open\n" + Self.buy)?
                .contains("a quoted text without its end") == true)
    }

    @Test func `many transactions behind an odd quote are read in one pass`() {
        let many = Self.open + "* bad \" heading\n" + String(repeating: Self.buy, count: 2000)
        #expect(rows(many).count == 2000)
    }

    @Test func `postings of beancount behind blanks are read, or refused where they stand`() {
        let head = Self.open + "2024-01-06 * \"bar\"\n  Assets:Cash  -10.00 EUR\n"
        #expect(
            rows(head + "  \n  Assets:Bank  10.00 EUR\n") == [
                "2024-01-06 Assets:Bank 10.00", "2024-01-06 Assets:Cash -10.00",
            ])
        #expect(rows(head + "; why\n  Assets:Bank  10.00 EUR\n").count == 2)
        #expect(
            refusal(head + "  Income:X\n\n  Assets:Bank  10.00 EUR\n")?.hasPrefix(
                "6: an indented line without a transaction above it") == true)
        #expect(
            refusal(Self.open + "2024-01-06 * \"bar\" foo\n  Assets:Cash  1 EUR\n  Income:X\n")?
                .hasPrefix("2: this part of a transaction cannot be understood") == true)
    }

    @Test(arguments: [
        "2024-01-05 price of milk", "2024-01-05 commodity broker", "2024-01-05 note \"x\"",
        "2024-01-05 * \"ACME\" GmbH", "2024-01-05 open",
    ])
    func `a payee is no directive of beancount`(_ head: String) {
        let text =
            head + "\n    assets:c  -5.00 EUR\n    expenses:food\n\n2024-01-06 * shop\n"
            + "    assets:c  -6.00 EUR\n    expenses:food\n"
        #expect(format(text) == .hledger)
        #expect(rows(text) == ["2024-01-05 assets:c -5.00", "2024-01-06 assets:c -6.00"])
    }

    @Test(arguments: [
        "2024-01-01  COFFEE SHOP   -3.20\n  CARD 1234  5\n2024-01-02  BAR   -4.20\n  CARD 1234  5\n",
        "2024-01-01 met Bob\n  - talked about things\n2024-01-02 called\n  - 3 times\n",
        "-- psql dump\nselect 1;\n", "--index-url https://x.example\n",
        "# Notes\n\n---\n\n* item\n",
        "=====\n  Title 1\n=====\n", "~~~\n  code 1\n~~~\n", "account\tdate\tamount\n",
        "2026-01-01 todo\n  ask: him\n",
    ])
    func `notes, tables and code are no journals`(_ text: String) {
        #expect(format(text)?.isJournal != true)
    }

    @Test func `what directives of an included file say ends with it`() {
        func text(_ main: String, _ included: [String: String]) -> String {
            let whole = JournalIncludes(Array(main.utf8), path: "main.journal") { name, _ in
                included[name].map { [JournalIncludes.File(path: name, bytes: Array($0.utf8))] }
                    ?? []
            }
            return String(decoding: whole.bytes, as: UTF8.self)
        }
        let point = "decimal-mark .\n2024-01-01 a\n  assets:b  1,000.00 EUR\n  equity\n"
        let comma = "decimal-mark ,\n2024-01-02 a\n  assets:b  1,000 EUR\n  equity\n"
        let both = text("include p\ninclude c\n", ["p": point, "c": comma])
        #expect(rows(both) == ["2024-01-01 assets:b 1000.00", "2024-01-02 assets:b 1.00"])
        let main = "Y2024\ninclude o\n01/05 x\n  assets:b  1 EUR\n  equity\n"
        let older = "Y2023\napply account foo\n01/05 y\n  assets:b  1 EUR\n  equity\n"
        #expect(
            rows(text(main, ["o": older])) == [
                "2024-01-05 assets:b 1.00", "2023-01-05 foo:assets:b 1.00",
                "2023-01-05 foo:equity -1.00",
            ])
        let bean = "2024-01-01 open Assets:Cash\ninclude \"b\"\ninclude \"b\"\n"
        #expect(rows(text(bean, ["b": Self.buy])) == ["2024-01-04 Assets:Cash 10.00"])
    }

    @Test func `scopes of ledger end with a bare end as well`() {
        let text = """
            apply account personal
            2024-01-01 a
                assets:b   1 EUR
                equity:x
            end apply
            2024-01-02 b
                assets:b   1 EUR
                equity:x

            """
        #expect(rows(text).contains("2024-01-02 assets:b 1.00"))
    }

    @Test func `nothing of no commodity is nothing of any`() {
        let text = """
            2024/04/01 gift
                Assets:Bank    $100.00
                Income:Gift
            2024/04/02 fix
                Assets:Bank    = 0
                Expenses:Food

            """
        #expect(rows(text) == ["2024-04-01 Assets:Bank 100.00", "2024-04-02 Assets:Bank -100.00"])
    }

    @Test func `a stated balance goes to the last row until its day`() {
        let text = """
            2024-03-01 a
                assets:bank   175.00 EUR
                income
            2024-03-05 a
                assets:bank   -10.00 EUR  ; date:3/20
                expenses:food
            2024-03-10 check
                assets:bank   0.00 EUR = 175.00 EUR

            """
        let records = Reading(file: text).records
        #expect(records.map { $0.balance?.units } == [17500, nil])
    }

    @Test func `beancount lets pass half of the last digit that a transaction writes`() {
        func text(_ other: String) -> String {
            Self.open
                + "2024-01-02 * \"x\"\n  Assets:Cash  -10.00 EUR\n  Expenses:X  \(other) EUR\n"
        }
        #expect(rows(text("9.996")).count == 1)
        #expect(refusal(text("9.96"))?.contains("do not add up") == true)
        let dear =
            "2024-01-03 * \"y\"\n  Assets:Cash  -0.91234 EUR\n  Expenses:X  1 USD @ 0.91234 EUR\n"
        #expect(rows(text("9.996") + dear).count == 2)
        let wrong = "2024-01-01 x\n  assets:b  100.00 USD @ 0.90 EUR\n  assets:c  -50.00 EUR\n"
        #expect(refusal(wrong)?.contains("do not add up: 40 EUR") == true)
    }

    @Test func `a pound in Latin 1 is a pound`() {
        let text = "2024-01-01 f\u{F6}\u{F6}\n    assets:bank  \u{A3} 10.00\n    income\n"
        let bytes = text.unicodeScalars.map { UInt8($0.value) }
        guard let format = StatementFile.format(of: bytes),
            case .read(let statements, _, _, _) = StatementFile.read(
                bytes, format, settings: StatementSettings())
        else {
            Issue.record("not read")
            return
        }
        #expect(statements.first?.currency == CurrencyCode("GBP"))
    }

    @Test func `what has a cost is a security, whatever its name`() {
        let text =
            Self.open
            + "2024-01-02 * \"x\"\n  Assets:Broker  10 AMD {150.00 EUR}\n  Assets:Cash\n"
        #expect(rows(text) == ["2024-01-02 Assets:Cash -1500.00"])
        #expect(Reading(file: text).records.first?.trade?.security == "AMD")
    }

    @Test func `tolerances, signs before parentheses and blanks in numbers`() {
        let tolerant = Self.open + Self.buy + "2024-01-05 balance Assets:Cash  10.00 ~ 0.05 EUR\n"
        #expect(Reading(file: tolerant).records.first?.balance?.units == 1000)
        let negative = Self.buy.replacing("10.00", with: "-(5.00)")
        #expect(rows(Self.open + negative) == ["2024-01-04 Assets:Cash -5.00"])
        let spaced = "2024-01-01 x\n    assets:b  1\u{A0}000,00 EUR\n    income\n"
        #expect(rows(spaced) == ["2024-01-01 assets:b 1000.00"])
    }

    @Test func `footnotes in comments are no days`() {
        let text = "2024-01-01 x\n    assets:b  1.00 EUR  ; see footnote [1]\n    income\n"
        #expect(rows(text) == ["2024-01-01 assets:b 1.00"])
    }

    @Test func `the category of a padding, and beside a posting of nothing`() {
        let padded =
            Self.open
            + "2024-01-02 pad Assets:Cash Expenses:Cash\n2024-01-03 balance Assets:Cash  5.00 EUR\n"
        #expect(Reading(file: padded).records.first?.category == "Expenses:Cash")
        let beside = """
            2024-01-13 x
                assets:savings   0.00 EUR
                assets:checking  -10.00 EUR
                expenses:food

            """
        #expect(Reading(file: beside).records.first?.category == "expenses:food")
    }

    @Test func `parts of nothing are none`() {
        let text = """
            2024-01-13 x
                assets:checking  -10.00 EUR
                expenses:food     10.00 EUR
                expenses:rent      0.00 EUR

            """
        #expect(Reading(file: text).records.first?.parts.isEmpty == true)
        #expect(Reading(file: text).records.first?.category == "expenses:food")
    }

    @Test func `a transaction of very many postings is read in one pass`() {
        let many = (0..<3000).map { "    assets:b\($0)   1.00 EUR\n" }.joined()
        let reading = Reading(file: "2024-01-01 opening\n" + many + "    equity:x\n")
        #expect(reading.records.count == 3000)
        #expect(reading.records.allSatisfy { $0.raw.utf8.count < 200 })
    }
}
