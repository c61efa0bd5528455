import Foundation
import Testing

/// Statements that are no tables, taken into a ledger.
struct FormatImportTests {
    private static let ofx = """
        OFXHEADER:100
        <OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR
        <BANKACCTFROM><BANKID>1<ACCTID>77001</BANKACCTFROM>
        <BANKTRANLIST>
        <STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261110<TRNAMT>-20.00<FITID>20261110-1<NAME>Grocer</STMTTRN>
        <STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261111<TRNAMT>-1.20<FITID>20261111-1<NAME>Coffee</STMTTRN>
        </BANKTRANLIST>
        <LEDGERBAL><BALAMT>978.80<DTASOF>20261111</LEDGERBAL>
        </STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>

        """

    private func lines(_ harness: Harness) -> [String] {
        (harness.read("transactions/main/2026.txt") ?? "").split(separator: "\n").map(String.init)
    }

    @Test func `an OFX file comes in once`() throws {
        let harness = try Harness.household()
        let before = lines(harness).count
        try harness.write("../nov.ofx", FormatImportTests.ofx)
        let first = harness.run("import", "../nov.ofx", "--account", "main")
        #expect(first.status == 0, "\(first.errors)")
        #expect(lines(harness).count == before + 2)
        let evidence = harness.read("evidence/main/2026.jsonl") ?? ""
        #expect(evidence.contains("\"source\":\"ofx\""))
        #expect(evidence.contains("\"refs\":{\"id\":\"20261110-1\"}"))
        let after = harness.snapshot()
        #expect(harness.run("import", "../nov.ofx", "--account", "main").status == 0)
        #expect(harness.snapshot() == after)
        let batch = harness.read("connections/file.log.jsonl") ?? ""
        #expect(
            batch.contains(
                "\"closing\":{\"date\":\"2026-11-11\",\"amount\":\"978.80\",\"currency\":\"EUR\"}"))
    }

    @Test func `the account is found by the number in the file`() throws {
        let harness = try Harness.household()
        let account = (harness.read("accounts/main.json") ?? "").replacing(
            "\"currency\"", with: "\"number\": \"77001\",\n  \"currency\"")
        #expect(account.contains("77001"))
        try harness.write("accounts/main.json", account)
        try harness.write("../nov.ofx", FormatImportTests.ofx)
        let run = harness.run("import", "../nov.ofx")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("main from 2026-11-10 to 2026-11-11, 2 new"))
    }

    @Test func `twins in two statements of one file are both kept`() throws {
        let harness = try Harness.household()
        let before = lines(harness).count
        let day = ":20:A\n:25:1/2\n:60F:C261109EUR10,00\n:61:261110D2,00NMSCNONREF\n:86:Coffee\n"
        let second = day.replacing("EUR10,00", with: "EUR8,00")
        try harness.write(
            "../two.sta",
            day + ":62F:C261110EUR8,00\n-\n" + second + ":62F:C261110EUR6,00\n-\n")
        let run = harness.run("import", "../two.sta", "--account", "main")
        #expect(run.status == 0, "\(run.errors)")
        #expect(lines(harness).count == before + 2)
        let after = harness.snapshot()
        harness.run("import", "../two.sta", "--account", "main")
        #expect(harness.snapshot() == after)
    }

    @Test func `an answer about QIF dates is kept for the account`() throws {
        let harness = try Harness.household()
        try harness.write("../a.qif", "!Type:Bank\nD3/4'26\nT-5.00\nPTea\n^\n")
        let asked = harness.run("import", "../a.qif", "--account", "main")
        #expect(asked.status == 4)
        #expect(
            asked.errors.contains("../a.qif:2: error: “3/4'26” in column D can be 2026-04-03 or "))
        #expect(asked.errors.contains("--date-order dmy or --date-order mdy"))
        let settled = harness.run("import", "../a.qif", "--account", "main", "--date-order", "dmy")
        #expect(settled.status == 0, "\(settled.errors)")
        let profile = harness.read("connections/qif-main.json") ?? ""
        #expect(profile.contains("\"connector\": \"qif\""), "\(profile)")
        try harness.write("../b.qif", "!Type:Bank\nD5/4'26\nT-6.00\nPTea\n^\n")
        let again = harness.run("import", "../b.qif", "--account", "main")
        #expect(again.status == 0, "\(again.errors)")
        #expect(lines(harness).contains { $0.hasPrefix("2026-04-05") && $0.contains("-6.00") })
    }

    @Test func `a probe names the format`() throws {
        let harness = try Harness.household()
        try harness.write("../nov.ofx", FormatImportTests.ofx)
        let probe = harness.run("import", "--probe", "../nov.ofx", "-O", "json")
        #expect(probe.output.contains("\"format\":\"ofx1\""))
        #expect(probe.output.contains("\"identifier\":\"77001\""))
        try harness.write("../letter.txt", "Dear customer,\n")
        let letter = harness.run("import", "--probe", "../letter.txt")
        #expect(letter.status != 0)
        #expect(letter.errors.contains("this is no statement of a known format"))
    }

    @Test func `a statement without transactions says so`() throws {
        let harness = try Harness.household()
        try harness.write("../empty.qif", "!Type:Cat\nNFood\n^\n")
        let run = harness.run("import", "../empty.qif", "--account", "main")
        #expect(run.status == 0)
        #expect(run.output == "../empty.qif: no transactions\n")
    }

    private static let camt = """
        <?xml version="1.0"?><Document><BkToCstmrStmt><Stmt>
        <Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id></Acct>
        <Ntry><Amt Ccy="EUR">7.10</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
        <BookgDt><Dt>2026-11-12</Dt></BookgDt><AddtlNtryInf>Tea</AddtlNtryInf></Ntry>
        </Stmt></BkToCstmrStmt></Document>

        """

    @Test func `XML is read by the program beside this one`() throws {
        let harness = try Harness.household()
        try harness.write("../nov.xml", FormatImportTests.camt)
        let run = harness.run("import", "../nov.xml", "--account", "main")
        #expect(run.status == 0, "\(run.errors)")
        #expect(lines(harness).contains { $0.contains("-7.10") && $0.contains("Tea") })
        let after = harness.snapshot()
        harness.run("import", "../nov.xml", "--account", "main")
        #expect(harness.snapshot() == after)
        try harness.write("../cut.xml", String(FormatImportTests.camt.prefix(200)))
        let cut = harness.run("import", "../cut.xml", "--account", "main")
        #expect(cut.status != 0)
        #expect(cut.errors.contains("the XML is damaged or cut off"), "\(cut.errors)")
        #expect(harness.snapshot() == after)
    }

    @Test func `a workbook is read as a table`() throws {
        let harness = try Harness.household()
        let before = lines(harness).count
        let path = packageRoot + "/Tests/CommandTests/Files/november.xlsx"
        let run = harness.run("import", path, "--account", "main")
        #expect(run.status == 0, "\(run.errors)")
        #expect(lines(harness).count == before + 2)
        #expect((harness.read("evidence/main/2026.jsonl") ?? "").contains("\"source\":\"xlsx\""))
        let after = harness.snapshot()
        harness.run("import", path, "--account", "main")
        #expect(harness.snapshot() == after)
        let probe = harness.run("import", "--probe", path, "-O", "json")
        #expect(probe.output.contains("\"format\":\"xlsx\""))
    }

    @Test func `one name does not stand for several accounts of a file`() throws {
        let harness = try Harness.household()
        let day = ":20:A\n:25:111\n:60F:C261109EUR10,00\n:61:261110D2,00NMSCNONREF\n:86:Tea\n"
        let text =
            day + ":62F:C261110EUR8,00\n-\n"
            + day.replacing(":25:111", with: ":25:222") + ":62F:C261110EUR8,00\n-\n"
        try harness.write("../two.sta", text)
        let before = harness.snapshot()
        let asked = harness.run("import", "../two.sta", "--account", "main")
        #expect(asked.status == 4)
        #expect(asked.errors.contains("number='222'"), "\(asked.errors)")
        #expect(harness.snapshot() == before)
        harness.run("accounts", "set", "main", "number=111")
        harness.run("accounts", "set", "savings", "number=222")
        let run = harness.run("import", "../two.sta")
        #expect(run.status == 0, "\(run.errors)")
        #expect(lines(harness).contains { $0.contains("Tea") })
        #expect((harness.read("transactions/savings/2026.txt") ?? "").contains("Tea"))
    }

    @Test func `a reference that the bank gives to another event does not hide it`() throws {
        let harness = try Harness.household()
        let before = lines(harness).count
        try harness.write("../nov.ofx", FormatImportTests.ofx)
        try harness.write(
            "../dec.ofx",
            FormatImportTests.ofx.replacing(
                "<DTPOSTED>20261110<TRNAMT>-20.00", with: "<DTPOSTED>20261210<TRNAMT>-7.00"
            )
            .replacing("<DTPOSTED>20261111<TRNAMT>-1.20", with: "<DTPOSTED>20261112<TRNAMT>-1.20"))
        harness.run("import", "../nov.ofx", "--account", "main")
        let run = harness.run("import", "../dec.ofx", "--account", "main")
        // The coffee of another day with the same amount is the same event, booked later.
        #expect(run.output.contains("1 new, 1 changed"), "\(run.output)")
        #expect(lines(harness).contains { $0.hasPrefix("2026-11-12") && $0.contains("-1.20") })
        #expect(lines(harness).count == before + 3)
        let after = harness.snapshot()
        harness.run("import", "../dec.ofx", "../nov.ofx", "--account", "main")
        #expect(harness.snapshot() == after)
    }

    private static func ofx(_ rows: [(day: String, amount: String, id: String?, name: String)])
        -> String
    {
        let list = rows.map { row in
            "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>\(row.day)<TRNAMT>\(row.amount)"
                + (row.id.map { "<FITID>\($0)" } ?? "") + "<NAME>\(row.name)</STMTTRN>\n"
        }
        return "OFXHEADER:100\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR"
            + "<BANKACCTFROM><BANKID>1<ACCTID>77001</BANKACCTFROM><BANKTRANLIST>\n"
            + list.joined() + "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    }

    /// Imports files one after the other and gives the new lines and what each import said.
    private func imported(_ files: [String], as ending: String) throws -> (
        lines: Int, said: [String]
    ) {
        let harness = try Harness.household()
        let before = lines(harness).count
        var said: [String] = []
        for (number, text) in files.enumerated() {
            try harness.write("../\(number).\(ending)", text)
            let run = harness.run("import", "../\(number).\(ending)", "--account", "main")
            #expect(run.status == 0, "\(run.errors)")
            said.append(run.output)
        }
        let after = harness.snapshot()
        for number in files.indices {
            harness.run("import", "../\(number).\(ending)", "--account", "main")
        }
        #expect(harness.snapshot() == after)
        return (lines(harness).count - before, said)
    }

    @Test func `a row without a good reference does not double the others`() throws {
        let shared: [(day: String, amount: String, id: String?, name: String)] = [
            ("20260105", "-5.00", "2026010500001", "COFFEE"),
            ("20260106", "-6.00", "2026010600001", "TEA"),
        ]
        let more = shared + [("20260107", "-1.00", "17", "FEE")]
        for files in [[shared, more], [more, shared]] {
            #expect(try imported(files.map(FormatImportTests.ofx), as: "ofx").lines == 3)
        }
        // A reference that stands twice in one of the files is not trusted there.
        let twice = shared + [("20260106", "-0.50", "2026010600001", "FEE")]
        for files in [[shared, twice], [twice, shared]] {
            #expect(try imported(files.map(FormatImportTests.ofx), as: "ofx").lines == 3)
        }
    }

    @Test func `one event in three kinds of CAMT comes in once`() throws {
        let entry = """
            <Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id></Acct>
            <Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
            <BookgDt><Dt>2026-01-05</Dt></BookgDt><AcctSvcrRef>REF0000000001</AcctSvcrRef></Ntry>
            """
        let files = [
            ("BkToCstmrAcctRpt", "Rpt"), ("BkToCstmrStmt", "Stmt"),
            ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
        ]
        .map { "<Document><\($0)><\($1)>\(entry)</\($1)></\($0)></Document>" }
        #expect(try imported(files, as: "xml").lines == 1)
    }

    @Test func `twins with references of their own are two, in two files as well`() throws {
        let first =
            ":20:A\n:25:12345678\n:34F:EUR0,\n:13D:2601051200+0100\n"
            + ":61:2601050105D3,20NMSCNONREF//BREF0001\n:86:COFFEE CORNER\n"
        let files = [first, first.replacing("BREF0001", with: "BREF0002")]
        #expect(try imported(files, as: "sta").lines == 2)
    }

    @Test func `--undo takes back all statements of a file`() throws {
        let harness = try Harness.household()
        let day =
            ":20:A\n:25:1\n:60F:C260105EUR10,00\n:61:2601050105D2,00NMSCX\n:86:COFFEE\n:62F:C260105EUR8,00\n-\n"
        try harness.write(
            "../two.sta",
            day
                + day.replacing("260105", with: "260106").replacing("0105D", with: "0106D")
                .replacing("EUR8", with: "EUR6").replacing("EUR10", with: "EUR8"))
        harness.run("import", "../two.sta", "--account", "main")
        let batches = (harness.read("connections/file.log.jsonl") ?? "").split(separator: "\n")
        #expect(batches.count == 2)
        let digest = batches[0].split(separator: "\"digest\":\"")[1].prefix(12)
        let run = harness.run("import", "--undo", String(digest))
        #expect(run.status == 0, "\(run.errors)")
        #expect(!(harness.read("transactions/main/2026.txt") ?? "").contains("COFFEE"))
        #expect((harness.read("evidence/main/2026.jsonl") ?? "") == "")
    }

    @Test func `what does not add up is said`() throws {
        let text =
            ":20:A\n:25:1\n:60F:C260105EUR10,00\n:61:2601050105D2,00NMSCX\n:86:TEA\n:62F:C260105EUR7,00\n"
        let said = try imported([text], as: "sta").said
        #expect(said[0].contains("1 new; opening, rows and closing do not add up"), "\(said)")
    }
}
