import Foundation
import Platform
import Testing

extension Harness {
    static let gitPath: String? = ["/usr/bin/git", "/usr/local/bin/git"].first {
        entryKind($0) == .file
    }

    /// Runs git in the ledger, with its own configuration only.
    @discardableResult
    func git(_ words: String..., at directory: String? = nil) throws -> (
        status: Int32, text: String
    ) {
        try git(words, at: directory)
    }

    @discardableResult
    func git(_ words: [String], at directory: String? = nil) throws -> (status: Int32, text: String)
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Harness.gitPath))
        process.arguments = ["-C", directory ?? ledger] + words
        process.environment = [
            "HOME": folder, "PATH": "/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1",
            "XDG_STATE_HOME": folder + "/state", "BANKBOOK_TODAY": today,
            "GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "ana@example.org",
            "GIT_COMMITTER_NAME": "Ana", "GIT_COMMITTER_EMAIL": "ana@example.org",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// A household in a repository; with the driver and the hooks of the program beside the tests, or without.
    static func repository(hasSetup: Bool = true) throws -> Harness {
        let harness = try Harness.household()
        try harness.write(
            "transactions/main/2026.txt", "2026-11-03 | -3.20 EUR | | Coffee | id:coffee0001\n")
        try harness.git("init", "-q", "-b", "main", ".")
        for (key, value) in [("user.name", "Ana"), ("user.email", "ana@example.org")] {
            try harness.git("config", key, value)
        }
        if hasSetup {
            let setup = harness.run("git", "setup")
            #expect(setup.status == 0, "\(setup.errors)")
        }
        try harness.git("add", "-A")
        let commit = try harness.git("commit", "-qm", "begin")
        #expect(commit.status == 0, "\(commit.text)")
        return harness
    }

    /// Changes the file of the household's transactions and commits.
    func edit(_ change: (String) -> String) throws {
        let path = "transactions/main/2026.txt"
        try write(path, change(read(path) ?? ""))
        let commit = try git("commit", "-qam", "edit")
        #expect(commit.status == 0, "\(commit.text)")
    }
}
