import Commands
import Foundation
import Model
import Platform
import Store
import Synchronization

/// A scratch folder with a program that runs in it: fixed day, fixed seed, its own state folder.
final class Harness: Sendable {
    let folder: String
    let ledger: String
    let today: String

    /// What a run printed and how it ended.
    struct Run: Equatable {
        var output: String
        var errors: String
        var status: Int32
    }

    /// The folder of the built programs, in which the tests lie too.
    static let products: String = {
        let tests = resolvedPath("/proc/self/exe") ?? ""
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? tests
        return (bundle as NSString).deletingLastPathComponent
    }()

    init(today: String = "2026-11-24") throws {
        let base = NSTemporaryDirectory() + "bankbook-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
        folder = resolvedPath(base) ?? base
        ledger = folder + "/ledger"
        self.today = today
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    @discardableResult
    func run(_ words: String..., at directory: String? = nil, seed: String = "1") -> Run {
        run(words, at: directory, seed: seed)
    }

    @discardableResult
    func run(
        _ words: [String], at directory: String? = nil, seed: String = "1",
        on disk: any FileSystem & Sendable = LocalFileSystem(),
        in change: (inout Environment) -> Void = { _ in }
    ) -> Run {
        let output = Mutex<[UInt8]>([])
        let errors = Mutex<[UInt8]>([])
        let variables = [
            "XDG_STATE_HOME": folder + "/state", "XDG_CONFIG_HOME": folder + "/config",
            "BANKBOOK_TODAY": today, "BANKBOOK_SEED": seed,
        ]
        var environment = Environment(
            variable: { variables[$0] }, workingDirectory: directory ?? ledger,
            today: { .first }, timestamp: { "2026-11-24T12:00:00Z" }, random: { 0 },
            isOutputTerminal: false, isInputTerminal: false, isErrorTerminal: false, columns: nil,
            threads: 2,
            write: { stream, bytes throws(SystemFailure) in
                if stream == .error {
                    errors.withLock { $0 += bytes }
                } else {
                    output.withLock { $0 += bytes }
                }
            }, readInput: { () throws(SystemFailure) in [] })
        environment.fileSystem = disk
        environment.program = Harness.products + "/bankbook"
        environment.askProgram = { name, input in
            ChildProcess.ask([Harness.products + "/" + name], input)
        }
        change(&environment)
        let status = Program.run(words, environment)
        return Run(
            output: output.withLock { String(decoding: $0, as: UTF8.self) },
            errors: errors.withLock { String(decoding: $0, as: UTF8.self) }, status: status)
    }

    func write(_ path: String, _ text: String) throws {
        let place = ledger + "/" + path
        try FileManager.default.createDirectory(
            atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: URL(fileURLWithPath: place))
    }

    func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: ledger + "/" + path).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Every file of the ledger with its bytes.
    func snapshot() -> [String: Data] {
        var files: [String: Data] = [:]
        for case let path as String in FileManager.default.enumerator(atPath: ledger) ?? .init() {
            if let data = FileManager.default.contents(atPath: ledger + "/" + path) {
                files[path] = data
            }
        }
        return files
    }

    /// A ledger with an account `main` that opens with 1000.00 on 2026-01-01, `savings` and `cash`.
    static func household() throws -> Harness {
        let harness = try Harness()
        try harness.write(
            "ledger.json",
            "{\n  \"format\": 1,\n  \"uid\": \"test000001\",\n  \"base_currency\": \"EUR\"\n}\n")
        for (name, kind, opening) in [
            ("main", "current", "1000.00"), ("savings", "savings", "0.00"),
            ("cash", "cash", "50.00"),
        ] {
            try harness.write(
                "accounts/\(name).json",
                """
                {
                  "uid": "acc-\(name)",
                  "kind": "\(kind)",
                  "currency": "EUR",
                  "opening": {
                    "date": "2026-01-01",
                    "amounts": {
                      "EUR": "\(opening)"
                    }
                  }
                }

                """)
        }
        try harness.write(
            "categories.txt",
            "income | income\nfood | expense | mercadona\nfood/dining\nhome | expense\nfun | expense\n"
        )
        return harness
    }
}

/// The root of the package, found from this file.
let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

/// How many trials a random test makes.
func trials(_ usual: Int) -> Int {
    ProcessInfo.processInfo.environment["BANKBOOK_TRIALS"].flatMap { Int($0) } ?? usual
}
