import Model
import Statements
import Testing

/// The formats that are no tables.
@Suite struct FormatTests {
    @Test(arguments: [
        (FormatFixtures.ofx, StatementFormat.ofx1), (FormatFixtures.ofx2, .ofx2),
        (FormatFixtures.mt940, .mt940), (FormatFixtures.qif, .qif), (FormatFixtures.norma43, .n43),
        (":20:X\n:25:1\n:34F:EUR0,\n:13D:2611031200+0100\n:61:2611031103D1,00NMSCNONREF\n", .mt942),
        ("Date,Amount\n2026-01-31,-1.00\n", .csv),
    ])
    func `a format is told by its content`(text: String, format: StatementFormat) {
        #expect(StatementFile.format(of: Array(text.utf8)) == format)
    }

    @Test(arguments: ["", "Dear customer,\nthank you.\n", "%PDF-1.7\n"])
    func `what shows no format has none`(text: String) {
        #expect(StatementFile.format(of: Array(text.utf8)) == nil)
    }

    // OFX

    @Test func `OFX 1 needs no end tags`() throws {
        let reading = Reading(file: FormatFixtures.ofx)
        let statement = try #require(reading.statements.first)
        #expect(statement.identifier == "ES9121000418450200051332")
        #expect(statement.currency?.description == "EUR")
        #expect(reading.amounts == ["-45.20", "1250.00"])
        #expect(reading.days == ["2026-11-03", "2026-11-05"])
        let first = reading.records[0]
        #expect(first.counterparty == "MERCADONA & CO")
        #expect(first.text == ["COMPRA TARJ. 4321"])
        #expect(first.madeOn?.description == "2026-11-01")
        #expect(first.transactionID == "2026110300017")
        #expect(first.row == 11)
        #expect(reading.records[1].text.isEmpty)
        #expect(reading.records[1].entryReference == "77")
        #expect(statement.closing?.amount.units == 320_480)
        #expect(statement.closing?.date?.description == "2026-11-30")
    }

    @Test func `OFX 2 is XML, and knows pending rows`() {
        let reading = Reading(file: FormatFixtures.ofx2)
        #expect(reading.amounts == ["-9.99", "-20.00"])
        #expect(reading.records.map(\.isPending) == [false, true])
        #expect(reading.records[0].counterparty == "Books <& more>")
        #expect(reading.records[0].text.isEmpty)
    }

    @Test func `an OFX file in Windows-1252 keeps its letters`() {
        let text = FormatFixtures.ofx.replacing("MERCADONA &amp; CO", with: "CAF~ CENTRAL")
        let bytes = text.utf8.map { $0 == UInt8(ascii: "~") ? 0xC9 : $0 }
        let result = StatementFile.read(bytes, .ofx1, settings: StatementSettings())
        guard case .read(let statements, _, _, let encoding) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(encoding == "windows-1252")
        #expect(statements[0].records[0].counterparty == "CAFÉ CENTRAL")
    }

    @Test(arguments: [
        ("<DTPOSTED>20261105", "<DTPOSTED>20261131", "there is no such day", 19),
        ("<TRNAMT>+1.250,00", "<TRNAMT>ten", "this is no amount", 20),
        ("<TRNAMT>+1.250,00\n", "", "a transaction without <TRNAMT>", 17),
    ])
    func `a fault in OFX has its line`(
        _ part: String, _ damaged: String, _ reason: String, _ row: Int
    ) {
        let reading = Reading(file: FormatFixtures.ofx.replacing(part, with: damaged))
        #expect(reading.refusal?.reason == reason)
        #expect(reading.refusal?.row == row)
    }

    @Test func `each trade of an investment account is a row with its cash and its security`()
        throws
    {
        let reading = Reading(file: FormatFixtures.ofxTrades)
        let statement = try #require(reading.statements.first)
        #expect(statement.identifier == "55501")
        #expect(statement.skipped == 0)
        #expect(
            reading.amounts == ["1500.00", "-1001.25", "-300.00", "121.00", "7.31", "0"])
        #expect(
            reading.records.map { $0.text.joined() }
                == ["", "Buy", "monthly plan", "Sell", "Dividend", "Reinvestment"])
        #expect(
            reading.records.map(\.counterparty)
                == ["Deposit", "World index", nil, nil, "World index", "World index"])
        #expect(reading.records.map(\.transactionID) == ["C-1", "T-1", "T-2", "T-3", "T-4", "T-5"])
        #expect(reading.records[1].valueDate?.description == "2026-11-04")
        let trades = reading.records.dropFirst().map(\.trade)
        #expect(trades.map(\.?.scheme) == [.isin, .wkn, nil, .isin, .isin])
        #expect(trades[2]?.security == "X-77")
        #expect(trades[2]?.units == DecimalNumber(units: -2, decimals: 0))
        #expect(trades[2]?.price == DecimalNumber(units: 605, decimals: 1))
        #expect(trades[3]?.units == nil)
    }

    @Test(arguments: [
        ("<TOTAL>-1001.25", "", "a transaction without <TOTAL>"),
        ("<DTTRADE>20261102<DTSETTLE>20261104", "", "a transaction without <DTTRADE>"),
        ("<DTTRADE>20261102", "<DTTRADE>20261131", "there is no such day"),
        ("<UNITS>12.50000", "<UNITS>many", "this is no amount"),
    ])
    func `a fault in a trade has its line`(_ part: String, _ damaged: String, _ reason: String) {
        let reading = Reading(file: FormatFixtures.ofxTrades.replacing(part, with: damaged))
        #expect(reading.refusal?.reason == reason)
        #expect([10, 11, 12].contains(reading.refusal?.row ?? 0))
    }

    @Test func `what the bank refused is told in its words`() {
        let text =
            "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>no"
            + "</STATUS></SONRS></SIGNONMSGSRSV1></OFX>"
        #expect(
            Reading(file: text).refusal?.reason
                == "the bank answered with error 15500: no; there is no statement")
    }

    @Test func `nesting without end is refused`() {
        let depth = 5_000
        let text =
            "<OFX>" + String(repeating: "<A>", count: depth)
            + String(repeating: "</A>", count: depth)
        #expect(Reading(file: text).refusal?.reason == "elements nested too deeply")
    }

    // SWIFT

    @Test func `MT940 adds up with what was taken back`() throws {
        let reading = Reading(file: FormatFixtures.mt940)
        let statement = try #require(reading.statements.first)
        #expect(reading.statements.count == 1)
        #expect(statement.identifier == "1234567890")
        #expect(statement.addsUp == true)
        #expect(reading.amounts == ["-45.20", "-10.00", "0.5"])
        #expect(reading.days == ["2026-11-03", "2026-11-04", "2026-12-30"])
        let first = reading.records[0]
        #expect(first.counterparty == "STADTWERKE GMBH")
        #expect(first.counterpartyIBAN == "ES9121000418450200051332")
        #expect(first.text == ["BASISLASTSCHRIFT", "Stromlieferung im November Kunde 7"])
        #expect(first.endToEnd == "R-1")
        #expect(first.mandate == "M-9")
        #expect(first.transactionID == "4711")
        let second = reading.records[1]
        #expect(second.counterparty == "Jan de Vries")
        #expect(second.text == ["SEPA", "rent back"])
        #expect(second.endToEnd == "E-7")
        #expect(reading.records[2].text == ["interest"])
    }

    @Test(arguments: [
        ("1612310101C1,00NMSCX", "2017-01-01"), ("1701011231C1,00NMSCX", "2016-12-31"),
        ("1602300301D6,00NMSCX", "2016-03-01"), ("160230    D6,00NMSCX", "2016-02-29"),
        ("260115C1,NMSCX", "2026-01-15"), ("2601150115CR1,5NMSCX", "2026-01-15"),
    ])
    func `the booking day of an entry is the one nearest to its value day`(
        _ entry: String, _ day: String
    ) {
        #expect(Reading(file: ":20:X\n:25:1\n:61:\(entry)\n").days == [day])
    }

    @Test(arguments: [
        ("2602311103D1,00NMSCX", "the value date of :61: is no day"),
        ("2611031103X1,00NMSCX", ":61: says neither C nor D"),
        ("2611031103D,NMSCX", ":61: holds no amount"),
    ])
    func `a fault in MT940 has its line`(_ entry: String, _ reason: String) {
        let reading = Reading(file: ":20:X\n:25:1\n:61:\(entry)\n")
        #expect(reading.refusal?.reason == reason)
        #expect(reading.refusal?.row == 3)
    }

    @Test(arguments: [
        ("NL69INGB0123456789EUR", "NL69INGB0123456789"),
        ("NL69INGB0123456789/EUR", "NL69INGB0123456789"),
        ("70011110/5881234567EUR", "5881234567"), ("10020030/1234567890", "1234567890"),
        ("CHECKINGUSD", "CHECKINGUSD"),
    ])
    func `a currency behind the number is no part of the account`(_ field: String, _ number: String)
    {
        let reading = Reading(file: ":20:X\n:25:\(field)\n:61:2611031103D1,00NMSCX\n")
        #expect(reading.statements.map(\.identifier) == [number])
    }

    @Test(arguments: [
        ("/TRTP/SEPA/NAME/J SMIT/REMI/factuur 12/1/EREF/NOTPROVIDED", ["SEPA", "factuur 12/1"]),
        ("/TRTP/IDEAL/NAME/WEBSHOP/REMI/USTD//ORDER/ID/4455/EREF/E1", ["IDEAL", "ORDER/ID/4455"]),
        (
            "020?00MIETE?20RECHNUNG 4711?21KUNDE 123?32VERMIETER",
            ["MIETE", "RECHNUNG 4711 KUNDE 123"]
        ),
        ("MULTI\n{braces}", ["MULTI", "{braces}"]),
    ])
    func `the purpose of a payment is whole`(_ details: String, _ text: [String]) {
        let reading = Reading(file: ":20:X\n:25:1\n:61:2611031103D1,00NMSCX\n:86:\(details)\n")
        #expect(reading.records.map(\.text) == [text])
    }

    // Norma 43

    @Test func `Norma 43 gives the IBAN and adds up`() throws {
        let reading = Reading(file: FormatFixtures.norma43)
        let statement = try #require(reading.statements.first)
        #expect(statement.identifier == "ES9121000418450200051332")
        #expect(statement.currency?.description == "EUR")
        #expect(statement.addsUp == true)
        #expect(reading.amounts == ["-45.20", "12.50"])
        #expect(reading.records[0].text.suffix(2) == ["COMPRA MERCADONA", "MADRID"])
        #expect(reading.records[0].valueDate?.description == "2026-11-04")
    }

    @Test func `a Norma 43 file that is not whole is refused`() {
        let lines = FormatFixtures.norma43.split(separator: "\n")
        let short = lines.enumerated().filter { $0.offset != 3 }.map(\.element)
            .joined(separator: "\n")
        #expect(Reading(file: short).refusal?.row == 4)
        let cut = lines.prefix(3).joined(separator: "\n")
        #expect(
            Reading(file: cut).refusal?.reason
                == "the account has no line 33; the file is not whole")
    }

    @Test func `a zero of Norma 43 stands on its side, and a day may be missing`() {
        let zero = FormatFixtures.norma43.replacing("100000000004520", with: "100000000000000")
            .replacing("0000100000000004520", with: "0000100000000000000")
        #expect(
            Reading(file: "00" + String(repeating: " ", count: 40) + "\n" + zero).amounts.count == 2
        )
        let undated = FormatFixtures.norma43.replacing("261105261105", with: "261105000000")
        #expect(
            Reading(file: undated).records.map(\.valueDate?.description) == ["2026-11-04", nil])
        let other = FormatFixtures.norma43.replacing(
            "0000100000000004520", with: "0000100000000004521")
        #expect(
            Reading(file: other).refusal?.reason.contains("another sum than the lines have, 45.20")
                == true)
    }

    // QIF

    @Test func `QIF takes its order of dates from all records`() {
        let reading = Reading(file: FormatFixtures.qif)
        #expect(reading.days == ["2026-11-23", "2026-11-02"])
        #expect(reading.amounts == ["-1234.50", "20.00"])
        #expect(reading.layout?.dateOrder == .mdy)
        #expect(reading.statements[0].identifier == "Wallet")
        #expect(reading.statements.map(\.skipped) == [0, 1])
    }

    @Test func `trades in QIF have their cash, with the sign of the action`() {
        let actions = [
            ("Buy", "-5.00"), ("BuyX", "0"), ("Sell", "5.00"), ("Div", "5.00"), ("DivX", "0"),
            ("ReinvDiv", "0"), ("ShrsOut", "0"), ("MiscExp", "-5.00"), ("XIn", "5.00"),
            ("Cash", "5.00"),
        ]
        let text = actions.map { "D11/23'26\nN\($0.0)\nYACME\nI1.25\nQ4\nT5.00\n^\n" }.joined()
        let reading = Reading(file: "!Type:Invst\n\(text)D11/23'26\nNGrant\nT5.00\n^\n")
        #expect(reading.amounts == actions.map(\.1))
        #expect(reading.records.allSatisfy { $0.counterparty == "ACME" })
        #expect(reading.records[4].text == ["Dividend"])
        #expect(reading.records.map(\.trade?.units?.units) == [4, 4, -4, 4, 4, 4, -4, 4, 4, 4])
        #expect(reading.records[0].trade?.price == DecimalNumber(units: 125, decimals: 2))
        #expect(reading.statements.map(\.skipped) == [1])
    }

    @Test(arguments: [
        ("D11/23'26\nNBuy\nTfive\n^\n", "this is no amount"),
        ("D11/31'26\nNBuy\nT5.00\n^\n", "the dates have no common order of day and month"),
        ("NBuy\nT5.00\n^\n", "a record without a date"),
    ])
    func `a fault in a trade of QIF is told`(_ record: String, _ reason: String) {
        #expect(Reading(file: "!Type:Invst\n" + record).refusal?.reason == reason)
    }

    @Test func `QIF dates that fit two orders are asked`() throws {
        let text = "!Type:Bank\nD3/4'26\nT-5.00\n^\n"
        let reading = Reading(file: text)
        let question = try #require(reading.question)
        #expect(question.code == "date.order")
        #expect(question.row == 2)
        #expect(question.readings == ["2026-04-03", "2026-03-04"])
        let settled = Reading(file: text, StatementSettings(dateOrder: .dmy))
        #expect(settled.days == ["2026-04-03"])
    }

    @Test func `QIF amounts that fit two marks are asked`() throws {
        let text = "!Type:Bank\nD31.12.2026\nT-1,234\n^\n"
        #expect(Reading(file: text).asks == ["decimal.mark"])
        let settled = Reading(file: text, StatementSettings(decimalMark: .point))
        #expect(settled.amounts == ["-1234"])
        let proven = Reading(file: text + "D30.12.2026\nT1.234,50\n^\n")
        #expect(proven.amounts == ["-1.234", "1234.50"])
    }

    @Test func `a QIF record without its end is refused`() {
        let text = "!Type:Bank\nD1/31'26\nT-5.00\nPONE\nD2/1'26\nT-6.00\nPTWO\n^\n"
        #expect(Reading(file: text).refusal?.row == 5)
    }

    @Test func `a QIF amount that contradicts the given mark is refused`() {
        let text = "!Type:Bank\nD13/05/2026\nT-12,50\nPCAFE\n^\n"
        let reading = Reading(file: text, StatementSettings(decimalMark: .point))
        #expect(reading.refusal?.value == "-12,50")
        #expect(reading.refusal?.row == 3)
    }
}
