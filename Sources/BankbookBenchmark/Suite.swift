import BenchmarkFigures
import BenchmarkLedgers
import Foundation

/// The ledgers, the programs and what was measured so far.
struct Suite {
    let options: Options
    let work: WorkFolder
    let programs: Programs
    let watch: Stopwatch
    var report = Report()
    /// The right answer by ledger: by parts, and by whole lines as the floor counts.
    private var answers: [Int: (parts: [ExactSum], lines: [ExactSum])] = [:]

    /// The day that every run takes for today: the last of the ledgers.
    private static let today = "2026-11-22"

    init(_ options: Options, _ work: WorkFolder, _ programs: Programs) {
        self.options = options
        self.work = work
        self.programs = programs
        let own = ProcessInfo.processInfo.environment
        watch = Stopwatch(
            work: work, meter: programs.meter,
            environment: [
                "PATH": own["PATH"] ?? "/usr/bin:/bin", "HOME": work.path, "LANG": "C.UTF-8",
                "XDG_STATE_HOME": work.file("state"), "BANKBOOK_TODAY": Suite.today,
            ], runs: options.runs)
    }

    /// The sizes whose growth is looked at: a quarter, a half and the whole of the largest.
    var growthSizes: [Int] { [options.largest / 4, options.largest / 2, options.largest] }

    /// The sizes at which the other programs answer the same question.
    var peerSizes: [Int] {
        let isLargestWanted = options.comparesPeersOnLargest
        return options.sizes.filter { size in
            size >= 100_000 && (isLargestWanted || size <= 100_000)
        }
    }

    func folder(_ size: Int) -> String { "ledger-\(size)" }
    func journal(_ size: Int) -> String { "ledger-\(size).journal" }

    func bankbook(_ words: [String], size: Int, threads: Int? = nil) -> Contender {
        let shown = words.map { $0.contains(" ") ? "\"\($0)\"" : $0 }.joined(separator: " ")
        let suffix = threads.map { " (\($0) thread\($0 == 1 ? "" : "s"))" } ?? ""
        return Contender(
            name: "bankbook \(shown)\(suffix)",
            words: [programs.bankbook, "-C", work.file(folder(size))] + words,
            environment: threads.map { ["BANKBOOK_THREADS": String($0)] } ?? [:], size: size)
    }

    func floor(_ what: String, size: Int) -> Contender {
        Contender(
            name: "floor \(what)", words: [programs.floor, what, work.file(folder(size))],
            size: size)
    }

    /// Measures a group and keeps its runs.
    mutating func measure(
        _ contenders: [Contender], runs: Int? = nil
    ) throws(BenchmarkFailure) -> [Outcome] {
        let outcomes = try watch.measure(contenders, runs: runs)
        report.keep(contenders, outcomes)
        return outcomes
    }

    mutating func makeLedgers() throws(BenchmarkFailure) {
        for size in Set(options.sizes + growthSizes).sorted() {
            note("making a ledger of \(Figure.grouped(size)) transactions (seed \(options.seed))")
            let ledger = BenchmarkLedger(transactions: size, seed: options.seed)
            try work.write(ledger, to: folder(size))
            if peerSizes.contains(size), programs.ledger != nil || programs.hledger != nil {
                try work.write(ledger.journal(), to: journal(size))
            }
            answers[size] = (ledger.sums(.parts), ledger.sums(.lines))
        }
        let statement = StatementCSV.bytes(rows: options.importedRows, seed: options.seed)
        try work.write(statement, to: "statement.csv")
    }

    /// Stops the benchmark where bankbook or the floor adds up differently than the generator did.
    mutating func checkAnswers() throws(BenchmarkFailure) {
        for size in answers.keys.sorted() {
            note("checking the answers on \(Figure.grouped(size)) transactions")
            try checkFloor(size)
            let question = bankbook(
                ["balance", "--by", "category", "--all", "-O", "csv"], size: size)
            let run = try watch.run(question, answer: work.file("answer"))
            if run.status == 2 {
                report.remark("`bankbook balance` does not exist yet: its answers are unchecked.")
                return
            }
            guard run.status == 0 else {
                throw BenchmarkFailure(
                    "\(question.name): exit status \(run.status)\n\(try work.text("messages"))")
            }
            let table = DelimitedTable(try work.text("answer"))
            let lines = try AnswerCheck.differences(table, answers[size]?.parts ?? [])
            try complain("bankbook", size, lines)
        }
    }

    /// Also shows that nothing has changed a ledger since.
    func checkFloor(_ size: Int) throws(BenchmarkFailure) {
        let run = try watch.run(floor("sum", size: size), answer: work.file("answer"))
        guard run.status == 0 else {
            throw BenchmarkFailure("the floor failed: \(try work.text("messages"))")
        }
        let lines = try AnswerCheck.differences(
            floor: try work.text("answer"), answers[size]?.lines ?? [])
        try complain("the floor", size, lines)
    }

    private func complain(_ who: String, _ size: Int, _ lines: [String]) throws(BenchmarkFailure) {
        if lines.isEmpty { return }
        throw BenchmarkFailure(
            "WRONG ANSWER: \(who) adds up \(lines.count) cells of \(Figure.grouped(size)) "
                + "transactions differently:\n" + lines.prefix(10).joined(separator: "\n"))
    }

    mutating func describeMachine() throws(BenchmarkFailure) {
        let run = try watch.run(
            Contender(name: "bankbook --version", words: [programs.bankbook, "--version"]),
            answer: work.file("answer"))
        let version = run.status == 0 ? try work.text("answer").split(separator: "\n").first : nil
        var system = utsname()
        unsafe uname(&system)
        let machine = unsafe withUnsafePointer(to: &system.machine) { pointer in
            unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 1) {
                unsafe String(cString: $0)
            }
        }
        let sizes = options.sizes.map(Figure.grouped).joined(separator: " · ")
        report.remark(
            """
            \(version ?? "bankbook"), \(ProcessInfo.processInfo.activeProcessorCount) processors, \
            \(machine), ledgers of \(sizes) transactions, seed \(options.seed), warm cache.
            """)
    }
}
