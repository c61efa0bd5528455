import Model
import Statements
import Testing

@Suite struct DateTests {
    @Test(arguments: [
        ("31.12.2025", "2025-12-31"), ("2025-12-31", "2025-12-31"), ("31/12/25", "2025-12-31"),
        ("12/31/2025", "2025-12-31"), ("20251231", "2025-12-31"), ("31 Dec 2025", "2025-12-31"),
        ("31-Dec-25", "2025-12-31"), ("2025.12.31.", "2025-12-31"), ("Dec 31, 2025", "2025-12-31"),
        ("31. März 2025", "2025-03-31"), ("31 août 2025", "2025-08-31"),
        ("2025-12-31 23:59:59", "2025-12-31"), ("2025-12-31T23:59:59Z", "2025-12-31"),
        ("31/12/2025 09:02", "2025-12-31"), ("20251231120000[0:GMT]", "2025-12-31"),
        ("31.1.25", "2025-01-31"), ("31 gru 2025", "2025-12-31"),
    ])
    func `A date is read in the ways in which banks write it`(text: String, expected: String) {
        let reading = Reading("Date;Text;Amount\n\"\(text)\";A;-5.00\n")
        #expect(reading.days == [expected])
    }

    @Test func `A date with two readings is a question that a setting settles`() {
        let text = "Date,Description,Amount\n03/04/2026,A,-5.00\n"
        let asked = Reading(text)
        #expect(asked.asks == ["date.order"])
        #expect(asked.question?.readings == ["2026-04-03", "2026-03-04"])
        #expect(asked.question?.row == 2)
        #expect(Reading(text, StatementSettings(dateOrder: .dmy)).days == ["2026-04-03"])
        #expect(Reading(text, StatementSettings(dateOrder: .mdy)).days == ["2026-03-04"])
    }

    @Test func `Equal day and month leave nothing open`() {
        #expect(Reading("Date,Text,Amount\n05/05/2026,A,-5.00\n").days == ["2026-05-05"])
    }

    @Test func `One row decides for all`() {
        let reading = Reading("Date,Text,Amount\n03/04/2026,A,-5.00\n04/13/2026,B,-5.00\n")
        #expect(reading.days == ["2026-03-04", "2026-04-13"])
    }

    @Test func `Clues beside the dates decide`() {
        let inOrder =
            "Date,Text,Amount\n01/02/2026,A,-5.00\n01/05/2026,B,-5.00\n02/01/2026,C,-5.00\n"
            + "02/03/2026,D,-5.00\n"
        #expect(Reading(inOrder).days.last == "2026-02-03")
        let period = "Period,2026-01-01,2026-03-31\n\nDate,Text,Amount\n03/01/2026,A,-5.00\n"
        #expect(Reading(period + "02/03/2026,B,-5.00\n").asks == ["date.order"])
        #expect(
            Reading(period + "03/02/2026,B,-5.00\n05/01/2026,C,-1.00\n").days[2] == "2026-01-05")
        let neighbour = "Date,Value Date,Text,Amount\n03/04/2026,2026-04-03,A,-5.00\n"
        #expect(Reading(neighbour).days == ["2026-04-03"])
        let comma = "Date;Text;Amount\n03/04/2026;A;-5,00\n"
        #expect(Reading(comma).days == ["2026-04-03"])
        let language = "Fecha;Concepto;Importe\n03/04/2026;A;-5.00\n"
        #expect(Reading(language).days == ["2026-04-03"])
        let points = "Date;Text;Amount\n03.04.2026;A;-5.00\n"
        #expect(Reading(points).days == ["2026-04-03"])
    }

    @Test func `An impossible date is refused with its row and value`() {
        let reading = Reading("Date;Text;Amount\n2026-01-31;A;-5.00\n2026-02-30;B;-5.00\n")
        #expect(reading.refusal?.row == 3)
        #expect(reading.refusal?.value == "2026-02-30")
        let settings = StatementSettings(dateOrder: .dmy)
        let against = Reading("Date,Text,Amount\n04/13/2026,A,-5.00\n", settings)
        #expect(against.refusal?.value == "04/13/2026")
        let masked = Reading("Date;Text;Amount\n1111/11/11;A;-5.00\n")
        #expect(masked.refusal?.value == "1111/11/11")
    }

    @Test(arguments: [
        ("Buchungstag;Valutadatum", "2026-01-01", "2026-01-02"),
        ("Wertstellung;Buchungstag", "2026-01-02", "2026-01-01"),
        ("Date de valeur;Date comptable", "2026-01-02", "2026-01-01"),
        ("Value date;Date", "2026-01-02", "2026-01-01"),
        ("Data valuta;Data contabile", "2026-01-02", "2026-01-01"),
        ("Fecha valor;Fecha operación", "2026-01-02", "2026-01-01"),
        ("Rentedatum;Boekdatum", "2026-01-02", "2026-01-01"),
    ])
    func `The booking day is told from the value day by name`(
        names: String, booking: String, value: String
    ) {
        let reading = Reading("\(names);Text;Betrag\n2026-01-01;2026-01-02;A;-5,00\n")
        #expect(reading.days == [booking])
        #expect(reading.records.first?.valueDate?.description == value)
    }
}
