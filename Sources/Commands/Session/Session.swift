package import CommandGrammar
import JSONText
package import Model
import Pages
import Platform
import Queries
package import Reading
import Rendering
package import SourceText
import Store

/// One run of the program: its options, its surroundings, and where answers go.
package struct Session {
    package let environment: Environment
    package private(set) var options: GlobalOptions
    package let invocation: Invocation
    /// The words of the command line, as the log shows them.
    package let commandLine: String
    let random: RandomSource
    private let steps: StepTimes

    init(
        _ environment: Environment, _ options: GlobalOptions, _ invocation: Invocation,
        arguments: [String]
    ) {
        self.environment = environment
        self.options = options
        self.invocation = invocation
        commandLine = arguments.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
        steps = StepTimes(options.isDebug ? environment : nil)
        random = RandomSource(
            seed: environment.variable("BANKBOOK_SEED").flatMap { UInt64($0) },
            system: environment.random)
    }

    package var today: CivilDate { options.today }

    /// The same run, but one that writes nothing.
    var dry: Session {
        var dry = self
        dry.options.isDryRun = true
        return dry
    }

    /// The same run in another folder.
    func inFolder(_ folder: String) -> Session {
        var other = self
        other.options.directory = folder
        other.options.workspaces = []
        return other
    }

    /// The same run, which answers in another format.
    func inFormat(_ format: OutputFormat) -> Session {
        var other = self
        other.options.format = format
        return other
    }

    /// The same run, which shows its answer at once.
    var withoutPager: Session {
        var other = self
        other.options.usesPager = false
        return other
    }

    /// The same run, whose answer goes to standard output: the file of `-o` has what the command made.
    var writingNoFile: Session {
        var quiet = self
        quiet.options.outputFile = nil
        return quiet
    }

    /// The folder of the ledger that is meant.
    package func root() throws(CommandFailure) -> String {
        if options.workspaces.count > 1 {
            let command = invocation.path.joined(separator: " ")
            throw .usage(
                invocation.refusal(
                    "“\(command)” is about one ledger; several go together in report, balance and dashboard"
                )
            )
        }
        if let name = options.workspaces.first {
            return try Workspaces(environment).root(name)
        }
        let start = options.directory.map(absolute) ?? environment.workingDirectory
        do throws(LedgerFailure) {
            return try LedgerLoader.discover(from: start)
        } catch {
            throw Session.failure(error)
        }
    }

    /// A path of the command line, seen from the folder where the command was given.
    package func absolute(_ path: String) -> String {
        path.hasPrefix("/") || environment.workingDirectory == "."
            ? path : environment.workingDirectory + "/" + path
    }

    /// The bytes of a file that the command line names.
    func bytes(of path: String) throws(CommandFailure) -> [UInt8] {
        do throws(SystemFailure) {
            return try readFile(absolute(path))
        } catch {
            throw .failed(message: error.description, remedy: "check the name")
        }
    }

    /// The ledger that is meant, without its transactions.
    package func ledger() throws(CommandFailure) -> Ledger {
        try ledger(at: try root())
    }

    /// The ledger in a folder, without its transactions.
    func ledger(at root: String) throws(CommandFailure) -> Ledger {
        var ledger = try load(root)
        if try recover(ledger) { ledger = try load(root) }
        if isForPeople, let sample = ledger.preferences["number_format"] {
            ledger.numberForm = NumberForm(sample: sample) ?? .plain
        }
        steps.end("read what describes the ledger")
        return ledger
    }

    /// Whether the answer is text that a person reads on a terminal.
    private var isForPeople: Bool {
        options.format == .text && options.outputFile == nil && environment.isOutputTerminal
    }

    /// With `--debug`, tells how long the step took that ends here.
    func endStep(_ name: String) { steps.end(name) }

    private func load(_ root: String) throws(CommandFailure) -> Ledger {
        do throws(LedgerFailure) {
            return try LedgerLoader.load(root)
        } catch {
            throw Session.failure(error)
        }
    }

    /// Ends what an interrupted command began; whether that changed anything.
    private func recover(_ ledger: Ledger) throws(CommandFailure) -> Bool {
        // Without a place for state nothing can have been begun.
        guard let base = StateFolder.base(environment.variable) else { return false }
        do throws(StoreFailure) {
            let store = LedgerStore(
                root: ledger.root, uid: ledger.uid, state: base, fileSystem: environment.fileSystem)
            switch try store.recover() {
            case .nothing, .writerAtWork: return false
            case .completed(let operation):
                try? note("finished operation \(operation), which had been interrupted")
            case .takenBack(let operation, let reason):
                try? note(
                    "took back operation \(operation), which had been interrupted: \(reason.message)"
                )
            case .discarded: break
            }
            return true
        } catch {
            throw Session.failure(error)
        }
    }

    private static func failure(_ failure: LedgerFailure) -> CommandFailure {
        switch failure {
        case .notFound(let start):
            .failed(
                message:
                    "there is no ledger in \(start == "." ? "this folder" : start) or above it",
                remedy: "make one with “bankbook init”, or name its folder with -C DIR")
        case .broken(let findings): .findings(findings)
        }
    }

    /// Stops with what keeps an answer from being right (S23); with `--lenient` the findings are
    /// returned to be shown beside it.
    package func settle(_ findings: [Diagnostic]) throws(CommandFailure) -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        let findings = findings.filter { seen.insert($0).inserted }
        let blocking = findings.filter { $0.severity == .error }
        if blocking.isEmpty || options.isLenient { return findings }
        throw .findings(findings)
    }

    // Output

    /// Writes an answer and returns the status to end with.
    package func finish(_ answer: Answer) throws(CommandFailure) -> ExitStatus {
        let shown = answer.diagnostics.sorted(by: Diagnostic.inReadingOrder)
        steps.end("found the answer")
        var bytes: [UInt8] = []
        switch options.format {
        case .json:
            let envelope = Envelope.object(
                answer.schema, status: answer.status, today: today, payload: answer.payload(),
                diagnostics: shown)
            bytes = JSONWriter.compact(envelope)
            bytes.append(0x0A)
        case .csv, .tsv:
            let form: DelimitedWriter.Form = options.format == .csv ? .csv : .tsv
            let sheet = answer.sheet()
            DelimitedWriter.append(sheet.header, form, to: &bytes)
            for row in sheet.rows { DelimitedWriter.append(row, form, to: &bytes) }
        case .html:
            let page = answer.page?() ?? answer.usualPage(today: today)
            bytes = Array(page.text.utf8)
        case .text:
            let renderer = TextRenderer(
                colours: options.usesColour,
                width: options.outputFile == nil ? environment.columns : nil,
                threads: environment.threads)
            for block in answer.text() {
                switch block {
                case .table(let table): renderer.append(table, to: &bytes)
                case .rows(let rows):
                    // A pager and a file take the whole answer at once.
                    let isStreamed = !options.usesPager && options.outputFile == nil
                    if isStreamed {
                        try write(.output, bytes)
                        bytes = []
                    }
                    let collected = CollectedBytes()
                    try renderer.append(rows) { [environment] piece throws(CommandFailure) in
                        if isStreamed {
                            try environment.writeOrFail(.output, Array(piece))
                        } else {
                            collected.append(piece)
                        }
                    }
                    bytes += collected.bytes
                case .line(let text): bytes += (text.harmless + "\n").utf8
                case .drawn(let text): bytes += (text + "\n").utf8
                }
            }
        }
        try deliver(bytes)
        if options.format != .json { try report(shown) }
        steps.end("wrote the answer")
        return answer.status
    }

    /// Shows blocks to a person who is asked something, beside the answer.
    func show(_ blocks: [TextBlock]) throws(CommandFailure) {
        var bytes: [UInt8] = []
        let renderer = TextRenderer(
            colours: options.usesColour, width: environment.columns, threads: 1)
        for block in blocks {
            switch block {
            case .table(let table): renderer.append(table, to: &bytes)
            case .line(let text): bytes += (text.harmless + "\n").utf8
            case .drawn(let text): bytes += (text + "\n").utf8
            case .rows: continue
            }
        }
        try write(.error, bytes)
    }

    /// What a person types after `prompt`, without blanks around it; `nil` at the end of the input.
    func ask(_ prompt: String) throws(CommandFailure) -> String? {
        try Terminal(environment).ask(prompt)
    }

    /// What a person types after `prompt` unseen.
    func askHidden(_ prompt: String) throws(CommandFailure) -> String? {
        try Terminal(environment).askHidden(prompt)
    }

    /// Writes findings for people to the standard error stream.
    package func report(_ findings: [Diagnostic]) throws(CommandFailure) {
        if findings.isEmpty { return }
        var bytes: [UInt8] = []
        let colours = environment.isErrorTerminal && environment.variable("NO_COLOR") == nil
        for finding in findings { DiagnosticText.append(finding, colours: colours, to: &bytes) }
        try write(.error, bytes)
    }

    /// A note for people, beside the answer.
    ///
    /// - Parameter onlyOnTerminal: for what tells a person who waits that something goes on.
    package func note(_ text: String, onlyOnTerminal: Bool = false) throws(CommandFailure) {
        if options.isQuiet || options.format == .json { return }
        if onlyOnTerminal, !environment.isErrorTerminal { return }
        try write(.error, Array((text + "\n").utf8))
    }

    /// Writes bytes to the answer's place: the file of `-o`, the pager, or standard output.
    package func deliver(_ bytes: [UInt8]) throws(CommandFailure) {
        if let file = options.outputFile {
            if let refusal = OutputPlace.refusal(absolute(file)) {
                throw .failed(message: refusal, remedy: "choose another place with -o")
            }
            do throws(SystemFailure) {
                try OutputPlace.replace(absolute(file), with: bytes)
            } catch {
                throw .failed(message: error.description, remedy: "choose another place with -o")
            }
            return
        }
        if options.usesPager, page(bytes) { return }
        try write(.output, bytes)
    }

    private func page(_ bytes: [UInt8]) -> Bool {
        let lines = bytes.reduce(into: 0) { $0 += $1 == 0x0A ? 1 : 0 }
        guard lines > 40 else { return false }
        let command = environment.variable("PAGER") ?? "less -FRX"
        let words = command.split(separator: " ").map(String.init)
        guard let status = ChildProcess.pipe(bytes, into: words) else { return false }
        return status != 127
    }

    private func write(_ stream: StandardStream, _ bytes: [UInt8]) throws(CommandFailure) {
        try environment.writeOrFail(stream, bytes)
    }
}

extension Environment {
    /// Writes bytes; a reader who went away is no failure.
    fileprivate func writeOrFail(
        _ stream: StandardStream, _ bytes: [UInt8]
    ) throws(CommandFailure) {
        do throws(SystemFailure) {
            try write(stream, bytes)
        } catch {
            if error.isClosedPipe { return }
            throw .failed(message: error.description, remedy: "")
        }
    }
}
