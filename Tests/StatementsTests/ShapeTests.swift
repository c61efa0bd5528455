import Model
import Statements
import Testing

@Suite struct ShapeTests {
    @Test(arguments: [",", ";", "\t", "|", "^", "~"])
    func `The delimiter is found`(delimiter: String) {
        let row = ["2026-01-31", "Shop, with; all", "-5.00"]
        let cells = row.map { "\"\($0)\"" }.joined(separator: delimiter)
        let names = ["Date", "Description", "Amount"].joined(separator: delimiter)
        let reading = Reading("\(names)\n\(cells)\n")
        #expect(reading.amounts == ["-5.00"])
        #expect(reading.records.first?.text == ["Shop, with; all"])
    }

    @Test func `Quotes may be doubled, stray, unclosed, and hold line breaks`() {
        let text =
            "Date,Text,Amount\n2026-01-31,\"a \"\"b\"\" c\",-1.00\n2026-02-01,5\" nail,-2.00\n"
            + "2026-02-02,\"two\nlines\",-3.00\n2026-02-03,\"open,-4.00\n"
        let reading = Reading(text)
        #expect(
            reading.records.map { $0.text.first } == [
                "a \"b\" c", "5\" nail", "two\nlines", "\"open",
            ])
        #expect(reading.records.map(\.row) == [2, 3, 4, 6])
        #expect(reading.records[2].raw == "2026-02-02,\"two\nlines\",-3.00")
    }

    @Test func `A quote left open swallows no later rows`() {
        let text =
            "Date,Text,Amount\n2026-01-31,\"open,-1.00\n2026-02-01,\"b\",-2.00\n"
            + "2026-02-02,\"\",-3.00\n2026-02-03,\"open,-4.00\n2026-02-04,\"\",-5.00\n"
        #expect(Reading(text).amounts == ["-1.00", "-2.00", "-3.00", "-4.00", "-5.00"])
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `Lines end in any way`(end: String) {
        let lines = ["Date,Text,Amount", "2026-01-31,A,-1.00", "2026-02-01,B,-2.00"]
        #expect(Reading(lines.joined(separator: end)).amounts == ["-1.00", "-2.00"])
    }

    @Test func `Spreadsheet guards are taken off`() {
        let reading = Reading("Date;Text;Amount\n=\"31.01.2026\";\"=Shop\";=\"-5,00\"\n")
        #expect(reading.days == ["2026-01-31"])
        #expect(reading.amounts == ["-5.00"])
    }

    @Test func `What stands around the table is understood and counted`() {
        let text =
            "Girokonto;DE02120300000000202051\nKontostand alt Anfang;;100,00 EUR\n"
            + "Zeitraum: 01.01.2026 - 31.01.2026\n\nBuchungstag;Verwendungszweck;Betrag\n"
            + "02.01.2026;A;-5,00\n03.01.2026;B;7,00\nSumme;;2,00\nEndsaldo Kontostand;;102,00\n"
        let reading = Reading(text)
        let statement = reading.statements.first
        #expect(reading.amounts == ["-5.00", "7.00"])
        #expect(statement?.identifier == "DE02120300000000202051")
        #expect(statement?.currency == .eur)
        #expect(statement?.skipped == 2)
        #expect(statement?.opening?.amount.scaled(to: 2) == 10000)
        #expect(statement?.closing?.amount.scaled(to: 2) == 10200)
        #expect(statement?.addsUp == true)
    }

    @Test func `Rows of text continue the row before`() {
        let text =
            "Transaction date,Description,Withdrawals (SGD),Deposits (SGD)\n"
            + "18/04/2018,PURCHASE,6.66,\n,15/04/18 TAXI,,\n17/04/2018,CASH,66.66,\n"
        let reading = Reading(text)
        #expect(reading.records.first?.text == ["PURCHASE", "15/04/18 TAXI"])
        #expect(reading.amounts == ["-6.66", "-66.66"])
        #expect(reading.statements.first?.currency == CurrencyCode("SGD"))
    }

    @Test func `Two lines of column names are one header`() {
        let reading = Reading(
            "Data;;Descrizione;EUR;Caus.\nOperaz.;Valuta;;;\n01.11.2023;02.11.2023;A;-12,41;198\n")
        #expect(reading.amounts == ["-12.41"])
        #expect(reading.records.first?.valueDate?.description == "2023-11-02")
        #expect(reading.statements.first?.currency == .eur)
    }

    @Test func `A file without names is read where its columns tell enough`() {
        let proven = Reading(
            "11/30/2014,0,Deposit,0,500.00,500.00\n12/01/2014,101,Check,100.00,0,400.00\n"
                + "12/02/2014,102,Check,50.00,0,350.00\n")
        #expect(proven.amounts == ["500.00", "-100.00", "-50.00"])
        #expect(proven.statements.first?.opening?.amount.units == 0)
        let signed = Reading("31.01.2026;Shop;-5,00;EUR\n01.02.2026;Pay;9,00;EUR\n")
        #expect(signed.amounts == ["-5.00", "9.00"])
        #expect(signed.statements.first?.currency == .eur)
        #expect(Reading("31.01.2026;Shop;5,00\n").asks == ["sign"])
        let pair = "31.01.2026;Shop;5,00;\n01.02.2026;Pay;;9,00\n"
        #expect(Reading(pair).asks == ["columns"])
        let settings = StatementSettings(columns: ["in": "4", "out": "3"])
        #expect(Reading(pair, settings).amounts == ["-5.00", "9.00"])
    }

    @Test func `One file may hold several accounts and currencies`() {
        let text =
            "Account,Date,Text,Amount,Currency\nA-1,2026-01-31,X,-1.00,EUR\n"
            + "A-2,2026-02-01,Y,-2.00,USD\nA-1,2026-02-02,Z,-3.00,USD\n"
        let reading = Reading(text)
        #expect(reading.statements.map(\.identifier) == ["A-1", "A-2"])
        #expect(reading.statements.map(\.records.count) == [2, 1])
        #expect(reading.statements.map(\.currency) == [nil, CurrencyCode("USD")])
    }

    @Test func `Pending rows are told and cancelled ones left out`() {
        let text =
            "Date,Description,Amount,Currency,State\n2026-01-31,A,-1.00,EUR,COMPLETED\n"
            + "2026-02-01,B,-2.00,EUR,PENDING\n2026-02-02,C,-3.00,EUR,REVERTED\n"
        let reading = Reading(text)
        #expect(reading.records.map(\.isPending) == [false, true])
        #expect(reading.statements.first?.skipped == 1)
        let authorised = text.split(separator: "PENDING").joined(separator: "AUTHORISED")
        #expect(Reading(authorised).asks == ["columns"])
        var settings = StatementSettings()
        settings.authorisedIsBooked = true
        #expect(Reading(authorised, settings).records.map(\.isPending) == [false, false])
    }

    @Test func `A balance row is left out and a shop called Total is not`() {
        let text =
            "Data,Descrição,Valor\n31/10/2025,Saldo Anterior,100.00\n01/11/2025,Total,-1.00\n"
        let reading = Reading(text)
        #expect(reading.amounts == ["-1.00"])
        #expect(reading.statements.first?.skipped == 1)
    }

    @Test func `A broken chain of balances is told`() {
        let text =
            "Date,Text,Amount,Balance\n2026-01-31,A,-1.00,99.00\n2026-02-01,B,-2.00,97.00\n"
            + "2026-02-02,C,-3.00,94.00\n2026-02-03,D,-4.00,80.00\n"
        #expect(Reading(text).statements.first?.addsUp == false)
    }

    @Test(arguments: [
        "", "hello\nworld\n", "%PDF-1.7 …", "a,b,c\n1,2,3\n",
        "Date,Text,Amount\n2026-01-31,A,abc\n",
    ])
    func `What is no statement is refused`(text: String) {
        #expect(Reading(text).refusal != nil)
    }

    @Test(arguments: ["Date,Text,Amount\n", "Date;Text;Amount\n;;\n\n"])
    func `A header alone is a statement of no rows`(text: String) {
        let reading = Reading(text)
        #expect(reading.refusal == nil)
        #expect(reading.statements.map(\.records.count) == [0])
    }

    @Test func `An amount without a date is never dropped silently`() {
        let text =
            "Date,Text,Amount\n2026-01-31,A,-1.00\n,B,-2.00\n2026-02-02,C,-3.00\n"
        #expect(Reading(text).refusal?.row == 3)
    }
}
