import Foundation
import Testing

/// What banks do to other tools: 0 lines too many, 0 missing, every decision kept. The numbers are those of
/// the collection of complaints that the fixtures are made after: duplicates 1 to 17, twins 18 to 28, pending
/// and booked 29 to 38.
struct QuirkTests {
    /// One row of a bank.
    struct Row {
        var day: String
        var amount: String
        var text: String
        var id: String?

        init(_ day: String, _ amount: String, _ text: String, _ id: String? = nil) {
            self.day = day
            self.amount = amount
            self.text = text
            self.id = id
        }
    }

    enum Step {
        case ofx([Row])
        case csv([Row])
        /// What an Open Banking service answers: booked and pending.
        case answer([Row], pending: [Row] = [])
        /// A line typed by hand.
        case type(String)
        case run([String])
        case undoImport
    }

    struct Quirk: CustomTestStringConvertible {
        var testDescription: String
        var steps: [Step]
        /// The lines at the end: head, amount, category, description.
        var lines: [String]

        init(_ name: String, _ steps: [Step], _ lines: [String]) {
            testDescription = name
            self.steps = steps
            self.lines = lines
        }
    }

    static func file(_ step: Step) -> (name: String, text: String)? {
        switch step {
        case .ofx(let rows):
            let list = rows.map { row in
                "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>\(row.day.replacing("-", with: ""))"
                    + "<TRNAMT>\(row.amount)" + (row.id.map { "<FITID>\($0)" } ?? "")
                    + "<NAME>\(row.text)</STMTTRN>\n"
            }
            return (
                "a.ofx",
                "OFXHEADER:100\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR"
                    + "<BANKACCTFROM><BANKID>1<ACCTID>77001</BANKACCTFROM><BANKTRANLIST>\n"
                    + list.joined()
                    + "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
            )
        case .csv(let rows):
            let list = rows.map { "\($0.day),\($0.text),\($0.amount)\n" }
            return ("a.csv", "Date,Description,Amount\n" + list.joined())
        case .answer(let booked, let pending):
            func list(_ rows: [Row]) -> String {
                rows.map { row in
                    (row.id.map { "{\"transactionId\":\"\($0)\"," } ?? "{")
                        + "\"bookingDate\":\"\(row.day)\",\"transactionAmount\":"
                        + "{\"amount\":\"\(row.amount)\",\"currency\":\"EUR\"},"
                        + "\"remittanceInformationUnstructured\":\"\(row.text)\"}"
                }.joined(separator: ",")
            }
            return (
                "a.json",
                "{\"transactions\":{\"booked\":[\(list(booked))],\"pending\":[\(list(pending))]}}"
            )
        default: return nil
        }
    }

    static let duplicates: [Quirk] = [
        Quirk(
            "1: one event under two ids, from two files",
            [
                .ofx([
                    Row("2026-11-02", "-1.00", "ALPHA", "AAAA0001"),
                    Row("2026-11-03", "-2.00", "BETA", "AAAA0002"),
                    Row("2026-11-04", "-3.00", "GAMMA", "AAAA0003"),
                    Row("2026-11-05", "-4.00", "DELTA", "AAAA0004"),
                ]),
                .ofx([
                    Row("2026-11-02", "-1.00", "ALPHA", "AAAA0001"),
                    Row("2026-11-03", "-2.00", "BETA", "BBBB0002"),
                    Row("2026-11-04", "-3.00", "GAMMA", "AAAA0003"),
                    Row("2026-11-05", "-4.00", "DELTA", "AAAA0004"),
                ]),
            ],
            [
                "2026-11-02 | -1.00 | | ALPHA", "2026-11-03 | -2.00 | | BETA",
                "2026-11-04 | -3.00 | | GAMMA", "2026-11-05 | -4.00 | | DELTA",
            ]),
        Quirk(
            "2, 8: the bank gives new ids to everything and puts the day before the payee",
            [
                .ofx([
                    Row("2026-11-02", "-1.00", "KIOSK ALPHA", "AAAA0001"),
                    Row("2026-11-03", "-2.00", "BAR BETA", "AAAA0002"),
                    Row("2026-11-03", "-2.00", "BAR BETA", "AAAA0003"),
                    Row("2026-11-05", "-4.00", "CINE DELTA", "AAAA0004"),
                ]),
                .run(["set", "desc:kiosk", "category=food", "note=mine"]),
                .ofx([
                    Row("2026-11-02", "-1.00", "0211 KIOSK ALPHA", "NEWA0001"),
                    Row("2026-11-03", "-2.00", "0311 BAR BETA", "NEWA0002"),
                    Row("2026-11-03", "-2.00", "0311 BAR BETA", "NEWA0003"),
                    Row("2026-11-05", "-4.00", "0511 CINE DELTA", "NEWA0004"),
                    Row("2026-11-06", "-5.00", "0611 NEW ONE", "NEWA0005"),
                ]),
            ],
            [
                "2026-11-02 | -1.00 | food | KIOSK ALPHA", "2026-11-03 | -2.00 | | BAR BETA",
                "2026-11-03 | -2.00 | | BAR BETA", "2026-11-05 | -4.00 | | CINE DELTA",
                "2026-11-06 | -5.00 | | 0611 NEW ONE",
            ]),
        Quirk(
            "3: a matched line keeps both ids, so neither file brings it back",
            [
                .csv([
                    Row("2026-11-02", "-9.00", "GYM MEMBERSHIP"), Row("2026-11-06", "-1.00", "X"),
                ]),
                .ofx([Row("2026-11-02", "-9.00", "GYM", "AAAA0001")]),
                .csv([
                    Row("2026-11-02", "-9.00", "GYM MEMBERSHIP"), Row("2026-11-06", "-1.00", "X"),
                ]),
                .ofx([Row("2026-11-02", "-9.00", "GYM", "AAAA0001")]),
            ],
            ["2026-11-02 | -9.00 | | GYM MEMBERSHIP", "2026-11-06 | -1.00 | | X"]),
        Quirk(
            "4, 15: what a person deleted stays deleted, also when another file tells of it",
            [
                .csv([Row("2026-11-02", "-9.00", "GYM"), Row("2026-11-03", "-1.00", "X")]),
                .run(["delete", "desc:gym"]),
                .csv([Row("2026-11-02", "-9.00", "GYM"), Row("2026-11-03", "-1.00", "X")]),
                .ofx([
                    Row("2026-11-02", "-9.00", "GYM SL", "AAAA0001"),
                    Row("2026-11-03", "-1.00", "X", "AAAA0002"),
                ]),
            ],
            ["2026-11-02 x | -9.00 | | GYM", "2026-11-03 | -1.00 | | X"]),
        Quirk(
            "5, 10: the same purchase from the feed of a service and from a file",
            [
                .answer([
                    Row("2026-11-02", "-20.00", "COMPRA TARJ. MERCADONA-MADRID", "T-000001"),
                    Row("2026-11-04", "-3.20", "CAFE SOL", "T-000002"),
                ]),
                .csv([
                    Row("2026-11-02", "-20.00", "Mercadona"),
                    Row("2026-11-03", "-3.20", "Cafe Sol"),
                    Row("2026-11-05", "-7.00", "Kiosk"),
                ]),
            ],
            [
                "2026-11-02 | -20.00 | food | COMPRA TARJ. MERCADONA-MADRID",
                "2026-11-04 | -3.20 | | CAFE SOL", "2026-11-05 | -7.00 | | Kiosk",
            ]),
        Quirk(
            "6, 7, 18: an id that the bank uses for several rows",
            [
                .ofx([
                    Row("2026-11-02", "-1.00", "ALPHA", "SAME0000"),
                    Row("2026-11-02", "-1.00", "ALPHA", "SAME0000"),
                    Row("2026-11-03", "-2.00", "BETA", "SAME0000"),
                ])
            ],
            [
                "2026-11-02 | -1.00 | | ALPHA", "2026-11-02 | -1.00 | | ALPHA",
                "2026-11-03 | -2.00 | | BETA",
            ]),
        Quirk(
            "9, 11: an id is compared whole",
            [
                .ofx([Row("2026-11-02", "-1.00", "ALPHA", "AAAA0001")]),
                .ofx([
                    Row("2026-11-02", "-1.00", "ALPHA", "AAAA0001"),
                    Row("2026-11-03", "-1.00", "ALPHA", "AAAA00012"),
                ]),
            ], ["2026-11-02 | -1.00 | | ALPHA", "2026-11-03 | -1.00 | | ALPHA"]),
        Quirk(
            "12: an import that was taken back does not block its corrected file",
            [
                .csv([Row("2026-11-02", "-1.00", "ALPHA"), Row("2026-11-03", "-2.00", "BETA")]),
                .undoImport,
                .csv([Row("2026-11-02", "-1.50", "ALPHA"), Row("2026-11-03", "-2.00", "BETA")]),
            ], ["2026-11-02 | -1.50 | | ALPHA", "2026-11-03 | -2.00 | | BETA"]),
        Quirk(
            "16, 17: a row that the bank posts late, before the last day seen",
            [
                .csv([Row("2026-11-02", "-1.00", "ALPHA"), Row("2026-11-09", "-2.00", "BETA")]),
                .csv([
                    Row("2026-11-02", "-1.00", "ALPHA"), Row("2026-11-05", "-1.00", "LATE FEE"),
                    Row("2026-11-09", "-2.00", "BETA"),
                ]),
            ],
            [
                "2026-11-02 | -1.00 | | ALPHA", "2026-11-05 | -1.00 | | LATE FEE",
                "2026-11-09 | -2.00 | | BETA",
            ]),
    ]

    static let twins: [Quirk] = [
        Quirk(
            "19, 22: rows with two ids are two events, however alike",
            [
                .ofx([
                    Row("2026-11-02", "-3.20", "CAFE SOL", "AAAA0001"),
                    Row("2026-11-04", "-8.00", "GYM", "AAAA0002"),
                ]),
                .ofx([
                    Row("2026-11-02", "-3.20", "CAFE SOL", "AAAA0001"),
                    Row("2026-11-03", "-3.20", "CAFE SOL", "AAAA0003"),
                    Row("2026-11-04", "-8.00", "GYM", "AAAA0002"),
                    Row("2026-11-04", "-8.00", "GYM", "AAAA0004"),
                ]),
            ],
            [
                "2026-11-02 | -3.20 | | CAFE SOL", "2026-11-03 | -3.20 | | CAFE SOL",
                "2026-11-04 | -8.00 | | GYM", "2026-11-04 | -8.00 | | GYM",
            ]),
        Quirk(
            "20, 23, 26, 28: equal rows of one day are counted, in one file and in the next",
            [
                .csv([
                    Row("2026-11-02", "-3.20", "CAFE"), Row("2026-11-02", "-3.20", "CAFE"),
                    Row("2026-11-03", "0.10", "INTEREST"),
                ]),
                .csv([
                    Row("2026-11-02", "-3.20", "CAFE"), Row("2026-11-02", "-3.20", "CAFE"),
                    Row("2026-11-02", "-3.20", "CAFE"), Row("2026-11-03", "0.10", "INTEREST"),
                    Row("2026-11-04", "0.10", "INTEREST"),
                ]),
            ],
            [
                "2026-11-02 | -3.20 | | CAFE", "2026-11-02 | -3.20 | | CAFE",
                "2026-11-02 | -3.20 | | CAFE", "2026-11-03 | 0.10 | | INTEREST",
                "2026-11-04 | 0.10 | | INTEREST",
            ]),
        Quirk(
            "24: one typed line is used once",
            [
                .type("2026-11-02 | -3.20 | food | Café"),
                .csv([
                    Row("2026-11-02", "-3.20", "CAFE SOL"), Row("2026-11-02", "-3.20", "CAFE SOL"),
                ]),
            ], ["2026-11-02 | -3.20 | | CAFE SOL", "2026-11-02 | -3.20 | food | Café"]),
        Quirk(
            "weekly debits of files that do not overlap",
            [
                .csv([Row("2026-11-02", "-9.00", "GYM"), Row("2026-11-08", "-1.00", "X")]),
                .csv([Row("2026-11-09", "-9.00", "GYM"), Row("2026-11-15", "-1.00", "Y")]),
                .ofx([
                    Row("2026-11-16", "-9.00", "GYM", "AAAA0001"),
                    Row("2026-11-20", "-2.00", "Z", "AAAA0002"),
                ]),
            ],
            [
                "2026-11-02 | -9.00 | | GYM", "2026-11-08 | -1.00 | | X",
                "2026-11-09 | -9.00 | | GYM", "2026-11-15 | -1.00 | | Y",
                "2026-11-16 | -9.00 | | GYM", "2026-11-20 | -2.00 | | Z",
            ]),
    ]

    static let lives: [Quirk] = [
        Quirk(
            "29, 30: pending rows that vanish leave the balance and keep what was decided",
            [
                .answer(
                    [Row("2026-11-02", "-1.00", "ALPHA", "T-000001")],
                    pending: [Row("2026-11-04", "-50.00", "HOTEL HOLD", "P-000001")]),
                .run(["set", "desc:hotel", "category=fun"]),
                .answer([
                    Row("2026-11-02", "-1.00", "ALPHA", "T-000001"),
                    Row("2026-11-08", "-2.00", "BETA", "T-000002"),
                ]),
            ],
            [
                "2026-11-02 | -1.00 | | ALPHA", "2026-11-04 - | -50.00 | fun | HOTEL HOLD",
                "2026-11-08 | -2.00 | | BETA",
            ]),
        Quirk(
            "31: a tip changes amount, day and id",
            [
                .answer([], pending: [Row("2026-11-04", "-40.00", "RESTAURANTE LUA", "P-000001")]),
                .run(["set", "desc:lua", "category=food/dining", "+#friends"]),
                .answer([Row("2026-11-06", "-46.00", "RESTAURANTE LUA MADRID", "T-000001")]),
            ], ["2026-11-06 | -46.00 | food/dining | RESTAURANTE LUA"]),
        Quirk(
            "31: a tip on a line that was split",
            [
                .answer([], pending: [Row("2026-11-04", "-40.00", "RESTAURANTE LUA", "P-000001")]),
                .run(["set", "desc:lua", "category=food 30.00, fun 10.00"]),
                .answer([Row("2026-11-06", "-46.00", "RESTAURANTE LUA MADRID", "T-000001")]),
            ], ["2026-11-06 | -46.00 | food 30.00, fun | RESTAURANTE LUA"]),
        Quirk(
            "31: a hold of one euro becomes the real sum",
            [
                .answer([], pending: [Row("2026-11-04", "-1.00", "REPSOL 3321", "P-000001")]),
                .answer([Row("2026-11-05", "-63.10", "REPSOL 3321", "T-000001")]),
            ], ["2026-11-05 | -63.10 | | REPSOL 3321"]),
        Quirk(
            "33: pending with a day that is still to come, booked under another",
            [
                .answer([], pending: [Row("2026-11-12", "-7.00", "CINE DELTA", "P-000001")]),
                .answer([Row("2026-11-10", "-7.00", "CINE DELTA", "T-000001")]),
            ], ["2026-11-10 | -7.00 | | CINE DELTA"]),
        Quirk(
            "34: what was decided while it was pending",
            [
                .answer([], pending: [Row("2026-11-04", "-12.99", "NETFLIX.COM", "P-000001")]),
                .run(["set", "desc:netflix", "category=fun", "note=shared", "description=Films"]),
                .answer([Row("2026-11-05", "-12.99", "NETFLIX INTERNATIONAL BV", "T-000001")]),
            ], ["2026-11-05 | -12.99 | fun | Films"]),
        Quirk(
            "35: of two pending rows each becomes its own booked row",
            [
                .answer(
                    [],
                    pending: [
                        Row("2026-11-04", "-12.00", "TAXI 1", "P-000001"),
                        Row("2026-11-05", "-12.00", "TAXI 1", "P-000002"),
                    ]),
                .run(["set", "date:2026-11-04", "note=first"]),
                .answer(
                    [Row("2026-11-04", "-12.00", "TAXI 1", "T-000001")],
                    pending: [Row("2026-11-05", "-12.00", "TAXI 1", "P-000002")]),
                .answer([
                    Row("2026-11-04", "-12.00", "TAXI 1", "T-000001"),
                    Row("2026-11-05", "-12.00", "TAXI 1", "T-000002"),
                ]),
            ], ["2026-11-04 | -12.00 | | TAXI 1", "2026-11-05 | -12.00 | | TAXI 1"]),
        Quirk(
            "38: a line typed as expected is fulfilled",
            [
                .type("2026-11-20 ? | 2150.00 | income | ACME nómina"),
                .csv([
                    Row("2026-11-21", "2180.00", "NOMINA ACME SL"), Row("2026-11-22", "-1.00", "X"),
                ]),
            ], ["2026-11-21 | 2180.00 | income | ACME nómina", "2026-11-22 | -1.00 | | X"]),
        Quirk(
            "a purchase that is sent in two parts stays two",
            [
                .type("2026-11-02 | -60.00 | home | Shop order"),
                .csv([Row("2026-11-03", "-25.00", "SHOP"), Row("2026-11-05", "-35.00", "SHOP")]),
            ],
            [
                "2026-11-02 | -60.00 | home | Shop order", "2026-11-03 | -25.00 | | SHOP",
                "2026-11-05 | -35.00 | | SHOP",
            ]),
        Quirk(
            "a typed line keeps its day, its text and its note",
            [
                .type("2026-11-02 | -20.00 | home | Screws | note:\"for the shelf\""),
                .csv([Row("2026-11-04", "-20.00", "COMPRA TARJ. LEROY MERLIN")]),
            ], ["2026-11-02 | -20.00 | home | Screws"]),
    ]

    @Test(arguments: duplicates + twins + lives)
    func `a quirk neither doubles nor loses a line`(_ quirk: Quirk) throws {
        let harness = try Harness.household()
        var last: [String] = []
        for step in quirk.steps {
            if let file = Self.file(step) {
                try harness.write("../" + file.name, file.text)
                last = ["import", "../" + file.name, "--account", "main"]
                let run = harness.run(last)
                #expect(run.status == 0, "\(run.errors)")
            }
            switch step {
            case .type(let line):
                try harness.write(
                    "transactions/main/2026.txt",
                    (harness.read("transactions/main/2026.txt") ?? "") + line + "\n")
                #expect(harness.run("fmt").status == 0)
            case .run(let words): #expect(harness.run(words).status == 0, "\(words)")
            case .undoImport:
                let log = harness.read("connections/file.log.jsonl") ?? ""
                let digest = log.components(separatedBy: "\"digest\":\"")[1].prefix(12)
                #expect(harness.run("import", "--undo", String(digest)).status == 0)
            default: break
            }
        }
        #expect(Self.lines(harness).sorted() == quirk.lines.sorted())
        let before = harness.snapshot()
        #expect(harness.run(last).status == 0)
        #expect(harness.snapshot() == before, "importing again changes something")
        let check = harness.run("check")
        #expect(check.status == 0, "\(check.output)\(check.errors)")
    }

    /// The lines of the account without their attributes.
    static func lines(_ harness: Harness) -> [String] {
        (harness.read("transactions/main/2026.txt") ?? "").split(separator: "\n").map { line in
            line.split(separator: "|").prefix(4).map { field in
                let text = field.trimmingCharacters(in: .whitespaces)
                return text.hasSuffix(" EUR") ? String(text.dropLast(4)) : text
            }.joined(separator: " | ").replacing("|  |", with: "| |")
        }
    }
}
