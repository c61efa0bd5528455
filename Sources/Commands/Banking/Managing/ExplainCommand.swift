import CommandGrammar
import Connecting
import JSONText
import Model
import Rendering

/// `explain`: which access suits which accounts.
struct ExplainCommand: Command {
    static let kinds = Positional(
        "KIND", .text, .many, help: "What is to be connected: current, savings, card, loan, …")
    static let country = Flag("country", takes: .text, as: "CODE", help: "Where the bank is, as ES")
    static let balances = Flag("balances", help: "The balance after each row is wanted")
    static let stable = Flag("stable", help: "Steadiness counts most")

    static let spec = CommandSpec(
        "explain", summary: "Say which access to a bank suits you, and why",
        discussion: [
            "Direct access reads what you see at the bank; open banking is the interface that the law makes banks offer. "
                + "Both may be used for one bank."
        ],
        positionals: [kinds], flags: [country, balances, stable],
        examples: [
            Example("bankbook explain current card", "A current account and a card"),
            Example("bankbook explain current --stable", "Only a current account"),
        ])

    private let needs: Comparison.Needs
    private let country: String?

    init(_ invocation: Invocation) throws(UsageError) {
        let own = ExplainCommand.self
        var kinds: [AccountKind] = []
        for word in invocation.values(of: own.kinds) {
            guard let kind = AccountKind(rawValue: word) else {
                throw invocation.refusal(
                    of: word, for: own.kinds,
                    "use " + AccountKind.allCases.map(\.rawValue).joined(separator: ", "))
            }
            kinds.append(kind)
        }
        needs = Comparison.Needs(
            kinds: kinds, wantsBalances: invocation.isSet(own.balances),
            wantsStability: invocation.isSet(own.stable))
        country = invocation.value(of: own.country)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let comparison = Comparison(needs, country: country)
        return try session.finish(
            Answer(
                "explain",
                payload: {
                    [
                        JSONMember("recommended", .string(comparison.recommended.rawValue)),
                        JSONMember("reasons", .strings(comparison.reasons)),
                        JSONMember(
                            "comparison",
                            .array(
                                Comparison.rows.map { row in
                                    .object([
                                        JSONMember("subject", .string(row.subject)),
                                        JSONMember("direct", .string(row.direct)),
                                        JSONMember("open-banking", .string(row.openBanking)),
                                    ])
                                })),
                    ]
                },
                sheet: {
                    Sheet(
                        header: ["subject", "direct", "open-banking"],
                        rows: Comparison.rows.map { [$0.subject, $0.direct, $0.openBanking] })
                },
                text: { ExplainCommand.text(comparison) }))
    }

    static func text(_ comparison: Comparison) -> [TextBlock] {
        let columns = [
            Column("subject", heading: ""), Column("direct"),
            Column("open", heading: "open banking"),
        ]
        let rows = Comparison.rows.map {
            [Cell($0.subject), Cell($0.direct), Cell($0.openBanking)]
        }
        return [
            .table(Table(columns: columns, rows: rows)),
            .line("recommended: \(comparison.recommended.rawValue)"),
        ] + comparison.reasons.map { .line("  \($0)") }
    }
}
