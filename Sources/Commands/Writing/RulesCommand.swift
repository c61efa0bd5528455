import Analysis
import Automation
import CommandGrammar
import Importing
import JSONText
import Model
import Queries
import Reading
import Rendering
import SourceText
import Syntax

/// `rules`: the automations of `rules.txt`.
struct RulesCommand: Command {
    static let spec = CommandSpec(
        "rules", summary: "Show the rules in the order in which they are asked",
        discussion: [
            "A line of rules.txt is conditions, actions and attributes: a query, and what to set where it "
                + "fits, such as category=food/dining, +#weekly or ignore. The first rule that fits wins a "
                + "field; rules win over keywords, and a person over both.",
            "Every import asks the rules about its new lines; `rules run` asks them about the lines that "
                + "are there. A rule with mode:suggest is only shown by `rules test`.",
        ],
        subcommands: [RulesTestCommand.spec, RulesRunCommand.spec],
        examples: [
            Example("bankbook rules", "Every rule"),
            Example("bankbook rules test", "What they would change"),
        ])

    init(_ invocation: Invocation) throws(UsageError) {}

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let list = try session.rules(ledger)
        let shown = try session.settle(ledger.findings + list.findings)
        let rows = list.rules.map { rule in
            [
                "\(rule.line)", rule.isSuggestion ? "suggest" : "apply", rule.conditions,
                rule.actions.map(\.text).joined(separator: ", "),
            ]
        }
        return try session.finish(
            Answer(
                "rules", diagnostics: shown,
                payload: {
                    [
                        JSONMember(
                            "rules",
                            .array(
                                list.rules.map { rule in
                                    .object([
                                        JSONMember("id", .optional(rule.id)),
                                        JSONMember("line", .integer(rule.line)),
                                        JSONMember(
                                            "mode",
                                            .string(rule.isSuggestion ? "suggest" : "apply")),
                                        JSONMember("conditions", .string(rule.conditions)),
                                        JSONMember(
                                            "actions", .strings(rule.actions.map(\.text))),
                                        JSONMember("stop", .bool(rule.stops)),
                                    ])
                                }))
                    ]
                },
                sheet: { Sheet(header: ["line", "mode", "conditions", "actions"], rows: rows) },
                text: {
                    let columns = [
                        Column("line", .right), Column("mode"), Column("conditions", shrinks: true),
                        Column("actions", shrinks: true),
                    ]
                    return [
                        .table(
                            Table(
                                columns: columns, rows: rows.map { $0.map { Cell($0) } },
                                hasHeading: false))
                    ]
                }))
    }
}

/// `rules test`: what a run would change.
struct RulesTestCommand: Command {
    static let spec = CommandSpec(
        "test", summary: "Show what the rules would change, and try their examples",
        discussion: [
            "Nothing is written. Each line that a run would change is shown before and after, with what rules "
                + "of mode:suggest propose as well. A rule whose example: it does not fit is an error."
        ],
        positionals: [QueryOptions.query], groups: [QueryOptions.group],
        examples: [Example("bankbook rules test -p 2026-11", "What would change in November")])

    private let query: QueryOptions

    init(_ invocation: Invocation) throws(UsageError) { query = QueryOptions(invocation) }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        try RulesRunCommand.run(session.dry, query, withSuggestions: true, schema: "rules.test")
    }
}

/// `rules run`: asks the rules about lines that are there.
struct RulesRunCommand: Command {
    static let spec = CommandSpec(
        "run", summary: "Apply the rules to the lines that a query finds",
        discussion: [
            "Only fields that are absent or that a machine set are changed, and a description that is still "
                + "the bank's; what a person set stays. A second run changes nothing."
        ],
        positionals: [QueryOptions.query], groups: [QueryOptions.group],
        examples: [
            Example("bankbook rules run -n", "Show what would change"),
            Example("bankbook rules run acct:card", "Apply the rules to one account"),
        ])

    private let query: QueryOptions

    init(_ invocation: Invocation) throws(UsageError) { query = QueryOptions(invocation) }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        try RulesRunCommand.run(session, query, withSuggestions: false, schema: "rules.run")
    }

    fileprivate static func run(
        _ session: Session, _ query: QueryOptions, withSuggestions: Bool, schema: String
    ) throws(CommandFailure) -> ExitStatus {
        let result = try session.write { ledger throws(CommandFailure) in
            let list = try session.rules(ledger)
            _ = try session.settle(list.findings)
            let engine = RuleEngine(list, ledger, withSuggestions: withSuggestions)
            var plan = try LineChanges(ledger, session, isSure: true).plan(query) {
                line, transaction, record throws(SyntaxProblem) in
                try engine.apply(
                    to: &line, of: transaction, bankDescription: record?.description)
            }
            if plan.notes.isEmpty, !plan.edits.contains(where: \.isChange) {
                plan.notes = ["the rules change nothing"]
            }
            return plan
        }
        return try session.finish(result, schema: schema)
    }
}

extension Session {
    /// The rules of a ledger; none where it has no `rules.txt`.
    func rules(_ ledger: Ledger) throws(CommandFailure) -> RuleList {
        let bytes = try LedgerFiles(ledger).bytes("rules.txt") ?? []
        return RuleList(
            bytes, ledger,
            periods: PeriodParser(
                today: today, calendar: ledger.calendar))
    }
}
