import Model
import Statements
import Testing

/// Answers of open banking services.
@Suite struct JSONTests {
    static let berlin = """
        {"iban": "ES9121000418450200051332",
         "transactions": {
          "booked": [
           {"transactionId": "T-000001", "bookingDate": "2026-11-03", "valueDate": "2026-11-04",
            "transactionAmount": {"amount": "-45.20", "currency": "EUR"},
            "creditorName": "Mercadona", "creditorAccount": {"iban": "DE89370400440532013000"},
            "remittanceInformationUnstructured": "COMPRA",
            "remittanceInformationUnstructuredArray": ["COMPRA TARJ.", "4321"]},
           {"transactionId": "NOTPROVIDED", "bookingDateTime": "2026-11-05T23:10:00-05:00",
            "transactionAmount": {"amount": "10.00", "currency": "EUR"}, "debtorName": "Jan",
            "endToEndId": "E-7", "remittanceInformationUnstructured": "rent"}],
          "pending": [
           {"valueDate": "2026-11-06", "transactionAmount": {"amount": "-3.00", "currency": "EUR"}}]}}

        """

    @Test func `Berlin Group's booked and pending`() throws {
        let reading = Reading(file: JSONTests.berlin)
        let statement = try #require(reading.statements.first)
        #expect(StatementFile.format(of: Array(JSONTests.berlin.utf8)) == .json)
        #expect(statement.identifier == "ES9121000418450200051332")
        #expect(reading.amounts == ["-45.20", "10.00", "-3.00"])
        #expect(reading.days == ["2026-11-03", "2026-11-05", "2026-11-06"])
        #expect(reading.records.map(\.isPending) == [false, false, true])
        #expect(reading.records.map(\.row) == [4, 9, 13])
        #expect(reading.records[0].text == ["COMPRA TARJ.", "4321"])
        #expect(reading.records[0].counterpartyIBAN == "DE89370400440532013000")
        #expect(reading.records[0].transactionID == "T-000001")
        #expect(reading.records[1].transactionID == nil)
        #expect(reading.records[1].counterparty == "Jan")
    }

    @Test func `SimpleFIN counts seconds, and may have several accounts`() {
        let text = """
            {"accounts": [
             {"id": "A1", "currency": "USD", "balance": "90.00", "balance-date": 1794528000,
              "transactions": [
               {"id": "t-1", "posted": 1794441600, "amount": "-10.00", "description": "Tea"},
               {"id": "t-2", "posted": 0, "transacted_at": 1794528000, "amount": "-1.50",
                "payee": "Bakery", "description": "BAKERY 7", "pending": true}]},
             {"id": "A2", "currency": "EUR", "transactions": []}]}
            """
        let reading = Reading(file: text)
        #expect(reading.statements.map(\.identifier) == ["A1", "A2"])
        #expect(reading.days == ["2026-11-12", "2026-11-13"])
        #expect(reading.records.map(\.isPending) == [false, true])
        #expect(reading.statements[0].closing?.date?.description == "2026-11-13")
    }

    @Test func `Afterbanks proves its balances`() {
        let text = """
            [{"product": "2100-0418-45-0200051332", "currency": "EUR", "balance": 75.5,
              "transactions": [
               {"amount": -4.5, "balance": 75.5, "date": "06-11-2026", "description": "Tea"},
               {"amount": -20, "balance": 80, "date": "05-11-2026", "description": "Books"}]}]
            """
        let reading = Reading(file: text)
        #expect(reading.days == ["2026-11-06", "2026-11-05"])
        #expect(reading.statements[0].addsUp == true)
        #expect(reading.statements[0].opening?.amount.scaled(to: 2) == 10_000)
    }

    @Test func `Monzo has minor units`() {
        let text = """
            {"transactions": [{"id": "tx_1", "created": "2026-11-03T12:20:18Z", "currency": "GBP",
              "amount": -510, "account_balance": 13013, "settled": "", "description": "DELI"},
             {"id": "tx_2", "created": "2026-11-04T12:20:18Z", "currency": "GBP", "amount": -1,
              "account_balance": 0, "decline_reason": "INSUFFICIENT_FUNDS", "description": "X"}]}
            """
        let reading = Reading(file: text)
        #expect(reading.amounts == ["-5.10"])
        #expect(reading.records[0].isPending)
    }

    @Test(arguments: [
        ("\"-45.20\"", "\"45,20\"", "this is no amount", 4),
        ("2026-11-03", "2026-11-33", "there is no such day", 4),
        (
            "\"currency\": \"EUR\"}, \"debtorName\"", "\"currency\": \"euros\"}, \"debtorName\"",
            "this is no currency", 9
        ),
        (
            "\"valueDate\": \"2026-11-06\", ", "",
            "a transaction has neither a booking day nor a value day", 13
        ),
    ])
    func `a fault has its line`(_ part: String, _ damaged: String, _ reason: String, _ row: Int) {
        let reading = Reading(file: JSONTests.berlin.replacing(part, with: damaged))
        #expect(reading.refusal?.reason == reason)
        #expect(reading.refusal?.row == row)
    }

    @Test func `JSON that is cut off has its line`() {
        let reading = Reading(file: String(JSONTests.berlin.prefix(400)))
        #expect(reading.refusal?.row == 8)
    }
}
