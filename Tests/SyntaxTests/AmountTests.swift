import Model
import Syntax
import Testing

struct AmountTests {
    /// Minor units of EUR, or the refusal.
    @Test(arguments: [
        ("-3.20", "-320"), ("-3.2", "-320"), ("-3", "-300"), ("+3.20", "320"), ("0", "0"),
        ("-0.00", "0"),
        ("007.50", "750"), ("3.20  EUR", "320"), ("92233720368547758.07", "9223372036854775807"),
        ("-92233720368547758.07", "-9223372036854775807"),
        ("92233720368547758.08", "amount.range 14"), ("-92233720368547758.08", "amount.range 14"),
        ("922337203685477580", "amount.range 14"), ("99999999999999999999", "amount.range 14"),
        ("", "amount.form 14"), (".5", "amount.form 14"), ("5.", "amount.form 15"),
        ("1,5", "amount.form 15"), ("1.234,50", "amount.form 19"), ("1'000", "amount.form 14"),
        ("--1", "amount.form 14"), ("1-", "amount.form 14"), ("1e3", "amount.form 14"),
        ("1.2.3", "amount.form 15"), ("٣", "amount.form 14"), ("-3.205", "amount.decimals 19"),
        ("-3.200", "amount.decimals 19"), ("3 € ", "currency.form 16"),
        ("3 EU", "currency.form 16"),
        ("3 eur", "currency.form 16"), ("3 EUROEUROS", "currency.form 16"),
        ("3 E€R", "currency.form 16"),
        ("3 USD", "currency.account 16"), ("3EUR", "amount.form 14"),
        ("3 EUR x", "currency.form 16"),
        ("3\\", "amount.form 15"), ("3\tEUR", "currency.form 15"),
    ])
    func `an amount is read exactly or refused where it is wrong`(
        _ text: String, _ wanted: String
    ) throws {
        let reader = try LineReader()
        let line = "2026-11-03 | \(text)"
        let refusal = reader.refusal(line)
        if !refusal.isEmpty {
            #expect(refusal == wanted)
        } else {
            #expect("\(try reader.read(line).amount)" == wanted)
        }
    }

    @Test(arguments: [
        ("-3,20", "write -3.20"), ("1,234.50", "write 1234.50"), ("1.234,50", "write 1234.50"),
        ("1,234,567", "write 1234567"), ("1.234.567,8", "write 1234567.8"),
    ])
    func `the remedy for a comma is the number meant`(_ text: String, _ wanted: String) throws {
        let problem = try LineReader().problem("2026-11-03 | \(text)")
        #expect(problem?.remedy == wanted)
    }

    @Test(arguments: [
        ("5 JPY", "5"), ("5.0 JPY", "amount.decimals 16"), ("1.234 BHD", "1234"),
        ("1 PTS", "1000000000"),
        ("1.5 USD", "15000"), ("1 XAU", "currency.account 16"),
    ])
    func `decimals are those of the currency, and the ledger's own win`(
        _ text: String, _ wanted: String
    ) throws {
        let reader = try LineReader(
            ",\n  \"currencies\": [\"JPY\", \"BHD\", \"PTS\", \"USD\"]",
            ledger: ",\n  \"currencies\": {\"PTS\": 9, \"USD\": 4}")
        let line = "2026-11-03 | \(text)"
        let refusal = reader.refusal(line)
        let found = refusal.isEmpty ? "\(try reader.read(line).amount)" : refusal
        #expect(found == wanted)
    }

    @Test(arguments: [
        ("2026-11-03", ""), ("2026-11-03 !", ""), ("2026-11-03   x", ""), (" 2026-11-03", ""),
        ("2024-02-29", ""), ("2025-02-29", "date.day 1"), ("1899-12-31", "date.day 1"),
        ("2199-12-31", ""),
        ("2200-01-01", "date.day 1"), ("2026-13-01", "date.day 1"), ("2026-00-10", "date.day 1"),
        ("26-11-03", "date.form 1"), ("2026/11/03", "date.form 1"), ("2026-1-3", "date.form 1"),
        ("", "date.form 1"), ("2026-11-03 X", "mark.unknown 12"),
        ("2026-11-03 !!", "mark.unknown 12"),
        ("2026-11-03!", "date.form 1"), ("2026-11-03\t!", "mark.unknown 11"),
        ("2026-11-03 ! x", "mark.unknown 12"),
    ])
    func `the head is a date and at most one mark`(_ head: String, _ wanted: String) throws {
        #expect(try LineReader().refusal(head + "|-1") == wanted)
    }
}
