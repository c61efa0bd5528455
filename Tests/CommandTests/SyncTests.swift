import Foundation
import Testing

/// `git sync` between clones.
@Suite(.enabled(if: Harness.gitPath != nil, "no git"))
struct SyncTests {
    private static let path = "transactions/main/2026.txt"

    /// Two ledgers that share a remote; each has its own state.
    private struct Pair {
        let harness: Harness
        /// The folder of the second ledger.
        let other: String
        let hub: String

        @discardableResult
        func here(_ words: String...) -> Harness.Run { harness.run(words) }

        @discardableResult
        func there(_ words: String...) -> Harness.Run { harness.run(words, at: other, seed: "77") }

        func read(_ path: String = SyncTests.path) -> (here: String?, there: String?) {
            let text = FileManager.default.contents(atPath: other + "/" + path)
            return (harness.read(path), text.map { String(decoding: $0, as: UTF8.self) })
        }
    }

    private func pair() throws -> Pair {
        let harness = try Harness.repository()
        let hub = harness.folder + "/hub.git"
        try harness.git("init", "-q", "--bare", "-b", "main", hub)
        try harness.git("remote", "add", "origin", hub)
        let first = harness.run("git", "sync")
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("sent to origin/main"))
        let other = harness.folder + "/other"
        try harness.git("clone", "-q", hub, other)
        for (key, value) in [("user.name", "Ben"), ("user.email", "ben@example.org")] {
            try harness.git(["config", key, value], at: other)
        }
        return Pair(harness: harness, other: other, hub: hub)
    }

    @Test func `both edits and both new lines come to both devices`() throws {
        let pair = try pair()
        pair.here("set", "id:coffee0001", "category=food", "--yes")
        pair.here("add", "main", "-5.00", "Bus", "--id", "bus0000001")
        pair.there("set", "id:coffee0001", "note=hi", "--yes")
        pair.there("add", "main", "-7.00", "Tram", "--id", "tram000001")
        #expect(
            pair.there("git", "sync").output.contains(
                "committed: 1 transaction added, 1 transaction changed"))
        let run = pair.here("git", "sync")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("merged 1 file from origin/main"))
        #expect(pair.there("git", "sync").status == 0)
        let (here, there) = pair.read()
        #expect(here == there)
        #expect(
            here?.contains(
                "| food                   | Coffee                   | id:coffee0001 note:hi\n")
                == true)
        #expect(here?.contains("bus0000001") == true && here?.contains("tram000001") == true)
        #expect(pair.here("git", "sync").output == "nothing to share\n")
        // The merge came into the folder as an operation, which can be undone.
        #expect(pair.here("log").output.contains("git sync"))
    }

    @Test func `a conflict is told with who wrote what, and settled by who wrote it last`() throws {
        let pair = try pair()
        pair.here("set", "id:coffee0001", "category=food", "--yes")
        #expect(pair.here("git", "sync").status == 0)
        pair.there("set", "id:coffee0001", "category=fun", "--yes")
        let run = pair.there("git", "sync", "-O", "json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.output.contains(
                #""field":"category","shown":"fun","others":["food"],"kind":"value""#))
        #expect(pair.here("git", "sync").status == 0)
        let told = pair.here("conflicts")
        #expect(told.status == 1)
        #expect(
            told.output.contains("fun (Ben, ") && told.output.contains("food (Ana, "),
            "\(told.output)")
        let json = pair.here("conflicts", "-O", "json").output
        #expect(json.contains(#""writers":[{"value":"fun","by":"Ben","at":"#))
    }

    @Test func `without a network the commit is made, and the next sync sends it`() throws {
        let pair = try pair()
        let away = pair.hub + ".away"
        try FileManager.default.moveItem(atPath: pair.hub, toPath: away)
        pair.here("add", "main", "-5.00", "Bus")
        let run = pair.here("git", "sync", "-O", "json")
        #expect(run.status == 0)
        #expect(
            run.output.contains(#""pushed":false,"remote":"origin/main","offline":true"#),
            "\(run.output)")
        try FileManager.default.moveItem(atPath: away, toPath: pair.hub)
        #expect(pair.here("git", "sync").output.contains("sent to origin/main"))
    }

    @Test
    func
        `two clones that import the same statements and edit different fields meet without a conflict`()
        throws
    {
        let pair = try pair()
        try pair.harness.write("../statement.csv", WritingTests.statement)
        for words in [["import", "../statement.csv", "--account", "main"]] {
            #expect(pair.harness.run(words).status == 0)
        }
        let copy = pair.harness.run(
            ["import", "../statement.csv", "--account", "main"], at: pair.other, seed: "77")
        #expect(copy.status == 0, "\(copy.errors)")
        pair.here("set", "is:out", "note=here", "--yes")
        pair.there("set", "is:out", "tag=there", "--yes")
        #expect(pair.here("git", "sync").status == 0)
        let run = pair.there("git", "sync")
        #expect(run.status == 0, "\(run.errors)")
        #expect(pair.here("git", "sync").status == 0)
        let (here, there) = pair.read()
        #expect(here == there)
        #expect(pair.here("conflicts").status == 0)
        let rows = pair.here("list", "is:out", "-O", "csv").output.split(separator: "\n")
            .dropFirst()
        #expect(
            !rows.isEmpty && rows.allSatisfy { $0.contains("here") && $0.contains("there") },
            "\(rows)")
        #expect(pair.here("derive", "--check").status == 0)
        #expect(!pair.here("check").output.contains("id.twice"))
    }

    @Test func `a category renamed here beside three hundred edits there is no conflict`() throws {
        let pair = try pair()
        let lines = (1...300).map {
            "2026-11-\($0 % 27 + 101 - 100 < 10 ? "0" : "")\($0 % 27 + 1) | -1.00 EUR | food | Shop \($0) | id:shop\($0)\n"
        }
        try pair.harness.write(Self.path, lines.joined())
        #expect(pair.here("git", "sync").status == 0)
        #expect(pair.there("git", "sync").status == 0)
        let categories = try #require(pair.harness.read("categories.txt"))
        try pair.harness.write(
            "categories.txt",
            categories.replacing(
                "food | expense | mercadona", with: "meals | expense | mercadona | was:food"))
        for number in 1...300 {
            let place = pair.other + "/" + Self.path
            var text = String(
                decoding: FileManager.default.contents(atPath: place) ?? Data(), as: UTF8.self)
            text = text.replacing("id:shop\(number)\n", with: "id:shop\(number) note:n\(number)\n")
            try Data(text.utf8).write(to: URL(fileURLWithPath: place))
        }
        #expect(pair.here("git", "sync").status == 0)
        let run = pair.there("git", "sync")
        #expect(run.status == 0, "\(run.errors)")
        #expect(pair.here("git", "sync").status == 0)
        #expect(pair.here("conflicts").status == 0)
        let report = pair.here("balance", "--by", "category").output
        #expect(report.contains("meals") && !report.contains("food "), "\(report)")
        #expect(pair.read().here?.contains("note:n300") == true)
    }

    @Test func `what keeps a sync from going on is named, with the way out`() throws {
        let pair = try pair()
        // A file that git alone merges.
        try pair.harness.write("notes.md", "a\n")
        pair.here("git", "sync")
        try Data("b\n".utf8).write(to: URL(fileURLWithPath: pair.other + "/notes.md"))
        #expect(pair.there("git", "sync").status == 3)
        try pair.harness.git(["checkout", "-q", "--", "."], at: pair.other)
        // In the middle of something else, and without a branch.
        try pair.harness.git("checkout", "-q", "--detach")
        #expect(pair.here("git", "sync").errors.contains("no branch is checked out"))
        try pair.harness.git("checkout", "-q", "main")
        // A server that refuses.
        let hook = pair.hub + "/hooks/pre-receive"
        try Data("#!/bin/sh\necho closed today\nexit 1\n".utf8).write(
            to: URL(fileURLWithPath: hook))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
        pair.here("add", "main", "-5.00", "Bus")
        let refused = pair.here("git", "sync")
        #expect(refused.status == 3)
        #expect(
            refused.errors.contains("closed today")
                && refused.errors.contains("everything is committed here"))
        // No repository at all.
        let outside = try Harness.household()
        #expect(outside.run("git", "sync").errors.contains("git init"))
    }

    @Test func `a file of a program and a file outside of the ledger come as git has them`() throws
    {
        let harness = try Harness.repository()
        let hub = harness.folder + "/hub.git"
        // The ledger lies below the top of the repository.
        try FileManager.default.removeItem(atPath: harness.ledger + "/.git")
        try harness.git(["init", "-q", "-b", "main", harness.folder], at: harness.folder)
        for (key, value) in [("user.name", "Ana"), ("user.email", "ana@example.org")] {
            try harness.git("config", key, value)
        }
        try harness.write("../.gitignore", "state\nhub.git\nother\n")
        try harness.git("add", "-A", "..")
        try harness.git("commit", "-qm", "begin")
        try harness.git("init", "-q", "--bare", "-b", "main", hub)
        try harness.git("remote", "add", "origin", hub)
        #expect(harness.run("git", "sync").status == 0)
        try harness.git("clone", "-q", hub, harness.folder + "/other")
        let other = harness.folder + "/other"
        try Data("#!/bin/sh\n".utf8).write(to: URL(fileURLWithPath: other + "/ledger/run.sh"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: other + "/ledger/run.sh")
        try Data("outside\n".utf8).write(to: URL(fileURLWithPath: other + "/readme.md"))
        try harness.git(["add", "-A"], at: other)
        try harness.git(["commit", "-qm", "other"], at: other)
        try harness.git(["push", "-q"], at: other)
        let run = harness.run("git", "sync")
        #expect(run.status == 0, "\(run.errors)")
        #expect(harness.read("../readme.md") == "outside\n")
        #expect(FileManager.default.isExecutableFile(atPath: harness.ledger + "/run.sh"))
        #expect(try harness.git("status", "--short").text == "")
        #expect(try harness.git("ls-tree", "HEAD", "run.sh").text.hasPrefix("100755"))
    }
}
