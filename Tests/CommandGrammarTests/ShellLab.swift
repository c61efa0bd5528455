import CommandGrammar
import Foundation
import Testing

/// A folder with the completion scripts, a few files, and a program that answers `complete`.
final class ShellLab {
    let folder: URL
    let program: String?

    /// - Parameter shell: `program` is `nil` where it is not installed.
    init(_ shell: Shell) throws {
        program = Self.installed(shell.rawValue)
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("completion-\(UUID().uuidString)")
        let files = FileManager.default
        try files.createDirectory(
            at: folder.appendingPathComponent("bin"), withIntermediateDirectories: true)
        try files.createDirectory(
            at: folder.appendingPathComponent("folder"), withIntermediateDirectories: true)
        try write("", to: "statement.csv")
        try write(CompletionScript(for: Sample.table).text(for: shell), to: "script")
        try write(Self.answers, to: "bin/bankbook")
        try files.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: folder.appendingPathComponent("bin/bankbook").path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    /// Runs the shell in the folder with the program first on its path; the lines it prints.
    func run(_ arguments: [String]) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(program))
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        process.environment = [
            "PATH": folder.appendingPathComponent("bin").path + ":" + path,
            "HOME": folder.path, "XDG_CONFIG_HOME": folder.path, "XDG_DATA_HOME": folder.path,
            "LANG": "C.UTF-8", "TERM": "dumb",
        ]
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(
            decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(complaint == "")
        return text.split(separator: "\n").map(String.init)
    }

    static func installed(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// `bankbook [-C DIR] complete KIND [--names] -- PREFIX` of a ledger with two accounts; the ledger
    /// `elsewhere` has one.
    private static let answers = #"""
        #!/bin/sh
        accounts='main savings'
        while [ "$1" != complete ]; do
            [ "$2" = elsewhere ] && accounts=faraway
            shift
        done
        kind=$2
        notes=cat
        [ "$3" = --names ] && notes='cut -f1' && shift
        {
            case $kind in
            account) printf '%s\n' $accounts ;;
            query)
                printf '%s\n' acct: cat: status:
                for account in $accounts; do echo "acct:$account"; done
                ;;
            operation) printf 'op1\timport of a file\nop2\tset: two lines\n' ;;
            period) printf '2026-11\nlast month\n' ;;
            esac
        } | $notes | while IFS= read -r line; do
            case $line in "$4"*) printf '%s\n' "$line" ;; esac
        done
        """#
}

/// What a shell offers for every line of the tests, asked of it at once because a shell starts
/// slowly.
struct ShellSession: Sendable {
    private let answers: Result<[String: [String]], any Error>

    /// - Parameter run: prints `LINE ` and the line, then its answer, for each line.
    init(_ run: ([String]) throws -> [String]) {
        let lines = Array(Set(completionCases.map(\.line) + furtherLines)).sorted()
        answers = Result {
            var answers: [String: [String]] = [:]
            var line = ""
            for word in try run(lines) {
                if word.hasPrefix("LINE ") {
                    line = String(word.dropFirst(5))
                    answers[line] = []
                } else {
                    answers[line]?.append(word)
                }
            }
            return answers
        }
    }

    func answer(to line: String) throws -> [String] {
        let answers = try answers.get()
        return try #require(answers[line], "the shell was not asked about '\(line)'")
    }
}
