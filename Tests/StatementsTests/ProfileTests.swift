import Model
import Statements
import Testing

@Suite struct ProfileTests {
    @Test func `The layout of a reading reads the file again in the same way`() throws {
        let text =
            "Buchungstag;Wert;Empfänger;Verwendungszweck;Soll;Haben;Saldo;Währung\n"
            + "31.01.2026;01.02.2026;Markt;Rechnung;-5,00;;95,00;EUR\n"
            + "01.02.2026;02.02.2026;Firma;Lohn;;10,00;105,00;EUR\n"
        let first = Reading(text)
        let layout = try #require(first.layout)
        let kept = StatementSettings(entries: layout.entries)
        #expect(kept == layout)
        #expect(Reading(text, kept).result == first.result)
        let entries = Dictionary(uniqueKeysWithValues: layout.entries.map { ($0.key, $0.value) })
        #expect(entries["column.date"] == "Buchungstag")
        #expect(entries["column.in"] == "Haben")
        #expect(entries["date_order"] == "dmy")
        #expect(entries["decimal"] == ",")
        #expect(entries["delimiter"] == "semicolon")
        #expect(entries["encoding"] == "utf-8")
    }

    @Test func `An entry that fits no key is told`() {
        var settings = StatementSettings()
        let order = settings.set("date_order", to: "xyz")
        let colour = settings.set("colour", to: "red")
        let currency = settings.set("currency", to: "EUR")
        #expect([order, colour, currency] == [false, false, true])
        #expect(settings.currency == .eur)
    }

    @Test func `A named column that is not there is refused`() {
        let settings = StatementSettings(columns: ["amount": "Betrag"])
        #expect(
            Reading("Date,Text,Amount\n2026-01-31,A,-1.00\n", settings).refusal?.value == "Betrag")
    }

    @Test(arguments: ["utf-8", "utf-8 bom", "utf-16le", "utf-16be", "utf-16le bare"])
    func `Unicode is read with and without its mark`(form: String) {
        let text = "Datum;Empfänger;Betrag\n31.01.2026;Müller;-5,00\n"
        var bytes: [UInt8] = []
        switch form {
        case "utf-8": bytes = Array(text.utf8)
        case "utf-8 bom": bytes = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
        case "utf-16be":
            bytes = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        default:
            let mark: [UInt8] = form == "utf-16le" ? [0xFF, 0xFE] : []
            bytes = mark + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        }
        let reading = Reading(bytes: bytes)
        #expect(reading.records.first?.counterparty == "Müller")
    }

    @Test(arguments: [
        ("windows-1252", [0xFC, 0x80] as [UInt8], "ü€"), ("windows-1252", [0xFC, 0xDF], "üß"),
        ("windows-1250", [0xF8, 0x9A, 0xEC], "řšě"), ("iso-8859-2", [0xF8, 0xB9, 0xEC], "řšě"),
    ])
    func `Single-byte encodings are told apart by their letters`(
        name: String, letters: [UInt8], expected: String
    ) {
        let head = Array("Date;Name;Amount\n2026-01-31;".utf8)
        let bytes = head + letters + Array(";-5,00\n".utf8)
        let reading = Reading(bytes: bytes)
        #expect(reading.encoding == name)
        #expect(reading.records.first?.counterparty == expected)
        let forced = Reading(bytes: bytes, StatementSettings(encoding: name))
        #expect(forced.records.first?.counterparty == expected)
    }

    @Test func `References, parties and foreign amounts have their fields`() throws {
        let text =
            "Buchungstag;Begünstigter;IBAN Begünstigter;Verwendungszweck;Mandatsreferenz;"
            + "End-to-End-Referenz;Transaktions-ID;Betrag;Währung;Originalbetrag;Originalwährung\n"
            + "31.01.2026;Shop;DE02120300000000202051;Kauf;M1;E1;T1;-5,00;EUR;5,50;USD\n"
        let record = try #require(Reading(text).records.first)
        #expect(record.counterparty == "Shop")
        #expect(record.counterpartyIBAN == "DE02120300000000202051")
        #expect(record.text == ["Kauf"])
        #expect(record.mandate == "M1")
        #expect(record.endToEnd == "E1")
        #expect(record.transactionID == "T1")
        #expect(record.fx?.currency == .usd)
        #expect(record.fx?.amount.scaled(to: 2) == 550)
    }

    @Test func `Looking at bytes tells a table from other files`() {
        #expect(CSVStatement.looksLike(Array("Date,Text,Amount\n2026-01-31,A,-1.00\n".utf8)))
        #expect(!CSVStatement.looksLike(Array("<?xml version=\"1.0\"?><Document/>".utf8)))
        #expect(!CSVStatement.looksLike(Array(":20:STARTUMS\n:25:10020030/1234\n".utf8)))
    }
}
