import CommandGrammar
import JSONText
import Model
import Platform
import SourceText

/// One command of the program.
protocol Command: Sendable {
    static var spec: CommandSpec { get }

    /// Takes the words of the command line; reads no file.
    init(_ invocation: Invocation) throws(UsageError)

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus
}

/// The program: from the words of a command line to an exit status.
package enum Program {
    package static let version = "0.1.0"

    /// Runs one command line and returns the status to end with. Never throws and never exits.
    package static func run(_ arguments: [String], _ environment: Environment) -> Int32 {
        do throws(UsageError) {
            switch try CommandList.table.parse(arguments) {
            case .version:
                return print("bankbook \(version)\n", environment)
            case .help(let path):
                let width = min(environment.columns ?? 80, 100)
                return print(
                    HelpPage(of: CommandList.table, width: width).text(for: path), environment)
            case .run(let invocation): return try run(invocation, arguments, environment)
            }
        } catch {
            return explain(.usage(error), "bankbook", asJSON(arguments), nil, environment)
        }
    }

    private static func run(
        _ invocation: Invocation, _ arguments: [String], _ environment: Environment
    ) throws(UsageError) -> Int32 {
        let options = try GlobalOptions(invocation, environment)
        guard let type = CommandList.command(at: invocation.path) else {
            return ExitStatus.usage.rawValue
        }
        let command = try type.init(invocation)
        let session = Session(environment, options, invocation, arguments: arguments)
        do throws(CommandFailure) {
            return try command.run(session).rawValue
        } catch {
            let name = invocation.path.first ?? "bankbook"
            return explain(error, name, options.format == .json, options.today, environment)
        }
    }

    private static func print(_ text: String, _ environment: Environment) -> Int32 {
        do throws(SystemFailure) {
            try environment.write(.output, Array(text.utf8))
            return ExitStatus.done.rawValue
        } catch {
            return error.isClosedPipe ? ExitStatus.done.rawValue : ExitStatus.failure.rawValue
        }
    }

    /// Whether the answer was asked for as JSON, told from the words alone because they could not be
    /// parsed.
    private static func asJSON(_ arguments: [String]) -> Bool {
        zip(arguments, arguments.dropFirst()).contains { $0 == "-O" && $1 == "json" }
            || arguments.contains("-Ojson") || arguments.contains("--output-format=json")
    }

    private static func explain(
        _ failure: CommandFailure, _ name: String, _ isJSON: Bool, _ today: CivilDate?,
        _ environment: Environment
    ) -> Int32 {
        let findings = FailureText.findings(failure)
        var bytes: [UInt8] = []
        if isJSON {
            let envelope = Envelope.object(
                name, status: failure.status, today: today ?? environment.today(), payload: [],
                diagnostics: findings)
            bytes = JSONWriter.compact(envelope)
            bytes.append(0x0A)
        } else {
            let colours =
                environment.isErrorTerminal && environment.variable("NO_COLOR") == nil
            bytes = FailureText.text(failure, colours: colours)
        }
        do throws(SystemFailure) {
            let isUsage = if case .usage = failure { true } else { false }
            try environment.write(isJSON && !isUsage ? .output : .error, bytes)
        } catch {
            return failure.status.rawValue
        }
        return failure.status.rawValue
    }
}
