import Foundation
import Testing

/// What `git setup` ties to git: hooks, the diff of transactions, the device's suffix; and what git tells of them.
@Suite(.enabled(if: Harness.gitPath != nil, "no git"))
struct GitHookTests {
    private static let path = "transactions/main/2026.txt"

    @Test func `a commit gives ids, checks what is staged, and nothing else`() throws {
        let harness = try Harness.repository()
        let before = try #require(harness.read(Self.path))
        try harness.write(Self.path, before + "2026-11-04 | -5.00 EUR | | Bus\n")
        #expect(try harness.git("commit", "-qam", "bus").status == 0)
        let text = try #require(harness.read(Self.path))
        #expect(
            text.hasPrefix(before) && text.contains("| Bus                      | id:"), "\(text)")
        #expect(try harness.git("show", "HEAD:\(Self.path)").text == text)
        // An error in what is staged stops the commit; one that is not staged does not.
        try harness.write(Self.path, text + "2026-11-05 | -x EUR | | Bad\n")
        let refused = try harness.git("commit", "-qam", "bad")
        #expect(refused.status == 1)
        #expect(
            refused.text.contains("“-x” is not a number")
                && refused.text.contains("git commit --no-verify"))
        try harness.write(Self.path, text + "2026-11-05 | -1.00 EUR | | Good\n")
        try harness.git("add", "-A")
        try harness.write(Self.path, text + "2026-11-05 | -x EUR | | Bad\n")
        #expect(try harness.git("commit", "-qm", "good").status == 0)
        #expect(
            try harness.git("show", "HEAD:\(Self.path)").text.hasSuffix(
                "2026-11-05 | -1.00 EUR | | Good\n"))
        #expect(harness.read(Self.path)?.hasSuffix("| Bad\n") == true)
    }

    @Test func `a hook of somebody else stays, and the place of hooks is git's`() throws {
        let harness = try Harness.repository(hasSetup: false)
        try harness.git("config", "core.hooksPath", "my hooks")
        try harness.write("my hooks/pre-commit", "#!/bin/sh\nexit 0\n")
        let setup = harness.run("git", "setup")
        #expect(setup.status == 0, "\(setup.errors)")
        #expect(setup.output.contains("hook pre-commit is not of this program"))
        #expect(harness.read("my hooks/pre-commit") == "#!/bin/sh\nexit 0\n")
        #expect(harness.read("my hooks/post-merge")?.contains("git hook post-merge") == true)
        #expect(harness.run("git", "setup").output.contains("hook post-merge\n") == false)
    }

    @Test func `after a merge the hook repairs`() throws {
        let harness = try Harness.repository()
        try harness.git("checkout", "-qb", "phone")
        // The line goes to another file here, and is edited there.
        let line = try #require(harness.read(Self.path))
        try harness.write("transactions/main/2025.txt", line)
        try harness.write(Self.path, "# empty\n")
        try harness.git("add", "-A")
        try harness.git("commit", "-qm", "moved")
        try harness.git("checkout", "-q", "main")
        try harness.edit { $0.replacing("coffee0001", with: "coffee0001 note:hi") }
        let merge = try harness.git("merge", "-q", "--no-edit", "phone")
        #expect(
            merge.status == 0 && merge.text.contains("brought together 1 record"), "\(merge.text)")
        #expect(harness.read("transactions/main/2025.txt")?.contains("note:hi") == true)
        #expect(harness.read(Self.path)?.contains("coffee") == false)
        #expect(harness.run("check").output.contains("id.twice") == false)
    }

    @Test func `git diff shows transactions, and plain lines where that is asked for`() throws {
        let harness = try Harness.repository()
        try harness.write(
            Self.path,
            "# new\n2026-11-03|-3.2|food|Coffee|id:coffee0001 #a\n2026-11-04 | -5.00 EUR | | Bus | id:bus0000001\n"
        )
        let diff = try harness.git("diff").text
        #expect(
            diff
                == "transactions/main/2026.txt\n~ 2026-11-03 -3.2 Coffee  coffee0001\n    currency: EUR → (none)\n    category: food\n    tags: #a\n+ 2026-11-04 -5.00 EUR Bus  bus0000001\n+ # new\n",
            "\(diff)")
        #expect(try harness.git("diff", "--no-ext-diff").text.contains("+# new"))
        try harness.write(
            "categories.txt", try #require(harness.read("categories.txt")) + "new | expense\n")
        #expect(try harness.git("diff", "--", "categories.txt").text.contains("+ new"))
        let old = harness.run(
            "diff", "categories.txt", "transactions/main/2026.txt", "--path", "notes.md")
        #expect(old.status == 0)
    }

    @Test func `why and log tell who changed what, and when`() throws {
        let harness = try Harness.repository()
        harness.run(["set", "id:coffee0001", "category=food"], seed: "41")
        #expect(harness.run("git", "sync").status == 0)
        let log = harness.run("log", "coffee0001")
        #expect(log.status == 0)
        #expect(
            log.output.contains(
                "Ana: 1 transaction changed\n~ 2026-11-03 -3.20 EUR Coffee  coffee0001\n    category: food\n"
            ), "\(log.output)")
        let json = harness.run("log", "--git", "--limit", "1", "-O", "json").output
        #expect(
            json.contains(
                #""changes":[{"file":"transactions/main/2026.txt","key":"coffee0001","kind":"changed""#
            ), "\(json)")
        let operation = try #require(
            harness.run("log", "-O", "csv").output.split(separator: "\n").dropFirst().first {
                $0.contains("category=food")
            }?.split(separator: ",").first)
        #expect(
            json.contains(#""operations":["\#(operation)"]"#) || json.contains("\"\(operation)\""),
            "\(json)")
        let why = harness.run("why", "coffee0001", "-O", "json").output
        #expect(
            why.contains(
                #"{"field":"category","value":"food","by":"person","ref":null,"operation":"\#(operation)","evidence":[],"author":"Ana""#
            ), "\(why)")
        #expect(harness.run("why", "nobody").status == 4)
    }

    @Test func `why names the bank's line, the keyword and the rule`() throws {
        let harness = try Harness.household()
        try harness.write("rules.txt", "desc:kiosk | contact=kiosk | id:r1\n")
        try harness.write(
            "../statement.csv",
            "Date;Amount;Description\n2026-11-03;-3.20;MERCADONA 12\n2026-11-04;-1.00;KIOSK\n")
        #expect(harness.run("import", "../statement.csv", "--account", "main").status == 0)
        let ids = harness.run("list", "-O", "csv").output.split(separator: "\n").dropFirst()
            .compactMap { $0.split(separator: ",").first }
        let keyword = harness.run("why", String(try #require(ids.first))).output
        #expect(
            keyword.contains("keyword") && keyword.contains("evidence/main/2026.jsonl:1"),
            "\(keyword)")
        let rule = harness.run("why", String(try #require(ids.last))).output
        #expect(rule.contains("rules.txt:1 (r1)"), "\(rule)")
    }

    @Test
    func `a device with a suffix adds to files of its own, and servers have nothing to merge`()
        throws
    {
        let harness = try Harness.repository()
        #expect(harness.run("git", "setup", "--writer", "My Phone").status == 2)
        #expect(harness.run("git", "setup", "--writer", "phone").status == 0)
        harness.run("add", "main", "-5.00", "Bus")
        #expect(harness.read("transactions/main/2026@phone.txt")?.contains("Bus") == true)
        try harness.write("../statement.csv", WritingTests.statement)
        #expect(harness.run("import", "../statement.csv", "--account", "main").status == 0)
        #expect(harness.read("evidence/main/2026@phone.jsonl") != nil)
        #expect(
            harness.run("import", "../statement.csv", "--account", "main").output.contains(
                "unchanged") || harness.run("derive", "--check").status == 0)
        let check = harness.run("check")
        #expect(
            !check.output.contains("id.") && !check.errors.contains("evidence."), "\(check.errors)")
        #expect(harness.run("repair").output == "")
        #expect(harness.run("git", "setup", "--writer", "").status == 0)
        harness.run("add", "main", "-6.00", "Tram")
        #expect(harness.read(Self.path)?.contains("Tram") == true)
    }

    @Test func `doctor tries the driver`() throws {
        let harness = try Harness.repository()
        #expect(harness.run("doctor").output.contains("merges record by record"))
        try harness.git("config", "merge.bankbook.driver", "false")
        let broken = harness.run("doctor")
        #expect(broken.status == 1 && broken.output.contains("does not merge"), "\(broken.output)")
        try harness.git("config", "--unset", "merge.bankbook.driver")
        #expect(harness.run("doctor").output.contains("this clone has none"))
    }

    @Test func `a placeholder of iCloud stops a query and is not written over`() throws {
        let harness = try Harness.household()
        try harness.write("transactions/main/.2026.txt.icloud", "")
        let run = harness.run("balance")
        #expect(run.status == 1 && run.errors.contains("[file.absent]"), "\(run.errors)")
        let add = harness.run("add", "main", "-1.00", "Gum")
        #expect(add.status != 0 && harness.read(Self.path) == nil)
    }
}
