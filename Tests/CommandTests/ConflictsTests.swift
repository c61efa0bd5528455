import Foundation
import Testing

/// `conflicts`, and the undo of older operations.
struct ConflictsTests {
    private static let path = "transactions/main/2026.txt"
    private static let line =
        "2026-11-03   |      -3.20 EUR | fun                    | Coffee                   | id:coffee0001 ?category:food ?note:x\n"

    private func harness(_ text: String = line) throws -> Harness {
        let harness = try Harness.household()
        try harness.write(Self.path, text)
        return harness
    }

    @Test func `they are listed with their place, and settled one by one or all`() throws {
        let harness = try harness()
        let list = harness.run("conflicts")
        #expect(list.status == 1)
        #expect(
            list.output
                == "file                          record      field     shown  other side\ntransactions/main/2026.txt:1  coffee0001  category  fun    food\n"
        )
        let other = harness.run("conflicts", "--take", "other")
        #expect(other.status == 0, "\(other.errors)")
        #expect(harness.read(Self.path)?.contains("| food                   |") == true)
        #expect(harness.run("conflicts").status == 0)
        harness.run("undo")
        #expect(harness.read(Self.path) == Self.line)
        let value = harness.run("conflicts", "coffee0001", "--field", "category", "--value", "fun")
        #expect(value.status == 0, "\(value.errors)")
        #expect(harness.read(Self.path)?.contains("?category") == false)
        let wrong = try self.harness().run("conflicts", "--value", "nothing")
        #expect(
            wrong.status == 3 && wrong.errors.contains("it has “fun” and “food”"), "\(wrong.errors)"
        )
        #expect(harness.run("conflicts", "--value", "a", "--take", "other").status == 2)
    }

    @Test func `what the line shows is what is shown, and other fields stay`() throws {
        // A hand put the smaller value in front.
        let harness = try harness(
            Self.line.replacing("| fun ", with: "| food").replacing(
                "?category:food", with: "?category:home ?amount:-9.00"))
        let run = harness.run("conflicts", "--field", "category", "--take", "shown")
        #expect(run.status == 0, "\(run.errors)")
        let text = try #require(harness.read(Self.path))
        #expect(text.contains("-3.20 EUR | food  ") && text.contains("?amount:-9.00"), "\(text)")
    }

    @Test func `a line that one side removed is kept or deleted`() throws {
        let removed = Self.line.replacing(
            "?category:food ?note:x", with: "?deleted -category:food -rest:abc")
        var harness = try harness(removed)
        #expect(harness.run("conflicts", "-O", "json").output.contains(#""kind":"deleted""#))
        harness.run("conflicts", "--take", "shown")
        #expect(harness.read(Self.path) == Self.line.replacing(" ?category:food ?note:x", with: ""))
        harness = try self.harness(removed)
        harness.run("conflicts", "--take", "other")
        #expect(harness.read(Self.path)?.hasPrefix("2026-11-03 x |") == true)
    }

    @Test func `members of JSON files are listed and settled too`() throws {
        let harness = try harness("")
        let account = try #require(harness.read("accounts/main.json"))
        try harness.write(
            "accounts/main.json",
            account.replacing(
                #""kind": "current","#,
                with: "\"kind\": \"current\",\n  \"?kind\": [\n    \"savings\"\n  ],"))
        #expect(harness.run("conflicts").output.contains("accounts/main.json"))
        let run = harness.run("conflicts", "--field", "kind", "--value", "savings")
        #expect(run.status == 0, "\(run.errors)")
        #expect(harness.read("accounts/main.json") == account.replacing("current", with: "savings"))
    }

    // MARK: undo

    @Test func `an older operation is taken back, and what came later stays`() throws {
        let harness = try harness("2026-11-03 | -3.20 EUR | food | Coffee | id:coffee0001\n")
        harness.run(["set", "id:coffee0001", "note=first"], seed: "21")
        harness.run(["add", "main", "-1.00", "Later", "--id", "later00001"], seed: "22")
        harness.run(["set", "id:coffee0001", "category=fun"], seed: "23")
        let log = harness.run("log", "-O", "csv").output.split(separator: "\n")
        let first = try #require(log.last?.split(separator: ",").first.map(String.init))
        let run = harness.run("undo", first)
        #expect(run.status == 0, "\(run.errors)")
        let text = try #require(harness.read(Self.path))
        #expect(
            !text.contains("note:") && text.contains("| fun ") && text.contains("later00001"),
            "\(text)")
        // The undo is an operation of its own.
        let undo = try #require(
            harness.run("log", "-O", "csv").output.split(separator: "\n").dropFirst().first?.split(
                separator: ","
            ).first.map(String.init))
        #expect(harness.run("undo", undo).status == 0)
        #expect(harness.read(Self.path)?.contains("note:first") == true)
    }

    @Test func `where a later change stands in its place it stays, and that is said`() throws {
        let harness = try harness("2026-11-03 | -3.20 EUR | food | Coffee | id:coffee0001\n")
        harness.run(["set", "id:coffee0001", "category=home"], seed: "31")
        harness.run(["set", "id:coffee0001", "category=fun"], seed: "32")
        let log = harness.run("log", "-O", "csv").output.split(separator: "\n")
        let first = try #require(log.last?.split(separator: ",").first.map(String.init))
        let run = harness.run("undo", first)
        #expect(
            run.status == 3 && run.errors.contains("nothing of operation \(first) stands any more"),
            "\(run.errors)")
        #expect(harness.read(Self.path)?.contains("| fun ") == true)
    }
}
