import Analysis
import CommandGrammar
import JSONText
import Model
import Reading
import Rendering
import SourceText

/// `categories`: the tree as it is declared.
struct CategoriesCommand: Command {
    static let taxonomy = Flag(
        "taxonomy", takes: .text, as: "NAME", help: "Show a taxonomy instead")

    static let spec = CommandSpec(
        "categories", aliases: ["cats"], summary: "Show the categories",
        flags: [taxonomy],
        examples: [
            Example("bankbook categories", "Every declared category with its kind"),
            Example("bankbook categories -O json", "The same for a program"),
        ])

    private let taxonomy: String?
    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) {
        taxonomy = invocation.value(of: CategoriesCommand.taxonomy)
        self.invocation = invocation
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let tree = try tree(ledger)
        let shown = try session.settle(ledger.findings)
        let categories = tree.categories
        let answer = Answer(
            "categories", diagnostics: shown,
            payload: {
                [
                    JSONMember(
                        "categories",
                        .array(
                            categories.map { category in
                                .object([
                                    JSONMember("path", .string(category.path)),
                                    JSONMember(
                                        "kind", .optional(tree.kind(of: category.path)?.rawValue)),
                                    JSONMember("keywords", .strings(category.keywords)),
                                    JSONMember("was", .strings(category.formerPaths)),
                                ])
                            }))
                ]
            },
            sheet: {
                Sheet(
                    header: ["path", "kind", "keywords", "was"],
                    rows: categories.map { category in
                        [
                            category.path, tree.kind(of: category.path)?.rawValue ?? "",
                            category.keywords.joined(separator: ","),
                            category.formerPaths.joined(separator: ","),
                        ]
                    })
            },
            text: {
                let rows = categories.map { category in
                    [
                        Cell(category.path),
                        Cell(tree.kind(of: category.path)?.rawValue ?? "", .faint),
                        Cell(category.keywords.joined(separator: ", ")),
                    ]
                }
                let columns = [
                    Column("path"), Column("kind"), Column("keywords", shrinks: true),
                ]
                return [.table(Table(columns: columns, rows: rows, hasHeading: false))]
            })
        return try session.finish(answer)
    }

    private func tree(_ ledger: Ledger) throws(CommandFailure) -> CategoryTree {
        guard let taxonomy else { return ledger.categories }
        if let tree = ledger.taxonomies[taxonomy] { return tree }
        throw .usage(
            invocation.refusal(
                of: taxonomy, for: CategoriesCommand.taxonomy,
                "there is no taxonomies/\(taxonomy).txt"))
    }
}
