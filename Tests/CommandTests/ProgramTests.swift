import CommandGrammar
import Commands
import Foundation
import Testing

/// The program as a whole: its table, its pages, the example ledger, independence of locale and zone.
struct ProgramTests {
    @Test func `the table of commands has no problems`() {
        #expect(CommandList.table.problems.isEmpty, "\(CommandList.table.problems)")
    }

    @Test func `the reference page is what the table says`() throws {
        let page = ReferencePage(of: CommandList.table).text()
        try Golden.check(page, at: "docs/reference/commands.md")
    }

    @Test func `the man page is what the table says`() throws {
        let page = ManPage(of: CommandList.table, date: "2026-11-24").text()
        try Golden.check(page, at: "docs/reference/bankbook.1")
    }

    @Test func `the example ledger has no findings and is in canonical form`() throws {
        let harness = try Harness()
        let check = harness.run(["check", "--strict"], at: packageRoot + "/ledger-example")
        #expect(check == Harness.Run(output: "", errors: "", status: 0))
        let format = harness.run(["fmt", "--check"], at: packageRoot + "/ledger-example")
        #expect(format.status == 0, "\(format.output)")
    }

    @Test func `init --example makes a ledger without findings`() throws {
        let harness = try Harness()
        harness.run(["init", "try", "--example"], at: harness.folder)
        let check = harness.run(["check", "--strict"], at: harness.folder + "/try")
        #expect(check == Harness.Run(output: "", errors: "", status: 0))
    }

    @Test func `every command explains itself`() throws {
        let harness = try Harness()
        for name in ["balance", "import", "accounts", "undo", "completions"] {
            let run = harness.run([name, "--help"], at: harness.folder)
            #expect(run.status == 0)
            #expect(run.output.contains("bankbook \(name)"))
        }
        let unknown = harness.run(["balanse"], at: harness.folder)
        #expect(unknown.status == 2)
        #expect(unknown.output.isEmpty)
        #expect(unknown.errors.contains("did you mean 'balance'?"))
    }

    @Test func `zone and locale change no byte`() throws {
        let binary = packageRoot + "/.build/debug/bankbook"
        guard FileManager.default.isExecutableFile(atPath: binary) else {
            try Test.cancel("the debug program is not built; run “swift build” first")
        }
        let words = ["-C", packageRoot + "/ledger-example", "--today", "2026-11-24"]
        var answers: Set<Data> = []
        for offset in -11...12 {
            for locale in ["C", "es_ES.UTF-8", "tr_TR.UTF-8"] {
                for command in [["balance", "--by", "category", "-M"]] {
                    let process = Process()
                    process.executableURL = URL(fileURLWithPath: binary)
                    process.arguments = words + command
                    process.environment = [
                        "TZ": "Etc/GMT\(offset < 0 ? "" : "+")\(offset)", "LANG": locale,
                        "LC_ALL": locale, "HOME": NSTemporaryDirectory(),
                    ]
                    let pipe = Pipe()
                    process.standardOutput = pipe
                    try process.run()
                    answers.insert(pipe.fileHandleForReading.readDataToEndOfFile())
                    process.waitUntilExit()
                }
            }
        }
        #expect(answers.count == 1)
        #expect(answers.first.map { $0.count > 1000 } ?? false)
    }
}

/// Pages that are generated and kept in the repository.
enum Golden {
    /// Compares, or with `UPDATE_GOLDEN=1` writes.
    static func check(_ text: String, at path: String) throws {
        let place = packageRoot + "/" + path
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: URL(fileURLWithPath: place))
        }
        let kept = FileManager.default.contents(atPath: place).map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(kept == text, "\(path) is old; refresh it with UPDATE_GOLDEN=1 swift test")
    }
}
