import Model
import Statements
import TestSupport
import Testing

/// Journals of hledger, ledger and beancount, as statements of their accounts.
struct JournalTests {
    private func rows(_ reading: Reading, _ account: String) -> [String] {
        reading.statements.filter { $0.identifier == account }.flatMap { statement in
            statement.records.map { record in
                let amount = decimalText(record.amount.units, decimals: record.amount.decimals)
                let code = (record.currency ?? statement.currency)?.description ?? "?"
                let text = ([record.counterparty].compactMap { $0 } + record.text)
                    .joined(separator: "/")
                let balance = record.balance.map {
                    " =" + decimalText($0.units, decimals: $0.decimals)
                }
                return
                    "\(record.bookingDate)\(record.isPending ? " !" : "") \(amount) \(code) \(text)\(balance ?? "")"
            }
        }
    }

    private func refusal(_ text: String) -> String? {
        guard case .refused(let reason, let row, _, let value) = Reading(file: text).result else {
            return nil
        }
        return "\(row ?? 0): \(reason): \(value ?? "")"
    }

    @Test func `hledger: aliases, types, a default commodity, codes, balances and splits`() throws {
        let reading = Reading(file: JournalFixtures.hledger)
        #expect(StatementFile.format(of: Array(JournalFixtures.hledger.utf8)) == .hledger)
        #expect(
            rows(reading, "aktiva:giro") == [
                "2026-11-01 1000.00 EUR opening =1000.00",
                "2026-11-03 -35.25 EUR Mercadona/food =964.75",
            ])
        #expect(reading.statements.map(\.identifier) == ["aktiva:giro"])
        #expect(reading.statements.first?.addsUp == true)
        let record = try #require(reading.records.last)
        #expect(record.entryReference == "17")
        #expect(record.valueDate == CivilDate(iso: "2026-11-05"))
        #expect(record.parts.map(\.category) == ["expenses:food:groceries", "expenses:home"])
        #expect(
            record.parts.map { decimalText($0.amount.units, decimals: $0.amount.decimals) } == [
                "-30.25", "-5.00",
            ])
        #expect(record.raw.contains("; week 45") && record.raw.hasSuffix("= 964.75"))
    }

    @Test func `ledger: a year, a scope, lots and quoted commodities`() throws {
        let reading = Reading(file: JournalFixtures.ledger)
        #expect(StatementFile.format(of: Array(JournalFixtures.ledger.utf8)) == .ledger)
        #expect(rows(reading, "Personal:Assets:Checking") == ["2026-11-03 -40.00 USD Store"])
        // The cost of the lot leaves the account, not the price of that day.
        #expect(rows(reading, "Assets:Checking") == ["2026-11-04 ! -20.00 USD Broker"])
        let trade = try #require(reading.records.compactMap(\.trade).first)
        #expect(trade.security == "ACME 1")
        #expect(trade.units == DecimalNumber(units: 2, decimals: 0))
        #expect(reading.statements.first { $0.identifier == "Assets:Shares" }?.skipped == 1)
        // Two postings to one account are one category.
        let store = reading.statements.first { $0.identifier == "Personal:Assets:Checking" }
        #expect(store?.records.first?.category == "Personal:Expenses:Food")
    }

    @Test func `beancount: names of roots, pads, balances, sums and texts of several lines`() {
        let reading = Reading(file: JournalFixtures.beancount)
        #expect(StatementFile.format(of: Array(JournalFixtures.beancount.utf8)) == .beancount)
        #expect(
            rows(reading, "Vermoegen:Giro") == [
                "2026-01-02 100.00 EUR Padding =100.00",
                "2026-11-03 -12.50 EUR Mercadona/two\nlines =87.50",
                "2026-11-05 -40.00 EUR Broker",
            ])
        #expect(
            reading.records.first { $0.counterparty == "Mercadona" }?.category == "Expenses:Food")
    }

    @Test
    func `a number with two readings is settled by its commodity, then the journal, then a person`()
    {
        func file(_ amount: String, _ other: String) -> String {
            "2026-01-01 a\n    assets:bank  \(amount)\n    equity\n\n2026-01-02 b\n    assets:bank  \(other)\n    equity\n"
        }
        #expect(Reading(file: file("1,234 EUR", "2.50 EUR")).amounts == ["1234.00", "2.50"])
        #expect(Reading(file: file("1,234 EUR", "2,50 EUR")).amounts == ["1.234", "2.50"])
        #expect(Reading(file: file("1.234 EUR", "2,50 USD")).amounts == ["1234.00", "2.50"])
        guard case .asked(let questions) = Reading(file: file("1,234 EUR", "5 EUR")).result else {
            Issue.record("not asked")
            return
        }
        #expect(questions.map(\.code) == ["decimal.mark"])
        #expect(questions.first?.row == 2)
        #expect(questions.first?.readings == ["1234", "1.234"])
        let settled = Reading(
            file: file("1,234 EUR", "5 EUR"), StatementSettings(decimalMark: .comma))
        #expect(settled.amounts == ["1.234", "5.00"])
    }

    @Test(arguments: [
        ("$-10", "-10.00 USD"), ("-$10", "-10.00 USD"), ("- $ 10", "-10.00 USD"),
        ("$ -10.5", "-10.50 USD"), ("EUR 10", "10.00 EUR"), ("10EUR", "10.00 EUR"),
        ("€10.00", "10.00 EUR"), ("+10 GBP", "10.00 GBP"), ("1 000 000.00 SEK", "1000000.00 SEK"),
        ("1E3 EUR", "1000.00 EUR"), ("(2 * 3.5 EUR)", "7.00 EUR"), ("(10 EUR / 4)", "2.50 EUR"),
        ("10. EUR", "10.00 EUR"), ("12.50", "12.50 ?"), ("10 EUR @ 1.10 USD", "10.00 EUR"),
        ("10 EUR @@ 11 USD", "10.00 EUR"), ("\"EUR\" 3", "3.00 EUR"),
    ])
    func `an amount is read as it is written`(_ text: String, _ amount: String) {
        let reading = Reading(file: "2026-01-01 x\n    assets:bank    \(text)\n    equity\n")
        #expect(rows(reading, "assets:bank") == ["2026-01-01 \(amount) x"])
    }

    @Test func `what other postings leave is exact, and rounded only where a price made it`() {
        let text = """
            2026-01-01 x
                assets:broker    3 ACME @ 1.23456 EUR
                assets:fund      2 FUND @@ 10.00 EUR
                assets:bank

            2026-01-02 y
                expenses:a       1.005 EUR
                assets:bank

            """
        #expect(Reading(file: text).amounts == ["-13.70", "-1.005"])
        let shorter = text.replacing("1.23456", with: "1.234567").replacing("1.005", with: "1.01")
        #expect(Reading(file: shorter).amounts == ["-13.70", "-1.01"])
    }

    @Test func `virtual postings are told apart: those in parentheses balance nothing`() {
        let text = """
            2026-01-01 x
                (assets:plan)    5 EUR
                [assets:a]       7 EUR
                [assets:b]
                assets:bank      3 EUR
                income:job

            """
        let reading = Reading(file: text)
        #expect(
            reading.statements.compactMap(\.identifier) == [
                "assets:a", "assets:b", "assets:bank", "assets:plan",
            ])
        #expect(reading.amounts == ["7.00", "-7.00", "3.00", "5.00"])
        #expect(reading.records[2].category == "income:job")
    }

    @Test func `a posting has its own day, and one of nothing states the balance`() {
        let text = """
            2026-01-31 x
                assets:bank      -3 EUR  ; date:2026-02-02
                expenses:a

            2026-02-03 reconciled
                assets:bank       0 EUR = 97 EUR

            """
        #expect(rows(Reading(file: text), "assets:bank") == ["2026-02-02 -3.00 EUR x =97.00"])
    }

    @Test func `balances that do not follow are told`() {
        let text =
            "2026-01-01 a\n    assets:b  1 EUR = 1 EUR\n    equity\n2026-01-02 b\n    assets:b  1 EUR = 3 EUR\n    equity\n"
        #expect(Reading(file: text).statements.first?.addsUp == false)
    }

    @Test func `what cannot be understood is refused with its line`() {
        let head = "2026-01-01 x\n"
        #expect(
            refusal(head + "    assets:a  5 EUR\n    expenses:b  4 EUR\n")
                == "1: the postings of a transaction do not add up: 9 EUR")
        #expect(
            refusal(head + "    assets:a\n    expenses:b\n    expenses:c  1 EUR\n")
                == "3: two postings of one transaction have no amount: expenses:b")
        #expect(
            refusal(head + "    assets:a  5 EUR $\n    expenses:b\n")
                == "2: this part of a posting cannot be understood: $")
        #expect(
            refusal(head + "    assets:a  five\n    expenses:b  5 EUR\n")
                == "2: an amount without a number: five")
        #expect(
            refusal("2026-02-30 x\n    assets:a  5 EUR\n    b\n")
                == "1: there is no such day: 2026-02-30 x")
        #expect(
            refusal("1/1 x\n    assets:a  5 EUR\n    b\n")
                == "1: a date without a year, and no year is set: 1/1 x")
        #expect(
            refusal("include other.journal\n")
                == "1: another file is included that cannot be read: other.journal")
        #expect(
            refusal("alias /^a/ = b\n" + head + "    assets:a  5 EUR\n    b\n")
                == "1: an alias by pattern is not understood; name the account: /^a/ = b")
        #expect(
            refusal(head + "    assets:a  99999999999999999999 EUR\n    b\n")?.hasPrefix(
                "2: this is no number") == true)
    }

    @Test func `random journals of two programs give the rows that were drawn`() {
        for seed in Trials.seeds(150, of: "random journals") {
            var random = Seeded(seed)
            let drawn = RandomJournal(&random)
            for text in [drawn.hledger(&random), drawn.beancount(&random)] {
                let reading = Reading(file: text)
                for account in RandomJournal.money {
                    let found = reading.statements.filter { $0.identifier == account }
                    let rows = found.flatMap(\.records).map { record in
                        "\(record.bookingDate) \(decimalText(record.amount.units, decimals: record.amount.decimals)) "
                            + (record.counterparty ?? record.text.first ?? "")
                    }
                    #expect(rows == drawn.rows(account), "seed \(seed)\n\(text)")
                    #expect(found.allSatisfy { $0.addsUp != false }, "seed \(seed)\n\(text)")
                }
            }
        }
    }

    @Test func `files that are included stand in their places, and lines keep theirs`() throws {
        let main =
            "include a.journal\n2026-01-02 y\n    assets:b  2\n    equity\ninclude gone.journal\n"
        let whole = JournalIncludes(Array(main.utf8), path: "main.journal") { name, from in
            #expect(from == "main.journal")
            guard name == "a.journal" else { return [] }
            let text =
                "D 1.00 EUR\n2026-01-01 x\n    assets:b  1\n    equity\ncomment\nto the end\n"
            return [JournalIncludes.File(path: "sub/a.journal", bytes: Array(text.utf8))]
        }
        let text = String(decoding: whole.bytes, as: UTF8.self)
        #expect(
            refusal(text)?.hasSuffix("another file is included that cannot be read: gone.journal")
                == true)
        let reading = Reading(file: text.replacing("include gone.journal\n", with: ""))
        // What a directive of an included file says ends with it.
        #expect(
            rows(reading, "assets:b").sorted() == ["2026-01-01 1.00 EUR x", "2026-01-02 2.00 ? y"])
        let ordered = reading.records.sorted { $0.bookingDate < $1.bookingDate }
        let places = ordered.compactMap { whole.place(of: $0.row) }
        #expect(places.map(\.path) == ["sub/a.journal", "main.journal"])
        #expect(places.map(\.line) == [3, 3])
    }

    @Test func `a file that includes itself is refused, not read for ever`() {
        let bytes = Array("include a.journal\n".utf8)
        let whole = JournalIncludes(bytes, path: "a.journal") { name, _ in
            [JournalIncludes.File(path: name, bytes: bytes)]
        }
        #expect(refusal(String(decoding: whole.bytes, as: UTF8.self)) != nil)
    }

    @Test(arguments: [
        "Date,Amount\n2026-01-01,5\n", "2026-01-01;5,00;x\n2026-01-02;6,00;y\n",
        "# notes\n\nsome text\n", "18.09.2026\tSHOP\t5,00\n  19.09.2026\tSHOP\t6,00\n",
        "account,amount\n1,2\n", "2026-01-01 5.00 shop\n2026-01-02 6.00 shop\n",
    ])
    func `what only looks a little like a journal is none`(_ text: String) {
        let format = StatementFile.format(of: Array(text.utf8))
        #expect(format?.isJournal != true, "\(text)")
    }
}
