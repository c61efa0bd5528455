import CommandGrammar
import JSONText
import Rendering

/// `why`: where each word of a transaction comes from.
struct WhyCommand: Command {
    static let id = Positional("ID", .text, help: "Any id of the transaction")

    static let spec = CommandSpec(
        "why", summary: "Tell who set each field of a transaction, and from what",
        discussion: [
            "For each field: whether a bank said it, a rule or a keyword set it, or a person decided it; the line of "
                + "evidence behind what a bank said; the operation of this device that wrote it; and, in git, the commit "
                + "with its author and day.",
            "`log --git ID` shows every change of the transaction.",
        ],
        positionals: [id],
        examples: [Example("bankbook why 8d2mx1a4tq", "Where one transaction comes from")],
        exitStatuses: [Term("4", "No transaction has the id")])

    private let id: String

    init(_ invocation: Invocation) throws(UsageError) {
        id = invocation.value(of: WhyCommand.id) ?? ""
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let origins = try FieldOrigins(ledger, session).origins(of: id)
        return try session.finish(
            Answer(
                "why",
                payload: {
                    [
                        JSONMember("id", .string(origins.id)),
                        JSONMember("file", .string(origins.file)),
                        JSONMember("line", .integer(origins.line)),
                        JSONMember("answers", .array(origins.fields.map(\.json))),
                    ]
                },
                sheet: {
                    Sheet(
                        header: ["field", "value", "by", "ref", "operation", "author", "at"],
                        rows: origins.fields.map { field in
                            [
                                field.name, field.value, field.by, field.reference ?? "",
                                field.operation ?? "", field.author ?? "", field.at ?? "",
                            ]
                        })
                },
                text: {
                    let columns = [
                        Column("field"), Column("value", shrinks: true), Column("by"),
                        Column("from"),
                    ]
                    let rows = origins.fields.map { field in
                        [
                            Cell(field.name, .faint), Cell(field.value), Cell(field.by),
                            Cell(field.from, .faint),
                        ]
                    }
                    return [
                        .line("\(origins.file):\(origins.line)"),
                        .table(Table(columns: columns, rows: rows, hasHeading: false)),
                    ]
                }))
    }
}

extension FieldOrigins.Field {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("field", .string(name)), JSONMember("value", .string(value)),
            JSONMember("by", .string(by)), JSONMember("ref", .optional(reference)),
            JSONMember("operation", .optional(operation)),
            JSONMember(
                "evidence",
                .array(
                    evidence.map {
                        .object([
                            JSONMember("file", .string($0.path)),
                            JSONMember("line", .integer($0.line)),
                        ])
                    })),
            JSONMember("author", .optional(author)), JSONMember("at", .optional(at)),
            JSONMember("commit", .optional(commit)),
        ])
    }

    /// Everything that is known of where the value comes from, for people.
    fileprivate var from: String {
        var parts = [reference].compactMap { $0 }
        parts += evidence.map { "\($0.path):\($0.line)" }
        if let operation { parts.append("operation \(operation)") }
        if let author, let at { parts.append("\(author), \(at.prefix(10))") }
        return parts.joined(separator: "; ")
    }
}
