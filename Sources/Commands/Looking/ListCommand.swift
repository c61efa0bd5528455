import Analysis
import CommandGrammar
import JSONText
import Model
import Queries
import Reading
import Rendering
import SourceText

/// `list`: the finder.
struct ListCommand: Command {
    static let sort = Flag(
        "sort", takes: .text, as: "FIELDS",
        help: "Order by date, amount, account, description or category; -FIELD for descending")
    static let limit = Flag("limit", takes: .count, help: "Show at most N lines")

    static let spec = CommandSpec(
        "list", aliases: ["find"], summary: "Find transactions",
        discussion: [
            "Booked and pending lines; others where `status:` or `is:` asks for them. Ignored lines "
                + "and transfers are always listed."
        ],
        positionals: [QueryOptions.query], flags: [sort, limit],
        groups: [QueryOptions.group, CurrencyOptions.group],
        examples: [
            Example("bankbook list desc:mercadona amt:>50 -p 2026", "Large purchases of the year"),
            Example("bankbook list is:uncategorised", "What has no category yet"),
            Example("bankbook list status:pending -O json", "Pending lines, for a program"),
        ])

    private let query: QueryOptions
    private let fields: [SortField]
    private let limit: Int?
    private let currency: CurrencyOptions

    init(_ invocation: Invocation) throws(UsageError) {
        query = QueryOptions(invocation)
        currency = CurrencyOptions(invocation)
        limit = invocation.count(of: ListCommand.limit)
        var fields: [SortField] = []
        let given = invocation.value(of: ListCommand.sort) ?? ""
        for word in given.split(separator: ",") {
            let isDescending = word.hasPrefix("-")
            let text = String(isDescending ? word.dropFirst() : word)
            guard let name = SortField.Name(rawValue: text) else {
                throw invocation.refusal(
                    of: given, for: ListCommand.sort,
                    "the fields are "
                        + SortField.Name.allCases.map(\.rawValue).joined(separator: ", "))
            }
            fields.append(SortField(name, isDescending: isDescending))
        }
        self.fields = fields
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let selection = try query.selection(ledger, today: session.today)
        var listing = Listing(selection, ledger, threads: session.environment.threads)
        let target = try currency.target(ledger)
        let rate = try currency.rateDay(today: session.today, usual: .day)
        if let target {
            listing.tell(
                in: target, by: rate,
                lastDay: selection.asked.lastDay, today: session.today, hasGaps: currency.hasGaps,
                ledger)
        }
        let shown = try session.settle(listing.findings)
        if !fields.isEmpty { listing.sort(by: fields) }
        return try session.finish(
            ListPresentation(listing, ledger, limit: limit, target: target)
                .answer(diagnostics: shown))
    }
}

/// Transactions as text, CSV and JSON.
struct ListPresentation {
    private let listing: Listing
    private let ledger: Ledger
    private let limit: Int
    private let money: MoneyText
    /// The currency in which amounts are told, where it is not each line's own.
    private let target: CurrencyCode?

    init(_ listing: Listing, _ ledger: Ledger, limit: Int?, target: CurrencyCode? = nil) {
        self.target = target
        money = MoneyText(ledger, also: target?.description)
        self.listing = listing
        self.ledger = ledger
        self.limit = min(limit ?? listing.count, listing.count)
    }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        Answer("list", diagnostics: diagnostics, payload: payload, sheet: sheet, text: text)
    }

    private func payload() -> [JSONMember] {
        let wire = TransactionWire(ledger)
        return [
            JSONMember(
                "transactions",
                .array((0..<limit).map { .object(wire.members(listing[$0]) + worth($0)) })),
            JSONMember("count", .integer(listing.count)),
            JSONMember("sum", money.json(listing.sum)),
        ]
    }

    private func sheet() -> Sheet {
        let wire = TransactionWire(ledger)
        return Sheet(
            header: TransactionWire.header + (target == nil ? [] : RegisterFields.worthHeader),
            rows: (0..<limit).flatMap { index in
                let worth = target == nil ? [] : RegisterFields.worth(listing, index, money)
                return wire.rows(listing[index]).map { $0 + worth }
            })
    }

    private func worth(_ index: Int) -> [JSONMember] {
        target == nil ? [] : [RegisterFields.worthMember(listing, index, money)]
    }

    private func text() -> [TextBlock] {
        guard listing.count > 0 else { return [] }
        let rows = StreamedRows(
            columns: ListedRows.columns,
            source: ListedRows(count: limit, cells: TransactionCells(listing, money)))
        if listing.count == 1 { return [.rows(rows)] }
        let hidden = listing.count > limit ? ", \(limit) shown" : ""
        let sum = money.field(listing.sum)
        return [.rows(rows), .line("\(counted(listing.count, "line"))\(hidden), \(sum)")]
    }
}

/// The table of `list`.
private struct ListedRows: RowSource {
    static let columns = [
        Column("date"), Column("mark"), Column("account"), Column("amount", .right),
        Column("category", shrinks: true), Column("description", shrinks: true),
    ]

    let count: Int
    var cells: TransactionCells

    func widths(_ rows: Range<Int>) -> [Int] {
        let widths = cells.widths(rows)
        return [
            widths.date, widths.mark, widths.account, widths.amounts.widest, widths.category,
            widths.description,
        ]
    }

    mutating func append(_ index: Int, to writer: inout RowWriter) {
        let line = cells.listing.line(index)
        cells.appendHead(line, to: &writer)
        cells.appendAmount(line, to: &writer)
        cells.appendCategory(line, at: index, to: &writer)
        cells.appendDescription(index, to: &writer)
        writer.endLine()
    }
}
