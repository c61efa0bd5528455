import Model
import Statements
import Testing

@Suite struct AmountTests {
    @Test(arguments: [
        ("-1.234,50", "1,00", "-1234.50"), ("-1'234.50", "1.00", "-1234.50"),
        ("\u{2212}5,00", "1,00", "-5.00"), ("5,00-", "1,00", "-5.00"), ("(5.00)", "1.00", "-5.00"),
        ("€ -5,00", "1,00", "-5.00"), ("-$5.00", "1.00", "-5.00"), ("-5,00 EUR", "1,00", "-5.00"),
        ("-1\u{A0}234,50", "1,00", "-1234.50"), ("-1\u{202F}234,50", "1,00", "-1234.50"),
        ("-1 234 567,50", "1,00", "-1234567.50"), ("-1’234.50", "1.00", "-1234.50"),
        ("-5.-", "1.00", "-5"), ("-0,050", "1,00", "-0.050"), ("5.00 DR", "1.00 CR", "-5.00"),
    ])
    func `An amount is read in the ways in which people write it`(
        first: String, second: String, expected: String
    ) {
        let reading = Reading(
            "Date;Description;Amount\n2026-03-31;A;\(first)\n2026-04-30;B;\(second)\n")
        #expect(reading.amounts.first == expected)
    }

    @Test func `A number with two readings is a question that a setting settles`() {
        let text = "Date;Description;Amount\n2026-03-31;A;-1,234\n2026-04-30;B;-5,678\n"
        let asked = Reading(text)
        #expect(asked.asks == ["decimal.mark"])
        #expect(asked.question?.row == 2)
        #expect(asked.question?.column == "Amount")
        #expect(asked.question?.value == "-1,234")
        #expect(Reading(text, StatementSettings(decimalMark: .comma)).amounts[0] == "-1.234")
        #expect(Reading(text, StatementSettings(decimalMark: .point)).amounts[0] == "-1234")
    }

    @Test func `The running balance settles the decimal mark`() {
        let text =
            "Date;Text;Amount;Balance\n2026-01-31;A;-1,234;8,766\n2026-02-28;B;1,000.50;9,766.50\n"
        #expect(Reading(text).amounts == ["-1234", "1000.50"])
        let open = "Date;Text;Amount;Balance\n2026-01-31;A;-1,234;8,766\n2026-02-28;B;-0,766;8\n"
        #expect(Reading(open).amounts == ["-1.234", "-0.766"])
    }

    @Test func `Both decimal marks in one file are refused with row and value`() {
        let reading = Reading("Date;Text;Amount\n2026-01-31;A;1,25\n2026-02-28;B;1.25\n")
        #expect(reading.refusal?.row == 3)
        #expect(reading.refusal?.value == "1.25")
    }

    @Test func `A setting that contradicts the file is refused`() {
        let settings = StatementSettings(decimalMark: .point)
        let reading = Reading("Date;Text;Amount\n2026-01-31;A;1,25\n", settings)
        #expect(reading.refusal?.value == "1,25")
    }

    @Test(arguments: [
        ("Debit;Credit", "5.00;", "-5.00"), ("Debit;Credit", ";5.00", "5.00"),
        ("Soll;Haben", "-5,00;", "-5.00"), ("Addebiti;Accrediti", "5.00;0.00", "-5.00"),
        ("Paid out;Paid in", "5.00;", "-5.00"), ("Money In;Money Out", "5.00;", "5.00"),
        ("Uttag;Insättning", "5,00;", "-5.00"), ("Obciążenia;Uznania", ";5,00", "5.00"),
        ("Amount;D/C", "5.00;D", "-5.00"), ("Bedrag;Af Bij", "5,00;Bij", "5.00"),
        ("Umsatz;S/H", "5,00;S", "-5.00"),
    ])
    func `The direction comes from columns and marks`(
        names: String, cells: String, expected: String
    ) {
        let other = cells.split(separator: ";", omittingEmptySubsequences: false)
        let mark = ["D": "C", "Bij": "Af", "S": "H"][String(other[1])]
        let second = mark.map { "7\(cells.contains(",") ? "," : ".")00;\($0)" } ?? cells
        let reading = Reading("Date;Text;\(names)\n2026-01-31;A;\(cells)\n2026-02-28;B;\(second)\n")
        #expect(reading.amounts.first == expected)
    }

    @Test func `A lone CR mark makes the unmarked rows debits`() {
        let reading = Reading(
            "Date,Description,Amount,\n31-Dec-2025,SHOP,£8.20,\n"
                + "30-Dec-2025,PAYMENT,\"£1,100.00\",CR\n"
        )
        #expect(reading.amounts == ["-8.20", "1100.00"])
        #expect(reading.statements.first?.currency == CurrencyCode("GBP"))
    }

    @Test func `The balance tells that positive amounts go out`() {
        let text =
            "Date,Text,Amount,Balance\n2026-01-31,A,5.00,95.00\n2026-02-01,B,10.00,85.00\n"
            + "2026-02-02,C,-20.00,105.00\n"
        let reading = Reading(text)
        #expect(reading.amounts == ["-5.00", "-10.00", "20.00"])
        #expect(reading.layout?.sign == .inverted)
        let opening = DecimalNumber(units: 10000, decimals: 2)
        #expect(reading.statements.first?.opening?.amount == opening)
        #expect(reading.statements.first?.addsUp == true)
    }

    @Test func `The sign setting turns all amounts`() {
        let text = "Date,Text,Amount\n2026-01-31,A,5.00\n2026-02-01,B,-10.00\n"
        #expect(Reading(text, StatementSettings(sign: .inverted)).amounts == ["-5.00", "10.00"])
    }

    @Test func `Marks beside signs that contradict them in part are a question`() {
        let text = "Date,Text,Amount,D/C\n2026-01-31,A,-5.00,D\n2026-02-01,B,-10.00,C\n"
        #expect(Reading(text).asks == ["sign"])
    }

    @Test func `A mark that is not understood is refused`() {
        let rows = (1...9).map { "2026-01-0\($0);A;5.00;D\n" }.joined()
        let text = "Date;Text;Amount;D/C\n" + rows + "2026-01-10;B;7.00;C\n"
        #expect(Reading(text).amounts.last == "7.00")
        let unknown = (0..<500).map { _ in "2026-01-11;A;5.00;C\n2026-01-11;A;5.00;D\n" }.joined()
        let reading = Reading("Date;Text;Amount;D/C\n" + unknown + "2026-01-12;B;7.00;?\n")
        #expect(reading.refusal?.row == 1002)
    }

    @Test func `A fee on top counts where the balance shows it`() {
        let text =
            "Date,Description,Amount,Fee,Currency,Balance\n2026-01-30,A,-10.00,1.00,EUR,89.00\n"
            + "2026-01-31,B,-5.00,0.50,EUR,83.50\n2026-02-01,C,20.00,0.00,EUR,103.50\n"
        #expect(Reading(text).amounts == ["-11.00", "-5.50", "20.00"])
        let without = text.replacingBalances(["90.00", "85.00", "105.00"])
        #expect(Reading(without).amounts == ["-10.00", "-5.00", "20.00"])
        let neither = text.replacingBalances(["1.00", "2.00", "3.00"])
        #expect(Reading(neither).asks == ["columns"])
    }

    @Test func `Net is taken where gross less fee gives it`() {
        let text = "Date,Description,Gross,Fee,Net\n2026-01-30,A,100.00,-3.00,97.00\n"
        #expect(Reading(text).amounts == ["97.00"])
    }
}

extension String {
    /// The text with the last cell of each row replaced.
    fileprivate func replacingBalances(_ balances: [String]) -> String {
        let lines = split(separator: "\n")
        let rows = zip(lines.dropFirst(), balances).map { line, balance in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).dropLast()
            return cells.joined(separator: ",") + "," + balance
        }
        return ([String(lines[0])] + rows).joined(separator: "\n") + "\n"
    }
}
