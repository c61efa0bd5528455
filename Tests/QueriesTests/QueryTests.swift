import Model
import Queries
import TestSupport
import Testing

struct QueryTests {
    private static let parser = QueryParser(
        periods: PeriodParser(
            today: CivilDate(iso: "2026-11-24") ?? .first, calendar: LedgerCalendar(weekStart: 1)),
        taxonomies: ["project"])

    private static let facts = QueryFacts(
        categories: CategoryTree([
            Category(
                path: "food", kind: .expense, keywords: [],
                attributes: Attributes([.value(key: "was", "eating")]))
        ]),
        taxonomies: ["project": CategoryTree()], kindByAccount: ["main": .current, "visa": .card],
        decimals: [.eur: 2], dateChoice: .own)

    private static func line(
        account: String = "main", status: Status = .booked, amount: Int64 = -4_520,
        parts: [Part]? = nil, description: String = "Café Ñandú", _ attributes: Attribute...
    ) -> Transaction {
        Transaction(
            account: account, date: CivilDate(iso: "2026-11-03") ?? .first, status: status,
            amount: amount,
            currency: .eur, parts: parts ?? [Part(.category("food/dining"), amount)],
            description: description, attributes: Attributes(attributes),
            file: "transactions/main/2026.txt", line: 1)
    }

    private static let usual = line(
        .value(key: "id", "q7w1"), .value(key: "aka", "b1,b2"), .tag("weekly"), .tag("a*b"),
        .value(key: "note", "with Ana"), .value(key: "contact", "acme"),
        .value(key: "project", "acme/site"), .value(key: "file", "a.pdf,b.pdf"),
        .value(key: "bank-date", "2026-11-01"))

    private static func matches(_ terms: [String], _ line: Transaction = usual) throws -> Bool {
        try parser.query(terms: terms).matches(line, facts)
    }

    @Test(
        arguments: [
            (["cafe"], true), (["CAFÉ"], true), (["nandu"], true), (["cafe", "ana"], true),
            (["cafe", "zoe"], false),
            (["acme"], true), (["café ñ"], true), (["desc:ana"], false), (["note:ana"], true),
            (["desc:caf", "desc:zoo"], true),
            (["\"café ñandú\""], true), (["desc:\"Café Ñ\""], true), (["/^caf. /"], true),
            (["desc:/ndú$/"], true), (["/^n/"], false),
            (["acct:main"], true), (["acct:mai"], false), (["acct:m*n"], true), (["acct:*"], true),
            (["acct:Main"], false),
            (["acct:main", "acct:other"], true), (["acct:other"], false),
            (["not:acct:main"], false), (["not:zoo"], true),
            (["kind:current"], true), (["kind:card"], false), (["cat:food"], true),
            (["cat:food/dining"], true),
            (["cat:foo"], false), (["cat:food/dining/x"], false), (["cat:eating/dining"], true),
            (["cat:none"], false),
            (["contact:acme"], true), (["contact:none"], false), (["tag:weekly"], true),
            (["tag:#weekly"], true),
            (["tag:week*"], true), (["tag:none"], false), (["note:none"], false),
            (["project:acme"], true),
            (["project:none"], false), (["project:acme/site"], true), (["cur:EUR"], true),
            (["cur:U*"], false),
            (["id:q7w1"], true), (["id:b2"], true), (["id:q7"], false), (["date:2026-11"], true),
            (["date:2026-10"], false),
            (["date:2026-10", "date:2026-11-03"], true), (["status:booked"], true),
            (["status:pending"], false),
            (["file:2026.txt"], true), (["file:2025"], false), (["attr:file"], true),
            (["attr:file=b.pdf"], true),
            (["attr:file=c.pdf"], false), (["attr:zoo"], false), (["is:edited"], true),
            (["is:attached"], true),
            (["is:out"], true), (["is:in"], false), (["is:split"], false), (["is:conflict"], false),
            (["12:30"], false), ([], true),
        ] as [([String], Bool)])
    func `a line fulfils a query or not`(_ terms: [String], _ wanted: Bool) throws {
        #expect(try QueryTests.matches(terms) == wanted)
    }

    @Test(arguments: [
        (">45", true), (">45.2", false), (">=45.2", true), ("<50", true), ("<=-45.20", true),
        ("<-45.20", false),
        (">-50", true), ("=45.20", true), ("45.2", true), ("-45.2", true), ("+45.2", false),
        ("=-45.200", true),
        ("45.201", false), (">45.1999999", true), ("<99999999999999999", true), ("> 45", true),
        ("> -40", false), ("< -40", true),
    ])
    func `an amount is compared by magnitude unless it is signed`(
        _ pattern: String, _ wanted: Bool
    ) throws {
        #expect(try QueryTests.matches(["amt:" + pattern]) == wanted)
    }

    @Test func `traits say what Q2 says`() throws {
        let split = QueryTests.line(parts: [Part(.category("a"), -1), Part(.ignored, -4_519)])
        let transfer = QueryTests.line(parts: [Part(.transfer(account: "visa"), -4_520)])
        let empty = QueryTests.line(amount: 0, parts: [Part(.uncategorised, 0)])
        let flagged = QueryTests.line(.flag("ignored"), .value(key: "?note", "x"))
        let cases: [(String, Transaction, Bool)] = [
            ("split", split, true), ("ignored", split, true), ("transfer", split, false),
            ("transfer", transfer, true),
            ("uncategorised", empty, true), ("uncategorised", split, false), ("in", empty, false),
            ("out", empty, false),
            ("ignored", flagged, true), ("conflict", flagged, true), ("attached", flagged, false),
            ("auto", flagged, false),
        ]
        for (word, line, wanted) in cases {
            #expect(try QueryTests.matches(["is:" + word], line) == wanted, "\(word)")
        }
        for status in [Status.pending, .expected, .deleted] {
            let line = QueryTests.line(status: status)
            #expect(try QueryTests.matches(["is:" + status.name], line))
            #expect(try !QueryTests.matches(["is:" + status.name]))
        }
        let check = AutoCheck.word(for: "food/dining")
        #expect(
            try QueryTests.matches(
                ["is:auto"], QueryTests.line(.value(key: "auto", "category.\(check)"))))
        #expect(
            try !QueryTests.matches(
                ["is:auto"], QueryTests.line(.value(key: "auto", "category.000"))))
    }

    @Test(arguments: [
        ("expr:acct:main and cat:food", true), ("expr:acct:zoo or cat:food", true),
        ("expr:not acct:zoo", true),
        ("expr:(acct:zoo or acct:main) and not tag:zoo", true),
        ("expr:acct:zoo or acct:main and tag:zoo", false),
        ("expr:(acct:zoo or acct:main)", true), ("expr:not (acct:zoo or acct:main)", false),
        ("expr:acct:main cat:food", true),
        ("expr:\"(acct:main or acct:zoo) and not amt:>50\"", true),
        ("expr:not:acct:zoo and cafe", true), ("not:expr:acct:main", false),
        ("expr:((acct:main))", true), ("expr:not not acct:main", true),
        ("expr:desc:\"café ñandú\" and acct:main", true),
    ])
    func `expressions join terms`(_ term: String, _ wanted: Bool) throws {
        #expect(try QueryTests.matches([term]) == wanted)
    }

    @Test(arguments: [
        "amt:", "amt:x", "amt:>", "amt:1,5", "date:zoo", "date:", "status:zoo", "status:assertion",
        "is:zoo", "is:",
        "acct:", "", "not:", "/(/", "desc:/[/", "expr:", "expr:(acct:main", "expr:acct:main)",
        "expr:and", "expr:()", "expr:acct:main and or cafe", "expr:acct:main or",
        "expr:not", "acctt:main", "cta:food", "expr:is:zoo",
    ])
    func `what is no query is refused with a way out`(_ term: String) {
        do throws(QueryProblem) {
            _ = try QueryTests.parser.query(terms: [term])
            Issue.record("accepted: \(term)")
        } catch {
            #expect(!error.message.isEmpty && !error.remedy.isEmpty)
        }
    }

    @Test func `a query in a file is cut at blanks and lines, outside quotes`() throws {
        let query = try QueryTests.parser.query(text: "desc:\"café ñ\"\n  acct:main\tcat:food")
        #expect(query.matches(QueryTests.usual, QueryTests.facts))
        #expect(query.terms.count == 3)
        let other = try QueryTests.parser.query(text: "desc:\"café z\" acct:main")
        #expect(!other.matches(QueryTests.usual, QueryTests.facts))
    }

    @Test func `a category term asks a part where a report asks`() throws {
        let parts = [Part(.category("food"), -1), Part(.category("home"), -4_519)]
        let line = QueryTests.line(parts: parts)
        let food = try QueryTests.parser.query(terms: ["cat:food"])
        let other = try QueryTests.parser.query(terms: ["not:cat:food"])
        #expect(food.matches(line, QueryTests.facts))
        #expect(!other.matches(line, QueryTests.facts))
        #expect(parts.map { food.matches(line, part: $0, QueryTests.facts) } == [true, false])
        #expect(parts.map { other.matches(line, part: $0, QueryTests.facts) } == [false, true])
    }

    @Test(
        arguments: [
            ([], [.booked, .pending]), (["status:expected"], [.booked, .pending, .expected]),
            (["is:deleted"], [.booked, .pending, .deleted]),
            (["status:d*"], [.booked, .pending, .dropped, .deleted]),
            (["cat:food"], [.booked, .pending]),
            (["status:*"], [.booked, .pending, .expected, .dropped, .deleted]),
        ] as [([String], Set<Status>)])
    func `a query chooses among statuses`(_ terms: [String], _ wanted: Set<Status>) throws {
        #expect(try QueryTests.parser.query(terms: terms).statuses == wanted)
    }

    @Test func `terms that imply others are fulfilled by no line that fails the others`() throws {
        let words = [
            "desc:a", "desc:b", "not:desc:c", "not:desc:a", "amt:>10", "amt:<10", "acct:main",
            "acct:visa", "a", "not:b", "is:out", "expr:\"(a or b)\"",
        ]
        var implied = 0
        for seed in Trials.seeds(2_000, of: "terms that imply others") {
            var random = Seeded(seed)
            let texts = (0..<2).map { _ in
                (0...random.below(3)).map { _ in random.pick(words) }.joined(separator: " ")
            }
            guard
                QueryTests.parser.terms(text: texts[0]).implies(
                    QueryTests.parser.terms(text: texts[1]))
            else { continue }
            implied += 1
            let narrow = try QueryTests.parser.query(text: texts[0])
            let wide = try QueryTests.parser.query(text: texts[1])
            for _ in 0..<20 {
                let line = QueryTests.line(
                    account: random.pick(["main", "visa"]),
                    amount: random.pick([-2_000, -500, 500, 2_000]),
                    description: random.pick(["", "a", "b", "c", "a b", "b c", "a c", "a b c"]))
                if narrow.matches(line, QueryTests.facts) {
                    #expect(
                        wide.matches(line, QueryTests.facts),
                        "seed \(seed): “\(texts[0])” against “\(texts[1])”")
                }
            }
        }
        #expect(implied > 0)
    }
}
