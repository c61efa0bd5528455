import Analysis
import CommandGrammar
import JSONText
import Model
import Reading
import Rendering

/// `prices`: what the ledger knows of currencies' worth.
struct PricesCommand: Command {
    static let spec = CommandSpec(
        "prices", summary: "Show what currencies are worth, and fetch rates",
        discussion: [
            "The prices of prices/*.txt, by pairs: how many there are, of which days, and the latest. `-X CURRENCY` tells "
                + "reports by them."
        ],
        subcommands: [PricesFetchCommand.spec],
        examples: [
            Example("bankbook prices", "Which there are"),
            Example("bankbook prices fetch", "Fetch those that are missing"),
        ])

    init(_ invocation: Invocation) throws(UsageError) {}

    /// One pair with the days of its prices.
    private struct Row {
        let unit: CurrencyCode
        let currency: CurrencyCode
        var count = 0
        var first: CivilDate
        var last: CivilDate
        var latest: String
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let prices = PriceTable(ledger)
        let shown = try session.settle(prices.findings)
        let rows = rows(prices, today: session.today)
        return try session.finish(
            Answer(
                "prices", diagnostics: shown,
                payload: { [JSONMember("prices", .array(rows.map(json)))] },
                sheet: {
                    Sheet(
                        header: ["unit", "currency", "count", "first", "last", "latest"],
                        rows: rows.map {
                            [
                                "\($0.unit)", "\($0.currency)", "\($0.count)", "\($0.first)",
                                "\($0.last)", $0.latest,
                            ]
                        })
                },
                text: {
                    if rows.isEmpty {
                        return [.line("there are no prices yet: bankbook prices fetch")]
                    }
                    let cells = rows.map { row in
                        [
                            Cell("1 \(row.unit)"), Cell("\(row.latest) \(row.currency)"),
                            Cell("\(row.last)"),
                            Cell("\(counted(row.count, "price")) since \(row.first)", .faint),
                        ]
                    }
                    let columns = [
                        Column("unit"), Column("latest", .right), Column("last"), Column("count"),
                    ]
                    return [.table(Table(columns: columns, rows: cells, hasHeading: false))]
                }))
    }

    /// - Parameter today: whose price is the latest; what lies ahead is counted, and told where there is nothing else.
    private func rows(_ prices: PriceTable, today: CivilDate) -> [Row] {
        var rows: [Row] = []
        for price in prices.all {
            let text = decimalText(price.worth, decimals: price.decimals)
            let place = rows.firstIndex { $0.unit == price.unit && $0.currency == price.currency }
            if let place {
                rows[place].count += 1
                if price.date > today { continue }
                rows[place].last = price.date
                rows[place].latest = text
            } else {
                rows.append(
                    Row(
                        unit: price.unit, currency: price.currency, count: 1, first: price.date,
                        last: price.date, latest: text))
            }
        }
        return rows.sorted { ($0.unit, $0.currency) < ($1.unit, $1.currency) }
    }

    private func json(_ row: Row) -> JSONValue {
        .object([
            JSONMember("unit", .string(row.unit.description)),
            JSONMember("currency", .string(row.currency.description)),
            JSONMember("count", .integer(row.count)),
            JSONMember("first", .string(row.first.description)),
            JSONMember("last", .string(row.last.description)),
            JSONMember("latest", .string(row.latest)),
        ])
    }
}
