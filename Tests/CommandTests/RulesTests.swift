import Foundation
import Model
import Testing

/// The rules of `rules.txt`: tried, applied to lines that are there, and to new ones.
struct RulesTests {
    private static let statement = """
        Date,Description,Amount,Balance
        2026-11-10,MERCADONA VALENCIA,-20.00,919.60
        2026-11-11,Coffee House,-1.20,918.40

        """

    private func ledger(_ rules: String) throws -> Harness {
        let harness = try Harness.household()
        try harness.write("rules.txt", rules)
        try harness.write("../statement.csv", RulesTests.statement)
        return harness
    }

    private func line(_ harness: Harness, _ text: String) -> String {
        let file = harness.read("transactions/main/2026.txt") ?? ""
        return file.split(separator: "\n").first { $0.contains(text) }.map(String.init) ?? ""
    }

    @Test func `an import asks the rules, which win over keywords`() throws {
        let harness = try ledger(
            """
            desc:mercadona | category=food/dining, +#weekly
            desc:coffee | description=Coffee bar, note="cup, small", ignore

            """)
        let run = harness.run("import", "../statement.csv", "--account", "main")
        #expect(run.status == 0, "\(run.errors)")
        let first = line(harness, "MERCADONA")
        #expect(first.contains("| food/dining "))
        #expect(first.contains("#weekly"))
        #expect(first.contains("auto:category.\(AutoCheck.word(for: "food/dining")),tags."))
        let second = line(harness, "Coffee bar")
        #expect(second.contains("note:\"cup, small\" ignored balance:918.40"), "\(second)")
        #expect((harness.read("evidence/main/2026.jsonl") ?? "").contains("Coffee House"))
        let after = harness.snapshot()
        #expect(harness.run("rules", "run").output == "the rules change nothing\n")
        #expect(harness.run("import", "../statement.csv", "--account", "main").status == 0)
        #expect(harness.snapshot() == after)
    }

    @Test
    func `a rule that changed changes what it had set, and its description comes from the bank`()
        throws
    {
        let harness = try ledger("desc:\"coffee house\" | description=Bar, category=fun\n")
        harness.run("import", "../statement.csv", "--account", "main")
        try harness.write(
            "rules.txt", "desc:\"coffee house\" | description=Café, category=food/dining\n")
        #expect(harness.run("rules", "run").status == 0)
        #expect(line(harness, "Café").contains("| food/dining "))
        #expect(line(harness, "| Bar").isEmpty)
    }

    @Test func `a description that is still the bank's can be replaced later, a person's never`()
        throws
    {
        let harness = try ledger("")
        harness.run("import", "../statement.csv", "--account", "main")
        harness.run("set", "desc:mercadona", "description=Market", "--yes")
        try harness.write(
            "rules.txt", "desc:coffee | description=Bar\ndesc:market | description=Shop\n")
        let run = harness.run("rules", "run")
        #expect(run.status == 0, "\(run.errors)")
        #expect(line(harness, "| Bar").contains("auto:description."))
        #expect(line(harness, "Market").hasPrefix("2026-11-10"))
        let after = harness.snapshot()
        harness.run("rules", "run")
        #expect(harness.snapshot() == after)
    }

    @Test func `undo of an import asks about what a person set, not about what rules set`() throws {
        for isEdited in [false, true] {
            let harness = try ledger("desc:coffee | category=fun, note=cup, +#out, ignore\n")
            harness.run("import", "../statement.csv", "--account", "main")
            let log = harness.read("connections/file.log.jsonl") ?? ""
            let digest = String(log.components(separatedBy: "\"digest\":\"")[1].prefix(12))
            if isEdited {
                // In an editor: the token of the rule stays, and fits no more.
                let path = "transactions/main/2026.txt"
                let text = (harness.read(path) ?? "").replacing("| fun ", with: "| home ")
                try harness.write(path, text)
            }
            let run = harness.run("import", "--undo", digest)
            #expect(run.status == (isEdited ? 4 : 0), "\(run.errors)")
            #expect(line(harness, "Coffee").isEmpty == !isEdited)
        }
    }

    @Test func `what a person set stays`() throws {
        let harness = try ledger("desc:coffee | category=fun, note=cup\n")
        harness.run("import", "../statement.csv", "--account", "main")
        harness.run("set", "desc:coffee", "category=home", "note=mine", "--yes")
        let before = harness.snapshot()
        #expect(harness.run("rules", "run").status == 0)
        #expect(harness.snapshot() == before)
    }

    @Test func `rules are asked in their order, the first wins a field, and stop ends it`() throws {
        let harness = try ledger(
            """
            desc:coffee | category=home, note=late
            desc:coffee | category=fun | order:1
            desc:mercadona | contact=shop | stop:true
            desc:mercadona | note=never

            """)
        harness.run("import", "../statement.csv", "--account", "main")
        #expect(line(harness, "Coffee").contains("| fun "))
        #expect(line(harness, "Coffee").contains("note:late"))
        #expect(line(harness, "MERCADONA").contains("contact:shop"))
        #expect(!line(harness, "MERCADONA").contains("note:"))
    }

    @Test func `suggestions are shown by a test and never applied`() throws {
        let harness = try ledger("desc:coffee | note=cup | mode:suggest\n")
        harness.run("import", "../statement.csv", "--account", "main")
        let before = harness.snapshot()
        #expect(harness.run("rules", "run").output == "the rules change nothing\n")
        let shown = harness.run("rules", "test")
        #expect(shown.output.contains("note:cup"))
        #expect(harness.snapshot() == before)
        #expect(harness.run("rules").output.hasPrefix("1  suggest  desc:coffee  note=cup"))
    }

    @Test func `an example that does not fit is an error, and nothing is written`() throws {
        let harness = try ledger(
            "# mine\ndesc:coffee amt:>5 | note=cup | example:\"A COFFEE\"\ndesc:tea | note=x | example:milk\n"
        )
        let before = harness.snapshot()
        for words in [["rules", "test"], ["rules", "run"], ["import", "../statement.csv"]] {
            let run = harness.run(words)
            #expect(run.status == 1)
            #expect(
                run.errors.hasPrefix(
                    """
                    rules.txt:3: error: the rule does not fit its example “milk” [rule.example]
                      | desc:tea | note=x | example:milk
                      = correct the conditions or the example

                    """), "\(run.errors)")
        }
        #expect(harness.run("check").status == 1)
        #expect(harness.snapshot() == before)
    }

    @Test(arguments: [
        ("desc:x | colour=red", "rules.txt:1:10: error: “colour” is no field that a rule may set"),
        ("amt:lots | note=x", "rules.txt:1:1: error: "),
        ("desc:x | category=a//b", "rules.txt:1:10: error: an empty name in the path “a//b”"),
        ("desc:x | paint", "rules.txt:1:10: error: “paint” is no action"),
        ("desc:x | +#a b", "rules.txt:1:10: error: “a b” is no tag"),
        ("desc:x", "rules.txt:1:7: error: a rule without actions"),
    ])
    func `a line that is no rule is told with its place`(_ rule: String, _ message: String) throws {
        let harness = try ledger(rule + "\n")
        let run = harness.run("rules", "run")
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix(message), "\(run.errors)")
    }

    @Test func `what rules cannot do yet is told, and the rest of the rule is done`() throws {
        let harness = try ledger("desc:coffee | category==cash, note=cup\n")
        let run = harness.run("import", "../statement.csv", "--account", "main")
        #expect(run.status == 0)
        #expect(line(harness, "Coffee").contains("note:cup"))
        #expect(!line(harness, "Coffee").contains("=cash"))
        #expect(harness.run("check").errors.contains("rules leave out “category==cash”"))
    }

    @Test func `check hints at rules that no line fits`() throws {
        let harness = try ledger(
            """
            desc:coffee amt:<5 | category=food/dining
            desc:nothing-like-it | category=fun
            acct:savings | note=x
            cat:none desc:nothing-like-it | note=y
            is:in | note=z
            desc:/no.such/ | note=a

            """)
        let run = harness.run("import", "../statement.csv", "--account", "main")
        #expect(run.status == 0, "\(run.errors)")
        func hints() -> [String] {
            harness.run("check", "-O", "csv").output.split(separator: "\n")
                .filter { $0.contains("rule.unused") }
                .map { $0.split(separator: ",").prefix(4).joined(separator: " ") }
        }
        #expect(
            hints() == [
                "hint rule.unused rules.txt 2", "hint rule.unused rules.txt 3",
                "hint rule.unused rules.txt 5", "hint rule.unused rules.txt 6",
            ])
        // Where a machine has changed a description, the bank's might fit.
        try harness.write("rules.txt", "desc:coffee | description=Cup\ndesc:nothing | note=x\n")
        #expect(hints() == ["hint rule.unused rules.txt 2"])
        #expect(harness.run("rules", "run").status == 0)
        #expect(hints().isEmpty)
    }

    @Test func `check finds rules that never take effect`() throws {
        let harness = try ledger(
            """
            desc:coffee | category=fun, +#out
            desc:coffee amt:<5 | category=food/dining, +#small
            desc:coffee | category=home
            desc:coffee desc:tea | category=food
            desc:mercadona | note=shop | stop:true
            acct:main desc:mercadona | contact=x
            desc:tea not:desc:green | note=hot
            desc:tea | note=any

            """)
        let run = harness.run("check", "-O", "csv")
        #expect(run.status == 0)
        let found = run.output.split(separator: "\n").filter { $0.contains("rule.") }
        #expect(
            found.map { $0.split(separator: ",").prefix(4).joined(separator: " ") } == [
                "warning rule.shadowed rules.txt 2", "warning rule.contradiction rules.txt 3",
                "warning rule.shadowed rules.txt 6",
            ], "\(run.output)")
        #expect(
            run.output.contains(
                "“category=home” never takes effect: line 1 is asked before and sets category for the same lines"
            ))
        #expect(run.output.contains("the rule is never asked: line 5 fits what it fits, and stops"))
    }
}
