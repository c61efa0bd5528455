import CommandGrammar
import JSONText
import Rendering
import Schemas

/// `schema`: the JSON Schema of a kind of file.
struct SchemaCommand: Command {
    static let name = Positional(
        "NAME", .choice(FileSchema.all.map(\.name)), .optional, help: "The kind of file")

    static let spec = CommandSpec(
        "schema", summary: "Print the JSON Schema of a kind of file",
        discussion: [
            "Without a name the kinds are listed. Editors complete and check a file whose `$schema` "
                + "names the printed one."
        ],
        positionals: [name],
        examples: [
            Example("bankbook schema", "Which kinds there are"),
            Example("bankbook schema account", "What an account's file may hold"),
        ])

    private let name: String?

    init(_ invocation: Invocation) throws(UsageError) {
        name = invocation.value(of: SchemaCommand.name)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        if let schema = name.flatMap(FileSchema.named) {
            try session.deliver(JSONWriter.file(JSONSchema.document(schema)))
            return .done
        }
        let kinds = FileSchema.all.map { [$0.name, $0.location, $0.summary] }
        return try session.finish(
            Answer(
                "schema",
                payload: {
                    [
                        JSONMember(
                            "schemas",
                            .array(
                                kinds.map {
                                    .object([
                                        JSONMember("name", .string($0[0])),
                                        JSONMember("location", .string($0[1])),
                                        JSONMember("summary", .string($0[2])),
                                    ])
                                }))
                    ]
                },
                sheet: { Sheet(header: ["name", "location", "summary"], rows: kinds) },
                text: {
                    [
                        .table(
                            Table(
                                columns: [Column("name"), Column("location"), Column("summary")],
                                rows: kinds.map { $0.map { Cell($0) } }, hasHeading: false))
                    ]
                }))
    }
}
