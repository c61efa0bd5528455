import Foundation
import Testing

/// `repair`: what was merged or copied without the program.
struct RepairTests {
    private static let path = "transactions/main/2026.txt"

    private static func line(_ category: String, _ rest: String = "") -> String {
        let padded = category.padding(toLength: 22, withPad: " ", startingAt: 0)
        return
            "2026-11-03   |      -3.20 EUR | \(padded) | Coffee                   | id:coffee0001\(rest)\n"
    }

    // MARK: Copies of sync services

    static let shapes = [
        "2026.sync-conflict-20261105-093612-ABCDEFG.txt",
        "2026 (Ana's conflicted copy 2026-11-05).txt",
        "2026 (copia en conflicto de Ana 2026-11-05).txt",
        "2026 (conflicted copy 2026-11-05 093612).txt", "2026-DESKTOP-7F3.txt", "2026 2.txt",
        "2026 (1).txt", "2026_NAS_Nov-05-0936-2026_CaseConflict_1.txt", "2026.Conflict.txt",
    ]

    @Test(arguments: shapes)
    func `a copy of a sync service is folded in, and kept in the trash`(_ name: String) throws {
        let harness = try Harness.household()
        try harness.write(Self.path, Self.line("food"))
        harness.run("set", "id:coffee0001", "note=here", "--yes")
        let copy =
            Self.line("food", " #there") + "2026-11-04 | -1.00 EUR | | New there | id:new0000001\n"
        try harness.write("transactions/main/\(name)", copy)
        #expect(harness.run("balance").status == 1, "a query adds up nothing twice")
        let dry = harness.run("repair", "-n")
        #expect(dry.status == 0 && harness.read("transactions/main/\(name)") != nil)
        let run = harness.run("repair", "-O", "json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.output.contains(#""steps":[{"step":"R2","files":["transactions/main/\#(name)"]"#))
        #expect(harness.read("transactions/main/\(name)") == nil)
        let text = try #require(harness.read(Self.path))
        #expect(
            text.contains("#there note:here")
                || text.contains("note:here") && text.contains("#there"))
        #expect(text.contains("new0000001"))
        #expect(harness.run("conflicts").status == 0)
        let trash =
            FileManager.default.enumerator(atPath: harness.folder + "/state")?.allObjects
            .compactMap { $0 as? String }.filter { $0.contains("/trash/") } ?? []
        #expect(trash.count == 1 && trash[0].hasSuffix(name))
        #expect(harness.run("repair").output == "")
        #expect(harness.run("undo").status == 0)
        #expect(harness.read("transactions/main/\(name)") == copy)
    }

    @Test func `what this device wrote since is not taken for the base of both`() throws {
        let harness = try Harness.household()
        try harness.write(Self.path, Self.line("food"))
        harness.run("set", "id:coffee0001", "category=home", "--yes")
        try harness.write("transactions/main/2026 (1).txt", Self.line("fun"))
        #expect(harness.run("repair").status == 0)
        #expect(harness.read(Self.path) == Self.line("home", " ?category:fun"))
    }

    @Test func `a copy that says something else, an empty one and a link are told apart`() throws {
        let harness = try Harness.household()
        try harness.write(Self.path, Self.line("food"))
        try harness.write(
            "transactions/main/2026 (2).txt", "2026-11-04 | -1.00 EUR | | Other | id:other00001\n")
        try harness.write("transactions/main/2026 (3).txt", "")
        try FileManager.default.createSymbolicLink(
            atPath: harness.ledger + "/transactions/main/2026 (1).txt",
            withDestinationPath: "2026.txt")
        try harness.write(
            "accounts/main-laptop.json",
            try #require(harness.read("accounts/main.json")).replacing("1000.00", with: "1500.00"))
        let run = harness.run("repair")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("2026 (2).txt looks like a copy"))
        #expect(harness.read("transactions/main/2026 (2).txt") != nil)
        #expect(harness.read("transactions/main/2026 (3).txt") == nil)
        #expect(harness.read("transactions/main/2026 (1).txt") == Self.line("food"))
        #expect(harness.read(Self.path) == Self.line("food"))
        // The same uid: a copy, whatever its name.
        #expect(harness.read("accounts/main-laptop.json") == nil)
        #expect(harness.read("accounts/main.json")?.contains(#""?EUR": ["#) == true)
        #expect(run.output.contains("no older version of 1 file is known"))
    }

    // MARK: Markers

    @Test(arguments: [false, true])
    func `markers outside of git become both sides`(_ showsBase: Bool) throws {
        let harness = try Harness.household()
        let base = showsBase ? "||||||| base\n" + Self.line("food") : ""
        try harness.write(
            Self.path,
            "# head\n\n<<<<<<< mine\n" + Self.line("food", " #mine") + base + "=======\n"
                + Self.line("food", " #theirs") + ">>>>>>> theirs\n")
        let refused = harness.run("balance")
        #expect(refused.status == 1 && refused.errors.contains("bankbook repair"))
        let run = harness.run("repair")
        #expect(run.status == 0, "\(run.errors)")
        #expect(harness.read(Self.path) == "# head\n\n" + Self.line("food", " #mine #theirs"))
        #expect(harness.run("repair").output == "")
    }

    @Test
    func `markers that cannot be told apart lose no line, and a lone one is left to a person`()
        throws
    {
        let harness = try Harness.household()
        try harness.write(
            Self.path,
            "<<<<<<< a\n" + Self.line("food") + "=======\n=======\n" + Self.line("food", " note:x")
                + ">>>>>>> b\n>>>>>>> c\n")
        #expect(harness.run("repair").status == 0)
        #expect(harness.read(Self.path) == Self.line("food", " note:x"))
        try harness.write(Self.path, Self.line("food") + "=======\n")
        harness.run("repair")
        #expect(harness.read(Self.path) == Self.line("food") + "=======\n")
    }

    // MARK: Several lines of one record

    @Test func `a line that was moved there and edited here is one line again`() throws {
        let harness = try Harness.household()
        try harness.write("transactions/main/2025.txt", Self.line("home", " #moved"))
        try harness.write(
            Self.path, "# kept\n" + Self.line("food", " note:new ?deleted -note:\"\""))
        let run = harness.run("repair")
        #expect(run.status == 0, "\(run.errors)")
        #expect(harness.read("transactions/main/2025.txt") == Self.line("home", " #moved note:new"))
        #expect(harness.read(Self.path) == "# kept\n")
        #expect(harness.run("check").output.contains("id.") == false)
    }

    @Test func `the smallest id is shown, and the bank's word settles what is no question`() throws
    {
        let harness = try Harness.household()
        try harness.write("../statement.csv", WritingTests.statement)
        harness.run("import", "../statement.csv", "--account", "main")
        let text = try #require(harness.read(Self.path))
        let first = try #require(text.split(separator: "\n").first { $0.contains(" id:") })
        // A date that no bank said wins over one that a bank did.
        try harness.write(
            Self.path,
            text.replacing(
                first, with: "2026-10-01" + first.dropFirst(10) + " ?date:\(first.prefix(10))"))
        let run = harness.run("repair", "-O", "json")
        #expect(run.output.contains(#""step":"R6""#), "\(run.output)")
        #expect(harness.read(Self.path)?.contains("?date") == false)
        #expect(harness.read(Self.path)?.contains("2026-10-01") == true)
        try harness.write(
            "transactions/cash/2026.txt", "2026-11-05 | -4.50 EUR | fun | Kiosk | id:zzz aka:aaa\n")
        #expect(harness.run("repair", "-O", "json").output.contains(#""step":"R5""#))
        #expect(harness.read("transactions/cash/2026.txt")?.contains("id:aaa aka:zzz") == true)
    }

    // MARK: git

    @Test(
        .enabled(if: Harness.gitPath != nil, "no git"),
        arguments: ["markers", "union", "committed", "amended", "twice"])
    func `a merge without the driver becomes what the driver gives`(_ how: String) throws {
        let harness = try Harness.repository(hasSetup: false)
        try harness.write(
            Self.path,
            Self.line("food")
                + "2026-11-04   |      -5.00 EUR |                        | Bus                      | id:bus0000001\n"
        )
        try harness.write(
            ".gitattributes", how == "union" || how == "twice" ? "*.txt merge=union\n" : "# none\n")
        try harness.git("add", "-A")
        try harness.git("commit", "-qm", "lines")
        try harness.git("checkout", "-qb", "phone")
        try harness.edit {
            $0.replacing("coffee0001", with: "coffee0001 #phone").replacing(
                "bus0000001", with: "bus0000001 note:b")
        }
        try harness.git("checkout", "-q", "main")
        try harness.edit { $0.replacing("coffee0001", with: "coffee0001 #main") }
        try harness.git("merge", "-q", "phone")
        if how == "committed" || how == "amended" {
            try harness.git("add", "-A")
            try harness.git("commit", "-qm", "merged with its markers")
        }
        if how == "amended" {
            // A person's own edit inside of the merge, and one behind it.
            try harness.write(
                Self.path, try #require(harness.read(Self.path)).replacing("Bus  ", with: "Bus 7"))
            try harness.git("commit", "-qa", "--amend", "--no-edit")
        }
        if how == "twice" {
            try harness.git("checkout", "-q", "phone")
            try harness.edit { $0.replacing("note:b", with: "note:c") }
            try harness.git("checkout", "-q", "main")
            try harness.git("merge", "-q", "phone")
        }
        try harness.write(
            Self.path,
            try #require(harness.read(Self.path))
                + "2026-11-09 | -1.00 EUR | | Later | id:later00001\n")
        let run = harness.run("repair")
        #expect(run.status == 0, "\(run.errors)")
        let text = try #require(harness.read(Self.path))
        #expect(text.hasPrefix(Self.line("food", " #main #phone")), "\(text)")
        let note = how == "twice" ? "c" : "b"
        #expect(text.contains("id:bus0000001 note:\(note)\n"), "\(text)")
        #expect(text.split(separator: "\n").count == 3 && text.contains("later00001"), "\(text)")
        if how == "amended" { #expect(text.contains("| Bus 7")) }
        #expect(harness.run("repair").output == "")
        try harness.git("add", "-A")
        try harness.git("commit", "-qm", "repaired")
        // What is settled later stays settled.
        try harness.edit { $0.replacing(" #phone", with: "") }
        harness.run("repair")
        #expect(harness.read(Self.path)?.contains("#phone") == false)
    }

    @Test(.enabled(if: Harness.gitPath != nil, "no git"))
    func `comments stay what they are, however often a repair runs`() throws {
        let harness = try Harness.repository(hasSetup: false)
        try harness.write(".gitattributes", "*.txt merge=union\n")
        try harness.write(
            Self.path,
            "# head\n" + Self.line("food") + "2026-11-04 | -5.00 EUR | | Bus | id:bus0000001\n")
        try harness.git("add", "-A")
        try harness.git("commit", "-qm", "lines")
        try harness.git("checkout", "-qb", "phone")
        try harness.edit { $0.replacing(Self.line("food"), with: "") }
        try harness.git("checkout", "-q", "main")
        try harness.edit { $0.replacing("coffee0001", with: "coffee0001 #x") }
        try harness.git("merge", "-q", "phone")
        for _ in 0..<3 {
            harness.run("repair")
            try harness.git("commit", "-qam", "repaired")
        }
        let heads =
            try #require(harness.read(Self.path)).components(separatedBy: "# head").count - 1
        #expect(heads == 1, "\(harness.read(Self.path) ?? "")")
    }
}
