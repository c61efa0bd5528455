import Foundation
import Model
import TestSupport
import Testing

/// What holds of rules over random ledgers: a second run changes nothing, a dry run shows what the run
/// does, and what a person set stays.
struct RulesPropertyTests {
    /// A line as the test made it: each field with whether a machine set it.
    private struct Made {
        var id: String
        var category: (value: String, isMachine: Bool)?
        var description: (value: String, isMachine: Bool)?
        var note: (value: String, isMachine: Bool)?
        var tags: (value: [String], isMachine: Bool)?
        var amount: Int

        static func random(_ random: inout Seeded, id: String) -> Made {
            var made = Made(id: id, amount: random.below(9000) - 4500)
            if !random.oneIn(3) {
                made.category = (random.pick(["food", "food/dining", "fun"]), random.oneIn(2))
            }
            if !random.oneIn(4) {
                let text = random.pick(["Alpha", "Beta", "alpha beta", "Gamma"])
                made.description = (text, random.oneIn(3))
            }
            if random.oneIn(2) { made.note = (random.pick(["one", "two"]), random.oneIn(2)) }
            if random.oneIn(2) {
                made.tags = (random.pick([["a"], ["b"], ["a", "b"]]), random.oneIn(2))
            }
            return made
        }

        /// The line; a machine's token fits its value, and some values of persons have one that does not.
        func line(_ random: inout Seeded) -> String {
            var tokens: [String] = []
            let fields: [(String, String, Bool)?] = [
                category.map { ("category", $0.value, $0.isMachine) },
                description.map { ("description", $0.value, $0.isMachine) },
                note.map { ("note", $0.value, $0.isMachine) },
                tags.map { ("tags", $0.value.joined(separator: " "), $0.isMachine) },
            ]
            for (field, value, isMachine) in fields.compactMap({ $0 }) {
                if isMachine {
                    tokens.append("\(field).\(AutoCheck.word(for: value))")
                } else if random.oneIn(3) {
                    tokens.append("\(field).\(AutoCheck.word(for: value + "?"))")
                }
            }
            let attributes =
                ["id:\(id)"] + (tags?.value ?? []).map { "#\($0)" }
                + (note.map { ["note:\($0.value)"] } ?? [])
                + (tokens.isEmpty ? [] : ["auto:\(tokens.joined(separator: ","))"])
            let sign = amount < 0 ? "-" : ""
            let cents = abs(amount) % 100
            let number = "\(sign)\(abs(amount) / 100).\(cents < 10 ? "0" : "")\(cents)"
            return "2026-10-0\(1 + abs(amount) % 9) | \(number) | \(category?.value ?? "") | "
                + "\(description?.value ?? "") | \(attributes.joined(separator: " "))"
        }
    }

    private static func rules(_ random: inout Seeded) -> String {
        var text = ""
        for _ in 0...random.below(6) {
            let conditions = random.pick([
                "desc:alpha", "not:desc:alpha", "desc:beta", "amt:>10", "amt:<10", "cat:food",
                "not:cat:food", "tag:a", "not:tag:b", "is:auto", "not:is:auto", "is:out",
                "acct:main",
                "desc:renamed", "is:uncategorised", "is:ignored",
            ])
            let actions = (0...random.below(2)).map { _ in
                random.pick([
                    "category=home", "category=food/dining", "note=ruled", "note=again",
                    "description=Renamed", "description=alpha again", "+#a", "+#c", "-#a", "ignore",
                    "unignore", "contact=shop",
                ])
            }
            let attributes = random.pick(["", "", " | stop:true", " | order:2", " | mode:suggest"])
            text += "\(conditions) | \(actions.joined(separator: ", "))\(attributes)\n"
        }
        return text
    }

    private struct Scene {
        let harness: Harness
        let made: [Made]

        init(seed: UInt64) throws {
            var random = Seeded(seed)
            harness = try Harness.household()
            let made = (0..<12).map { Made.random(&random, id: "hand\($0)") }
            self.made = made
            let lines = made.map { $0.line(&random) }.joined(separator: "\n") + "\n"
            try harness.write("transactions/main/2026.txt", lines)
            try harness.write("rules.txt", RulesPropertyTests.rules(&random))
            let texts = (0..<6).map { number in
                "2026-11-0\(number + 1),\(random.pick(["alpha", "beta", "mercadona"])) \(number),-\(5 + number * 3).00\n"
            }
            try harness.write("../in.csv", "Date,Description,Amount\n" + texts.joined())
            let run = harness.run("import", "../in.csv", "--account", "main")
            #expect(run.status == 0, "seed \(seed): \(run.output)\(run.errors)")
            try harness.write("rules.txt", RulesPropertyTests.rules(&random))
        }

        /// The fields of a line of the ledger: category, description, attributes.
        func fields(_ id: String) -> [String] {
            let file = harness.read("transactions/main/2026.txt") ?? ""
            let line = file.split(separator: "\n").first {
                $0.contains("id:\(id)") && isWhole($0, id)
            }
            return (line ?? "").split(separator: "|", omittingEmptySubsequences: false).dropFirst(2)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }

        private func isWhole(_ line: Substring, _ id: String) -> Bool {
            line.hasSuffix("id:\(id)") || line.contains("id:\(id) ")
        }
    }

    @Test func `a second run changes nothing, a dry run shows the run, persons' fields stay`()
        throws
    {
        for seed in Trials.seeds(60, of: "rules over random ledgers") {
            let scene = try Scene(seed: seed)
            let harness = scene.harness
            let before = harness.snapshot()
            let shown = harness.run("rules", "run", "--dry-run", "-O", "csv")
            #expect(shown.status == 0, "seed \(seed): \(shown.errors)")
            #expect(harness.snapshot() == before, "seed \(seed): a dry run wrote")
            let run = harness.run("rules", "run", "-O", "csv")
            #expect(run.output == shown.output, "seed \(seed)")
            let once = harness.snapshot()
            let isShown = shown.output.split(separator: "\n").count > 1
            #expect(isShown == (once != before), "seed \(seed)")
            let again = harness.run("rules", "run")
            #expect(again.status == 0)
            #expect(harness.snapshot() == once, "seed \(seed): a second run changed something")
            for made in scene.made { expectPersons(made, scene.fields(made.id), seed) }
        }
    }

    private func expectPersons(_ made: Made, _ fields: [String], _ seed: UInt64) {
        let attributes = " " + (fields.dropFirst(2).first ?? "") + " "
        if let category = made.category, !category.isMachine {
            #expect(fields.first == category.value, "seed \(seed), \(made.id)")
        }
        if let description = made.description, !description.isMachine {
            #expect(fields.dropFirst().first == description.value, "seed \(seed), \(made.id)")
        }
        if let note = made.note, !note.isMachine {
            #expect(attributes.contains(" note:\(note.value) "), "seed \(seed), \(made.id)")
        }
        if let tags = made.tags, !tags.isMachine {
            let read = attributes.split(separator: " ").filter { $0.hasPrefix("#") }
            #expect(read.map { String($0.dropFirst()) } == tags.value, "seed \(seed), \(made.id)")
        }
    }
}
