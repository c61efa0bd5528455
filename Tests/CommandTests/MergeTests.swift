import Foundation
import Platform
import Testing

/// `merge`, and git with it.
struct MergeTests {
    private static let folder = packageRoot + "/Tests/CommandTests/Files/merge"
    static let cases: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted()
    }()

    @Test(arguments: cases)
    func `three versions of a file become the fourth, from both sides`(_ name: String) throws {
        let harness = try Harness.household()
        let folder = MergeTests.folder + "/" + name
        let path = try String(contentsOfFile: folder + "/path.txt", encoding: .utf8)
            .trimmingCharacters(in: .newlines)
        func merged(_ left: String, _ right: String) -> Harness.Run {
            harness.run(
                "merge", "\(folder)/base.txt", "\(folder)/\(left).txt", "\(folder)/\(right).txt",
                "--path", path)
        }
        let run = merged("left", "right")
        #expect(run.status == 0, "\(run.errors)")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try Data(run.output.utf8).write(to: URL(fileURLWithPath: folder + "/expected.txt"))
        }
        let expected = try String(contentsOfFile: folder + "/expected.txt", encoding: .utf8)
        #expect(run.output == expected)
        #expect(merged("right", "left").output == expected)
        // A side that holds the result already adds nothing.
        try Data(expected.utf8).write(to: URL(fileURLWithPath: harness.folder + "/merged.txt"))
        for side in ["left", "right"] {
            let again = harness.run(
                "merge", "\(folder)/\(side).txt", harness.folder + "/merged.txt",
                "\(folder)/\(side).txt", "--path", path)
            #expect(again.output == expected, "\(side)")
        }
    }

    @Test func `conflicts are told, and fail only where that is asked for`() throws {
        let harness = try Harness.household()
        let folder = MergeTests.folder + "/one-field-on-both-sides"
        let words =
            ["merge"] + ["base", "left", "right"].map { "\(folder)/\($0).txt" }
            + ["--path", "transactions/main/2026.txt"]
        let run = harness.run(words)
        #expect(run.status == 0)
        #expect(
            run.errors.contains(
                "coffee0001 category: “fun” is shown, and the other side has “food”"))
        #expect(harness.run(words + ["--strict"]).status == 1)
        let json = harness.run(words + ["-O", "json"]).output
        #expect(
            json.contains(
                #""conflicts":[{"file":"transactions/main/2026.txt","key":"coffee0001","#
                    + #""field":"category","shown":"fun","others":["food"],"kind":"value"}],"#
                    + #""fallback":false,"unchanged":0,"changed":1,"added":0,"removed":0"#),
            "\(json)")
        #expect(harness.run("merge", "a", "b").status == 2)
        #expect(harness.run("merge", "--driver", "a", "b", "c").status == 2)
        #expect(harness.run("merge", "a", "b", "c").status == 3)
    }

    @Test func `a file of nobody is left to git`() throws {
        let harness = try Harness.household()
        for (name, text) in [("o", "a\nb\nc\n"), ("a", "a1\nb\nc\n"), ("b", "a\nb\nc1\n")] {
            try harness.write("../\(name).md", text)
        }
        #expect(harness.run("merge", "../o.md", "../a.md", "../b.md").status == 3)
        let run = harness.run("merge", "../o.md", "../a.md", "../b.md", "-o", "../m.md")
        #expect(run.status == 0, "\(run.errors)")
        #expect(harness.read("../m.md") == "a1\nb\nc1\n")
        try harness.write("../b.md", "a2\nb\nc\n")
        let conflict = harness.run("merge", "../o.md", "../a.md", "../b.md", "-o", "../m.md")
        #expect(conflict.status == 1)
        #expect(harness.read("../m.md")?.contains("<<<<<<<") == true)
    }

    // MARK: git

    @Test(
        .enabled(if: Harness.gitPath != nil, "no git"),
        arguments: ["merge", "rebase", "cherry-pick"])
    func `git merges both edits of one line and both new lines`(_ how: String) throws {
        let harness = try Harness.repository()
        try harness.git("checkout", "-qb", "phone")
        try harness.edit {
            $0.replacing("| | Coffee", with: "| food | Coffee")
                + "2026-11-04 | -5.00 EUR | | Bus | id:bus0000001\n"
        }
        try harness.git("checkout", "-q", "main")
        try harness.edit {
            $0.replacing("coffee0001", with: "coffee0001 note:hi")
                + "2026-11-04 | -7.00 EUR | | Tram | id:tram000001\n"
        }
        let result =
            switch how {
            case "merge": try harness.git("merge", "-q", "phone")
            case "rebase": try harness.git("rebase", "-q", "phone")
            default: try harness.git("cherry-pick", "phone")
            }
        #expect(result.status == 0, "\(result.text)")
        let text = try #require(harness.read("transactions/main/2026.txt"))
        #expect(
            text
                == "2026-11-03   |      -3.20 EUR | food                   | Coffee                   | id:coffee0001 note:hi\n2026-11-04 | -5.00 EUR | | Bus | id:bus0000001\n2026-11-04 | -7.00 EUR | | Tram | id:tram000001\n"
        )
        #expect(harness.run("check").status == 0)
    }

    @Test(.enabled(if: Harness.gitPath != nil, "no git"))
    func `revert takes one edit of a line back, and a stash comes back beside another`() throws {
        let harness = try Harness.repository()
        let path = "transactions/main/2026.txt"
        try harness.edit { $0.replacing("coffee0001", with: "coffee0001 note:hi") }
        try harness.edit { $0.replacing("| | Coffee", with: "| food | Coffee") }
        let revert = try harness.git("revert", "--no-edit", "HEAD~1")
        #expect(revert.status == 0, "\(revert.text)")
        #expect(harness.read(path)?.contains("note:") == false)
        #expect(harness.read(path)?.contains("| food ") == true)
        let text = try #require(harness.read(path))
        try harness.write(path, text.replacing("coffee0001", with: "coffee0001 #mine"))
        try harness.git("stash", "-q")
        try harness.edit { $0.replacing("-3.20", with: "-3.30") }
        let pop = try harness.git("stash", "pop")
        #expect(pop.status == 0, "\(pop.text)")
        #expect(
            harness.read(path)?.contains("-3.30") == true
                && harness.read(path)?.contains("#mine") == true)
    }

    @Test(.enabled(if: Harness.gitPath != nil, "no git"))
    func `setup is idempotent, completes what is missing, and shows what it would do`() throws {
        let harness = try Harness.repository()
        let config = harness.read(".git/config")
        #expect(config?.contains("merge --driver") == true)
        let attributes = harness.read(".gitattributes")
        #expect(attributes?.contains("*.jsonl  text eol=lf merge=bankbook") == true)
        #expect(harness.run("git", "setup").status == 0)
        #expect(harness.read(".gitattributes") == attributes)
        try harness.write(
            ".gitattributes", "*.txt text eol=lf merge=bankbook diff=bankbook\n*.pdf binary")
        let dry = harness.run("git", "setup", "-n")
        #expect(dry.status == 0)
        #expect(dry.output.contains("merge.bankbook.name = Bankbook record merge"))
        #expect(harness.read(".gitattributes")?.hasSuffix("*.pdf binary") == true)
        #expect(harness.run("git", "setup").status == 0)
        #expect(
            harness.read(".gitattributes")
                == "*.txt text eol=lf merge=bankbook diff=bankbook\n*.pdf binary\n"
                + "*.json   text eol=lf merge=bankbook\n*.jsonl  text eol=lf merge=bankbook\n")
        let outside = try Harness.household()
        let refused = outside.run("git", "setup")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("git init"))
        #expect(outside.run("git").status == 2)
    }

    @Test(.enabled(if: Harness.gitPath != nil, "no git"))
    func `without the program git leaves markers, and the driver ends as git expects`() throws {
        let harness = try Harness.repository()
        let driver = try harness.git("config", "merge.bankbook.driver").text
        try harness.git(
            "config", "merge.bankbook.driver",
            driver.replacing(Harness.products + "/bankbook", with: "/nowhere/bankbook")
                .replacing(" bankbook;", with: " bankbook-nowhere;")
                .trimmingCharacters(in: .newlines))
        try harness.git("checkout", "-qb", "phone")
        try harness.edit { $0.replacing("| | Coffee", with: "| food | Coffee") }
        try harness.git("checkout", "-q", "main")
        try harness.edit { $0.replacing("| | Coffee", with: "| fun | Coffee") }
        let result = try harness.git("merge", "-q", "phone")
        #expect(result.status == 1)
        let text = try #require(harness.read("transactions/main/2026.txt"))
        #expect(text.contains("<<<<<<<") && text.contains(">>>>>>>"))
        #expect(harness.run("balance").status == 1)
    }
}
