import JSONText
import Model
import StatementWire
import StatementXML
import Statements
import Testing

/// Statements of ISO 20022, and the lines in which `bankbook-read` tells them.
@Suite struct CAMTTests {
    static let statement = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
        <Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id><Ccy>EUR</Ccy></Acct>
        <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100.00</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-01</Dt></Dt></Bal>
        <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">4.80</Amt>
        <CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2026-11-30</Dt></Dt></Bal>
        <Ntry><NtryRef>1</NtryRef><Amt Ccy="EUR">45.20</Amt><CdtDbtInd>DBIT</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2026-11-03T23:30:00-05:00</DtTm></BookgDt>
        <ValDt><Dt>2026-11-04</Dt></ValDt><AcctSvcrRef>AB-00017</AcctSvcrRef>
        <NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId><MndtId>M-7</MndtId></Refs>
        <AmtDtls><InstdAmt><Amt Ccy="USD">50.00</Amt></InstdAmt></AmtDtls>
        <RltdPties><Dbtr><Pty><Nm>Irene</Nm></Pty></Dbtr><Cdtr><Pty><Nm>Books &amp; Co</Nm></Pty></Cdtr>
        <CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct></RltdPties>
        <RmtInf><Ustrd>Invoice 7</Ustrd><Ustrd>thank you</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
        <Ntry><Amt Ccy="EUR">59.60</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd>
        <Sts>BOOK</Sts><BookgDt><Dt>2026-11-05</Dt></BookgDt>
        <AddtlNtryInf>Two payments</AddtlNtryInf>
        <NtryDtls><TxDtls/><TxDtls/></NtryDtls></Ntry>
        <Ntry><Amt Ccy="EUR">9.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts>
        <ValDt><Dt>2026-11-06</Dt></ValDt></Ntry>
        <Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>INFO</Sts></Ntry>
        </Stmt></BkToCstmrStmt></Document>

        """

    private func read(_ text: String) -> StatementReading {
        CAMTStatement.read(Array(text.utf8), .camt053)
    }

    @Test func `an entry has its days, its other side and its references`() throws {
        guard case .read(let statements, _, _, _) = read(CAMTTests.statement) else {
            Issue.record("\(read(CAMTTests.statement))")
            return
        }
        let statement = try #require(statements.first)
        #expect(statement.identifier == "ES9121000418450200051332")
        #expect(statement.addsUp == true)
        #expect(statement.skipped == 1)
        #expect(statement.records.map(\.amount.units) == [-4520, -5960, 900])
        #expect(statement.records.map(\.isPending) == [false, false, true])
        let first = statement.records[0]
        #expect(first.bookingDate.description == "2026-11-03")
        #expect(first.valueDate?.description == "2026-11-04")
        #expect(first.counterparty == "Books & Co")
        #expect(first.counterpartyIBAN == "DE89370400440532013000")
        #expect(first.text == ["Invoice 7", "thank you"])
        #expect(first.endToEnd == nil)
        #expect(first.mandate == "M-7")
        #expect(first.transactionID == "AB-00017")
        #expect(first.fx?.currency.description == "USD")
        #expect(first.row == 8)
        #expect(statement.records[1].text == ["Two payments"])
        #expect(statement.records[2].bookingDate.description == "2026-11-06")
    }

    @Test func `the content tells the kind, with a prefix as well`() {
        for (name, format) in [
            ("BkToCstmrAcctRpt", StatementFormat.camt052), ("BkToCstmrStmt", .camt053),
            ("n:BkToCstmrDbtCdtNtfctn", .camt054),
        ] {
            let text = "<?xml version=\"1.0\"?><Document><\(name)/></Document>"
            #expect(StatementFile.format(of: Array(text.utf8)) == format)
        }
    }

    @Test(arguments: [
        ("<Amt Ccy=\"EUR\">45.20", "<Amt Ccy=\"EUR\">45,20", "this is no amount", 8),
        (
            "<CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG", "<Sts>PDNG",
            "an amount says neither CRDT nor DBIT", 20
        ),
        (
            "<ValDt><Dt>2026-11-06</Dt></ValDt>", "",
            "an entry has neither a booking day nor a value day", 20
        ),
        ("<Ntry><NtryRef>", "<Ntry><Oops><NtryRef>", "the XML is damaged or cut off", 15),
        (
            "<Document xmlns", "<!DOCTYPE Document [<!ENTITY a \"b\">]><Document xmlns",
            "a declaration of types or entities; no statement needs one", 2
        ),
    ])
    func `a fault has its line`(_ part: String, _ damaged: String, _ reason: String, _ row: Int) {
        let text = CAMTTests.statement.replacing(part, with: damaged)
        #expect(text != CAMTTests.statement)
        #expect(
            read(text) == .refused(reason: reason, row: row, column: nil, value: value(of: text)))
    }

    /// The user's own words in a refusal, where there are any.
    private func value(of text: String) -> String? {
        guard case .refused(_, _, _, let value) = read(text) else { return nil }
        return value
    }

    @Test func `a byte that is no UTF-8 is refused with its line, other encodings are read`() {
        let bytes = CAMTTests.statement.replacing("Books", with: "~ooks").utf8.map {
            $0 == UInt8(ascii: "~") ? 0xFB : $0
        }
        let reason = "a byte that is no UTF-8, which the file says it is"
        #expect(
            CAMTStatement.read(bytes, .camt053)
                == .refused(reason: reason, row: 13, column: nil, value: nil))
        let latin = CAMTTests.statement.replacing("Books", with: "~ooks")
            .replacing("UTF-8", with: "ISO-8859-1").utf8.map {
                $0 == UInt8(ascii: "~") ? 0xFB : $0
            }
        guard case .read(let statements, _, _, _) = CAMTStatement.read(latin, .camt053) else {
            Issue.record("refused")
            return
        }
        #expect(statements[0].records[0].counterparty == "ûooks & Co")
    }

    @Test func `entries behind a fault are not left out`() {
        let stray = CAMTTests.statement.replacing(
            "<NtryDtls><TxDtls/><TxDtls/></NtryDtls></Ntry>",
            with: "<NtryDtls><TxDtls/><TxDtls/></NtryDtls></Ntry></Ntry>")
        guard case .refused(let reason, let row, _, _) = read(stray) else {
            Issue.record("read")
            return
        }
        #expect(reason == "the XML is damaged or cut off")
        #expect(row == 19)
    }

    @Test func `nesting without end is refused`() {
        let depth = 200_000
        let text =
            "<Document><BkToCstmrStmt>" + String(repeating: "<a>", count: depth)
            + String(repeating: "</a>", count: depth) + "</BkToCstmrStmt></Document>"
        guard case .refused(let reason, _, _, _) = read(text) else {
            Issue.record("read")
            return
        }
        #expect(reason == "elements nested too deeply")
    }

    @Test func `the lines of bankbook-read tell the whole reading`() {
        let reading = read(CAMTTests.statement)
        let lines = reading.lines
        #expect(StatementReading(lines: lines) == reading)
        #expect(StatementReading(lines: Array(lines.dropLast())) == nil)
        #expect(StatementReading(lines: []) == nil)
        let refusal = StatementReading.refused(reason: "no", row: 3, column: nil, value: "x")
        #expect(StatementReading(lines: refusal.lines) == refusal)
    }
}
