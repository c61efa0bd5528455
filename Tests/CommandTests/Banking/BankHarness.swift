import Commands
import Foundation
import FoundationNetworking
import JSONText
import Platform
import Sockets
import Store
import Synchronization
import Testing

/// A ledger beside a bank: the mock bank's process, a keychain of the test's own, and a clock that the test turns.
final class BankHarness: @unchecked Sendable {
    let base: Harness
    private let process = Process()
    private let hold = Pipe()
    let port: Int
    /// Values that nothing may ever show.
    static let canaries = [
        "canary-gc-key", "canary-gc-token", "canary-sf-pass", "canary-S3cret",
        BankHarness.key.base64.prefix(60).description,
    ]
    private let worldPath: String
    var world: BankWorld {
        didSet { write() }
    }
    /// Everything that the program has printed.
    private(set) var printed = ""
    /// The folder of this device's state and keychain; several devices have their own.
    var device = "one"

    /// - Parameter ledger: a ledger that is there already.
    init(_ world: BankWorld = .november(), on ledger: Harness? = nil) throws {
        base = try ledger ?? Harness.bankLedger()
        // Two banks of one ledger draw other numbers.
        seeds = Mutex(ledger == nil ? 0 : 1_000_000)
        self.world = world
        worldPath = "\(base.folder)/world-\(UUID().uuidString).json"
        process.executableURL = URL(fileURLWithPath: Harness.products + "/MockBank")
        process.arguments = [worldPath]
        let output = Pipe()
        process.standardInput = hold
        process.standardOutput = output
        try Data(JSONWriter.file(world.json)).write(to: URL(fileURLWithPath: worldPath))
        try process.run()
        var line = Data()
        while !line.contains(0x0A) {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            line += more
        }
        port = Int(String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)) ?? 0
        write()
    }

    deinit {
        try? hold.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }

    private func write() {
        try? Data(JSONWriter.file(world.json)).write(
            to: URL(fileURLWithPath: worldPath), options: .atomic)
    }

    /// The requests that reached the bank.
    var requests: [String] {
        let data = FileManager.default.contents(atPath: worldPath + ".requests") ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// An RSA key for the application, made once.
    static let key: (pem: String, base64: String) = {
        let result = ChildProcess.run(
            ["openssl", "genrsa", "2048"], [], keepsErrors: true, seconds: 60)
        let pem = result?.output ?? []
        return (String(decoding: pem, as: UTF8.self), Data(pem).base64EncodedString())
    }()

    private var home: String { "\(base.folder)/home-\(device)" }

    /// A keychain: a helper of git that keeps a file in the device's own folder, outside of the ledger.
    private func prepareDevice() {
        let files = FileManager.default
        if files.fileExists(atPath: home) { return }
        try? files.createDirectory(atPath: home, withIntermediateDirectories: true)
        let helper = """
            #!/bin/sh
            store='\(home)/keychain'
            input=$(cat)
            host=$(printf '%s\\n' "$input" | sed -n 's/^host=//p')
            user=$(printf '%s\\n' "$input" | sed -n 's/^username=//p')
            case "$1" in
            get) grep -F "$host $user " "$store" 2>/dev/null | tail -1 | sed "s|^$host $user |password=|" ;;
            store) grep -vF "$host $user " "$store" 2>/dev/null >"$store.new"
              printf '%s %s %s\\n' "$host" "$user" "$(printf '%s\\n' "$input" | sed -n 's/^password=//p')" >>"$store.new"
              mv "$store.new" "$store" ;;
            erase) grep -vF "$host $user " "$store" 2>/dev/null >"$store.new"; mv "$store.new" "$store" ;;
            esac
            """
        _ = files.createFile(
            atPath: home + "/helper", contents: Data(helper.utf8),
            attributes: [.posixPermissions: 0o755])
        let config = """
            [credential]
            \thelper = \(home)/helper
            [user]
            \tname = Test
            \temail = test@example.invalid
            """
        _ = files.createFile(atPath: home + "/.gitconfig", contents: Data(config.utf8))
    }

    /// What the keychain holds.
    var keychain: String {
        String(
            decoding: FileManager.default.contents(atPath: home + "/keychain") ?? Data(),
            as: UTF8.self)
    }

    /// What the program's surroundings are on this device.
    private var variables: [String: String] {
        [
            "XDG_STATE_HOME": "\(base.folder)/state-\(device)", "BANKBOOK_TODAY": world.today,
            "BANKBOOK_SEED": "\(seeds.withLock { $0 += 1; return $0 })", "HOME": home,
            "PATH": (path.map { $0 + ":" } ?? "") + (ProcessEnvironment.value("PATH") ?? ""),
            "BANKBOOK_NET_BASE": "http://127.0.0.1:\(port)", "no_proxy": "127.0.0.1",
        ].merging(extra) { _, new in new }
    }

    /// The surroundings of a process of its own.
    var surroundings: [String: String] {
        prepareDevice()
        var surroundings = variables
        surroundings["BANKBOOK_SEED"] = nil
        return surroundings
    }

    /// Further variables of the surroundings.
    var extra: [String: String] = [:]

    private let seeds: Mutex<Int>
    /// A folder that stands in front of `PATH`.
    var path: String?

    /// Runs the program on this device at the world's time.
    ///
    /// - Parameters:
    ///   - input: what stands on its standard input.
    ///   - answers: what a person types at a terminal; `nil` where nobody is there.
    ///   - browser: looks at what is shown, and goes where it leads.
    @discardableResult
    func run(
        _ words: [String], at ledger: String? = nil, input: String = "",
        answers: [String]? = nil, browser: Browser? = nil,
        on disk: any FileSystem & Sendable = LocalFileSystem()
    ) -> Harness.Run {
        prepareDevice()
        let typed = Mutex(answers ?? [])
        let (variables, now) = (variables, world.now)
        let run = base.run(words, at: ledger, on: disk) { environment in
            environment.variable = { variables[$0] }
            environment.timestamp = { now }
            environment.nanoseconds = { SystemClock.monotonicNanoseconds() }
            environment.readInput = { () throws(SystemFailure) in Array(input.utf8) }
            environment.isInputTerminal = answers != nil
            let next: @Sendable () throws(SystemFailure) -> [UInt8]? = {
                () throws(SystemFailure) in
                typed.withLock { list in list.isEmpty ? nil : Array(list.removeFirst().utf8) }
            }
            environment.readLine = next
            environment.readHiddenLine = next
            let usual = environment.write
            environment.write = { stream, bytes throws(SystemFailure) in
                if stream == .error { browser?.look(String(decoding: bytes, as: UTF8.self)) }
                try usual(stream, bytes)
            }
        }
        printed += run.output + run.errors
        return run
    }

    @discardableResult
    func run(
        _ words: String..., at ledger: String? = nil, input: String = "", answers: [String]? = nil
    ) -> Harness.Run {
        run(words, at: ledger, input: input, answers: answers)
    }

    /// What a command answers as JSON.
    func json(_ words: String...) throws -> JSONValue {
        let run = run(words + ["-O", "json"])
        return try JSONParser.parse(Array(run.output.utf8))
    }

    // MARK: Connecting

    /// Connects by open banking; the browser of the test goes to the bank's page by itself.
    @discardableResult
    func connectOpenBanking(_ more: String..., name: String = "ob") throws -> Harness.Run {
        try consent(
            [
                "connect", "Banco Ejemplo", "--country", "ES", "--access", "open-banking",
                "--name", name,
            ] + more)
    }

    /// Gets a consent by a page in the browser.
    @discardableResult
    func consent(_ words: [String]) throws -> Harness.Run {
        let port = try #require(LoopbackServer(port: 0)?.port)
        return run(
            words + ["--set", "redirect=http://127.0.0.1:\(port)/callback"],
            answers: ["app-1", BankHarness.key.base64] + Array(repeating: "", count: 6),
            browser: Browser())
    }

    /// Connects by the SimpleFIN shape.
    @discardableResult
    func connectSimpleFIN(_ more: String..., name: String = "sf") -> Harness.Run {
        let token = Data("http://127.0.0.1:\(port)/claim/\(name)".utf8).base64EncodedString()
        return run(
            [
                "connect", "Banco Ejemplo", "--country", "ES", "--connector", "simplefin",
                "--name", name, "--secrets-stdin",
            ] + more, input: "{\"setup_token\":\"\(token)\"}")
    }

    /// Connects by the GoCardless shape.
    @discardableResult
    func connectGoCardless(_ more: String..., name: String = "gc") -> Harness.Run {
        run(
            [
                "connect", "Banco Ejemplo", "--country", "ES", "--connector", "gocardless",
                "--name", name,
            ] + more,
            answers: ["canary-gc-id", "canary-gc-key"] + Array(repeating: "", count: 6))
    }

    /// Runs git with this device's settings; its exit status.
    func git(_ words: [String]) -> Int32 {
        prepareDevice()
        return ChildProcess.run(
            ["git"] + words, [], extra: ["HOME=\(home)"], keepsErrors: true)?.status ?? -1
    }
}

/// Goes to the bank's page that the program shows, and from there wherever it leads.
final class Browser: Sendable {
    private let seen = Mutex(false)

    func look(_ text: String) {
        guard let start = text.range(of: "http://127.0.0.1:"), text.contains("/page?") else {
            return
        }
        let address = String(text[start.lowerBound...].prefix { !$0.isWhitespace })
        let isFirst = seen.withLock { seen in
            defer { seen = true }
            return !seen
        }
        guard isFirst, let url = URL(string: address) else { return }
        Thread.detachNewThread {
            // The program listens a moment after it has shown the page.
            for _ in 0..<50 {
                let done = DispatchSemaphore(value: 0)
                let isThere = Mutex(false)
                URLSession.shared.dataTask(with: url) { data, _, error in
                    isThere.withLock { $0 = error == nil && data != nil }
                    done.signal()
                }.resume()
                _ = done.wait(timeout: .now() + 5)
                if isThere.withLock({ $0 }) { return }
                usleep(100_000)
            }
        }
    }
}

extension Harness {
    /// An empty ledger with categories.
    static func bankLedger() throws -> Harness {
        let harness = try Harness()
        try harness.write(
            "ledger.json",
            "{\n  \"format\": 1,\n  \"uid\": \"test000001\",\n  \"base_currency\": \"EUR\"\n}\n")
        try harness.write(
            "categories.txt",
            "income | income | nomina\nfood | expense | mercadona, cafe\nhome | expense | alquiler\n"
        )
        return harness
    }
}
