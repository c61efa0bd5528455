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
        positionals: [QueryOptions.query], flags: [sort, limit], groups: [QueryOptions.group],
        examples: [
            Example("bankbook list desc:mercadona amt:>50 -p 2026", "Large purchases of the year"),
            Example("bankbook list is:uncategorised", "What has no category yet"),
            Example("bankbook list status:pending -O json", "Pending lines, for a program"),
        ])

    private let query: QueryOptions
    private let fields: [SortField]
    private let limit: Int?

    init(_ invocation: Invocation) throws(UsageError) {
        query = QueryOptions(invocation)
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
        let shown = try session.settle(listing.findings)
        if !fields.isEmpty { listing.sort(by: fields) }
        return try session.finish(
            ListPresentation(listing, ledger, limit: limit).answer(diagnostics: shown))
    }
}

/// Transactions as text, CSV and JSON.
struct ListPresentation {
    private let listing: Listing
    private let ledger: Ledger
    private let limit: Int

    init(_ listing: Listing, _ ledger: Ledger, limit: Int?) {
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
            JSONMember("transactions", .array((0..<limit).map { wire.json(listing[$0]) })),
            JSONMember("count", .integer(listing.count)),
            JSONMember("sum", MoneyText(ledger).json(listing.sum)),
        ]
    }

    private func sheet() -> Sheet {
        let wire = TransactionWire(ledger)
        return Sheet(
            header: TransactionWire.header, rows: (0..<limit).flatMap { wire.rows(listing[$0]) })
    }

    private func text() -> [TextBlock] {
        guard listing.count > 0 else { return [] }
        let money = MoneyText(ledger)
        let cells = TransactionCells(listing, money)
        let rows = StreamedRows(columns: TransactionCells.columns, count: limit) { index, row in
            cells.fill(index, &row)
        }
        if listing.count == 1 { return [.rows(rows)] }
        let hidden = listing.count > limit ? ", \(limit) shown" : ""
        let sum = money.field(listing.sum)
        return [.rows(rows), .line("\(listing.count) lines\(hidden), \(sum)")]
    }
}

/// How the lines of a listing stand in a table.
final class TransactionCells {
    static let columns = [
        Column("date"), Column("mark"), Column("account"), Column("amount", .right),
        Column("category", shrinks: true), Column("description", shrinks: true),
    ]

    private let listing: Listing
    private let money: MoneyText
    private var text: [UInt8] = []

    init(_ listing: Listing, _ money: MoneyText) {
        self.listing = listing
        self.money = money
    }

    /// Fills the cells of the line at `index` in the order of `columns`.
    func fill(_ index: Int, _ row: inout RowBuffer) {
        fillHead(index, &row)
        fillAmount(index, &row)
        fillCategory(index, &row)
        fillDescription(index, &row)
    }

    /// Date, mark and account.
    func fillHead(_ index: Int, _ row: inout RowBuffer) {
        let line = listing.line(index)
        line.date.append(to: &row.bytes)
        row.endCell()
        if let mark = line.status.mark { row.bytes.append(mark) }
        row.endCell()
        row.bytes += line.account.utf8
        row.endCell(.faint)
    }

    func fillAmount(_ index: Int, _ row: inout RowBuffer) {
        let line = listing.line(index)
        money.append(line.amount, line.currency, to: &row.bytes)
        row.endCell(line.amount < 0 ? .negative : .plain)
    }

    func fillCategory(_ index: Int, _ row: inout RowBuffer) {
        if let target = listing.target(index) {
            row.bytes += (target == .uncategorised ? "(none)" : target.text).utf8
        } else {
            let texts = listing.targets(index).map { $0 == .uncategorised ? "(none)" : $0.text }
            row.bytes += texts.joined(separator: ", ").utf8
        }
        row.endCell()
    }

    /// The description on one line: control characters become blanks.
    func fillDescription(_ index: Int, _ row: inout RowBuffer) {
        text.removeAll(keepingCapacity: true)
        listing.appendDescription(index, to: &text)
        for byte in text { row.bytes.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte) }
        row.endCell()
    }
}
