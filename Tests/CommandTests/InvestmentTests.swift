import Commands
import Foundation
import Testing

/// Statements of investment accounts: trades are lines with their cash, holdings are valuations.
struct InvestmentTests {
    private static func statement(
        day: String, holdings: [String], cash: String, trades: String = ""
    ) -> String {
        let positions = holdings.map {
            "<POSMF><INVPOS><SECID><UNIQUEID>IE00B4L5Y983<UNIQUEIDTYPE>ISIN</SECID>"
                + "<UNITS>1<UNITPRICE>1<MKTVAL>\($0)</INVPOS></POSMF>\n"
        }.joined()
        return """
            OFXHEADER:100
            DATA:OFXSGML

            <OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><DTASOF>\(day)<CURDEF>EUR
            <INVACCTFROM><BROKERID>broker.example<ACCTID>55501</INVACCTFROM>
            <INVTRANLIST><DTSTART>20261101<DTEND>\(day)
            \(trades)</INVTRANLIST>
            <INVPOSLIST>\(positions)</INVPOSLIST>
            <INVBAL><AVAILCASH>\(cash)<MARGINBALANCE>0<SHORTBALANCE>0</INVBAL>
            </INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1></OFX>
            """
    }

    private static let buy = """
        <BUYMF><INVBUY><INVTRAN><FITID>TRADE-0001<DTTRADE>20261102<DTSETTLE>20261104</INVTRAN>
        <SECID><UNIQUEID>IE00B4L5Y983<UNIQUEIDTYPE>ISIN</SECID>
        <UNITS>12.50000<UNITPRICE>80.1000<TOTAL>-1001.25</INVBUY><BUYTYPE>BUY</BUYMF>

        """
    private static let whole = statement(
        day: "20261113", holdings: ["1010.12345678", "20.001"], cash: "498.75", trades: buy)

    private func household() throws -> Harness {
        let harness = try Harness.household()
        try harness.write(
            "accounts/fund.json",
            "{\n  \"uid\": \"acc-fund\",\n  \"kind\": \"investment\",\n  \"currency\": \"EUR\"\n}\n"
        )
        return harness
    }

    private func lines(_ harness: Harness) -> [String] {
        (harness.read("transactions/fund/2026.txt") ?? "").split(separator: "\n").map {
            $0.split(separator: " ").joined(separator: " ")
        }
    }

    @Test func `a statement brings trades and what the account is worth, once`() throws {
        let harness = try household()
        try harness.write("../fund.ofx", Self.whole)
        let run = harness.run("import", "../fund.ofx", "--account", "fund")
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.output
                == "../fund.ofx: fund from 2026-11-02 to 2026-11-02, 1 new, 1 valuation\n",
            "\(run.output)")
        try #require(lines(harness).count == 2)
        #expect(lines(harness)[0].hasPrefix("2026-11-02 | -1001.25 EUR | | Buy | id:"))
        for part in ["isin:IE00B4L5Y983", "units:12.5", "price:80.1", "value-date:2026-11-04"] {
            #expect(lines(harness)[0].contains(part), "\(lines(harness)[0])")
        }
        // 1010.12345678 + 20.001 + 498.75, to the cent.
        #expect(
            lines(harness)[1] == "2026-11-13 = | 1528.87 EUR | | | source:ofx",
            "\(lines(harness)[1])")
        #expect(harness.run("list", "attr:isin=IE00B4L5Y983").output.contains("Buy"))
        #expect(harness.run("accounts").output.contains("1528.87 EUR"))
        #expect(harness.run("check").status == 0, "\(harness.run("check").output)")
        #expect(harness.run("verify", "fund").status == 0)
        let before = harness.snapshot()
        let again = harness.run("import", "../fund.ofx", "--account", "fund")
        #expect(again.output.contains("1 known"), "\(again.output)")
        #expect(harness.snapshot() == before)
        #expect(harness.run("derive", "--check").status == 0)
    }

    @Test func `undo by the file takes its valuation back, and leaves one that a person changed`()
        throws
    {
        let harness = try household()
        let empty = harness.snapshot().filter { !$0.key.hasPrefix("transactions") }
        try harness.write("../fund.ofx", Self.whole)
        harness.run("import", "../fund.ofx", "--account", "fund")
        let digest = try #require(
            harness.run("log").output.split(separator: "\n").last?.split(separator: " ")[1])
        let undo = harness.run("import", "--undo", String(digest))
        #expect(undo.status == 0, "\(undo.errors)")
        #expect(lines(harness).isEmpty, "\(lines(harness))")
        let left = harness.snapshot().filter { $0.key.hasPrefix("accounts") }
        #expect(left == empty.filter { $0.key.hasPrefix("accounts") })

        harness.run("import", "../fund.ofx", "--account", "fund")
        let text = try #require(harness.read("transactions/fund/2026.txt"))
        try harness.write(
            "transactions/fund/2026.txt", text.replacing("1528.87 EUR", with: "1530.00 EUR"))
        #expect(harness.run("import", "--undo", String(digest)).status == 0)
        #expect(lines(harness) == ["2026-11-13 = | 1530.00 EUR | | | source:ofx"])
    }

    @Test func `of two values of one day the greater stands in any order, and a typed one always`()
        throws
    {
        let files = [
            ("noon", Self.statement(day: "20261113", holdings: ["1000"], cash: "1.00")),
            ("evening", Self.statement(day: "20261113", holdings: ["990"], cash: "1.00")),
        ]
        for order in [[0, 1], [1, 0]] {
            let harness = try household()
            for place in order {
                try harness.write("../\(files[place].0).ofx", files[place].1)
                let run = harness.run(
                    "import", "../\(files[place].0).ofx", "--account", "fund")
                #expect(run.status == 0, "\(run.errors)")
            }
            #expect(lines(harness) == ["2026-11-13 = | 1001.00 EUR | | | source:ofx"])
            let noon = try #require(
                harness.run("log").output.split(separator: "\n")
                    .last { $0.contains("noon.ofx") }?.split(separator: " ")[1])
            #expect(harness.run("import", "--undo", String(noon)).status == 0)
            #expect(lines(harness) == ["2026-11-13 = | 991.00 EUR | | | source:ofx"])
        }
        let harness = try household()
        try harness.write("transactions/fund/2026.txt", "2026-11-13 = | 5.00 EUR\n")
        try harness.write("../noon.ofx", files[0].1)
        #expect(harness.run("import", "../noon.ofx", "--account", "fund").status == 0)
        #expect(lines(harness) == ["2026-11-13 = | 5.00 EUR"])
    }

    @Test func `an account of another kind gets no valuation`() throws {
        let harness = try household()
        try harness.write("../fund.ofx", Self.whole)
        #expect(harness.run("import", "../fund.ofx", "--account", "main").status == 0)
        let text = harness.read("transactions/main/2026.txt") ?? ""
        #expect(text.split(separator: "\n").count == 1, "\(text)")
    }
}
