import CommandGrammar
import JSONText
import Rendering

/// `connector`: the group of what is about connectors.
struct ConnectorCommand: Command {
    static let spec = CommandSpec(
        "connector", summary: "Try programs that talk to providers",
        subcommands: [ConnectorTestCommand.spec], needsSubcommand: true)

    init(_ invocation: Invocation) throws(UsageError) {}

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus { .done }
}

/// `connector test`: whether a program keeps to the protocol.
struct ConnectorTestCommand: Command {
    static let program = Positional(
        "PROGRAM", .text, help: "A path, or the NAME of bankbook-connector-NAME")
    static let set = ConnectCommand.set

    static let spec = CommandSpec(
        "test", summary: "Hold a connector against the protocol",
        discussion: [
            "Runs the program as `sync` would, with made-up secrets, and checks what it says: one last message, lines in form, "
                + "amounts and days in form, the oldest first, no question where nobody answers, an end when it is asked to end, "
                + "and that the secrets appear nowhere. It needs no ledger."
        ],
        positionals: [program], flags: [set],
        examples: [Example("bankbook connector test ./bankbook-connector-mybank", "One program")],
        exitStatuses: [Term("1", "The program does not keep to the protocol")])

    private let word: String
    private let settings: [(key: String, value: String)]

    init(_ invocation: Invocation) throws(UsageError) {
        word = invocation.value(of: ConnectorTestCommand.program) ?? ""
        settings = try ConnectCommand.pairs(ConnectorTestCommand.set, invocation)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let program = ConnectorProgram(
            naming: word, session.environment, absolute: session.absolute)
        var test = try ConformanceTest(program, settings, session)
        defer { test.clean() }
        test.run()
        let results = test.results
        let isFine = results.allSatisfy { $0.verdict != .failed }
        return try session.finish(
            Answer(
                "connector-test", status: isFine ? .done : .findings,
                payload: {
                    [
                        JSONMember(
                            "checks",
                            .array(
                                results.map { result in
                                    .object([
                                        JSONMember("name", .string(result.name)),
                                        JSONMember("result", .string(result.verdict.rawValue)),
                                        JSONMember("text", .string(result.text)),
                                    ])
                                }))
                    ]
                },
                sheet: {
                    Sheet(
                        header: ["name", "result", "text"],
                        rows: results.map { [$0.name, $0.verdict.rawValue, $0.text] })
                },
                text: {
                    let rows = results.map { result in
                        [
                            Cell(
                                result.verdict.rawValue,
                                result.verdict == .failed ? .negative : .faint),
                            Cell(result.name), Cell(result.text, .faint),
                        ]
                    }
                    let columns = [
                        Column("result"), Column("name"), Column("text", shrinks: true),
                    ]
                    return [.table(Table(columns: columns, rows: rows, hasHeading: false))]
                }))
    }
}
