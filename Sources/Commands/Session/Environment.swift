package import Model
package import Platform
package import Store

/// How a program is talked with; see `ChildProcess.converse`.
package typealias Converse =
    @Sendable ([String], [UInt8], [String], Bool, DialogueLimits, ([UInt8]) -> DialogueStep)
    -> DialogueEnd

/// Everything a command takes from the world around it, handed in so that tests can replace it.
package struct Environment: Sendable {
    package var variable: @Sendable (String) -> String?
    package var workingDirectory: String
    package var today: @Sendable () -> CivilDate
    /// Now in UTC, as `2026-11-24T12:43:11Z`.
    package var timestamp: @Sendable () -> String
    package var random: @Sendable () -> UInt64
    /// Nanoseconds since some moment, for telling how long a step took.
    package var nanoseconds: @Sendable () -> UInt64 = { 0 }
    /// Waits for so many milliseconds.
    package var pause: @Sendable (UInt32) -> Void = { SystemClock.pause(milliseconds: $0) }
    package var isOutputTerminal: Bool
    package var isInputTerminal: Bool
    package var isErrorTerminal: Bool
    package var columns: Int?
    package var threads: Int
    package var write: @Sendable (StandardStream, [UInt8]) throws(SystemFailure) -> Void
    package var readInput: @Sendable () throws(SystemFailure) -> [UInt8]
    /// The next line that a person types, without its end; `nil` at the end of the input.
    package var readLine: @Sendable () throws(SystemFailure) -> [UInt8]? = {
        () throws(SystemFailure) in try StandardStream.input.readLine()
    }
    /// The same for what nobody should see.
    package var readHiddenLine: @Sendable () throws(SystemFailure) -> [UInt8]? = {
        () throws(SystemFailure) in try StandardStream.input.readHiddenLine()
    }
    /// Asks the program beside this one that has the name; tests put its work here.
    package var askProgram: @Sendable (String, [UInt8]) -> ChildProcess.Answer = { name, input in
        let folder = linkText("/proc/self/exe").flatMap { path in
            path.lastIndex(of: "/").map { String(path[..<$0]) }
        }
        let beside = folder.map { "\($0)/\(name)" }
        let program = beside.flatMap { entryKind($0) == .file ? $0 : nil } ?? name
        return ChildProcess.ask([program], input)
    }
    /// Runs another program with this one's terminal; its exit status, or `nil` where it cannot be started.
    package var runTool: @Sendable ([String]) -> Int32? = { ChildProcess.pipe([], into: $0) }
    /// Runs another program and takes what it says, on both of its outputs; `nil` where it cannot be started.
    package var askTool: @Sendable ([String], [UInt8], [String]) -> ChildProcess.Result? = {
        ChildProcess.run($0, $1, extra: $2, keepsErrors: true, seconds: 600)
    }
    /// Talks with another program in lines: its words, the first line, further variables, whether it may be answered, and
    /// what is done with each line.
    package var converse: Converse = { words, question, extra, mayAnswer, limits, look in
        ChildProcess.converse(
            words, question, extra: extra, mayAnswer: mayAnswer, limits: limits, look)
    }
    /// The path of this program, for git to call it.
    package var program: String = linkText("/proc/self/exe") ?? "bankbook"
    /// The disk that writing commands use; tests put failing ones here.
    package var fileSystem: any FileSystem & Sendable = LocalFileSystem()

    package init(
        variable: @Sendable @escaping (String) -> String?, workingDirectory: String,
        today: @Sendable @escaping () -> CivilDate, timestamp: @Sendable @escaping () -> String,
        random: @Sendable @escaping () -> UInt64, isOutputTerminal: Bool, isInputTerminal: Bool,
        isErrorTerminal: Bool, columns: Int?, threads: Int,
        write: @Sendable @escaping (StandardStream, [UInt8]) throws(SystemFailure) -> Void,
        readInput: @Sendable @escaping () throws(SystemFailure) -> [UInt8]
    ) {
        self.variable = variable
        self.workingDirectory = workingDirectory
        self.today = today
        self.timestamp = timestamp
        self.random = random
        self.isOutputTerminal = isOutputTerminal
        self.isInputTerminal = isInputTerminal
        self.isErrorTerminal = isErrorTerminal
        self.columns = columns
        self.threads = threads
        self.write = write
        self.readInput = readInput
    }

    /// Variables as a child takes them, `NAME=value`, of those that are set.
    func passing(_ names: [String]) -> [String] {
        names.compactMap { name in variable(name).map { "\(name)=\($0)" } }
    }

    /// The process' own surroundings.
    package static func process() -> Environment {
        var environment = Environment(
            variable: { ProcessEnvironment.value($0) }, workingDirectory: ".",
            today: {
                let day = SystemClock.localDay()
                return CivilDate(year: day.year, month: day.month, day: day.day) ?? .first
            },
            timestamp: { SystemClock.timestamp() }, random: { systemRandom() },
            isOutputTerminal: StandardStream.output.isTerminal,
            isInputTerminal: StandardStream.input.isTerminal,
            isErrorTerminal: StandardStream.error.isTerminal,
            columns: StandardStream.output.terminalColumns,
            threads: ProcessEnvironment.value("BANKBOOK_THREADS").flatMap { Int($0) }
                ?? processorCount(),
            write: { stream, bytes throws(SystemFailure) in try stream.write(bytes) },
            readInput: { () throws(SystemFailure) in try StandardStream.input.readAll() })
        environment.nanoseconds = { SystemClock.monotonicNanoseconds() }
        return environment
    }
}
