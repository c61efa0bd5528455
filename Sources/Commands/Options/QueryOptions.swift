import Analysis
import CommandGrammar
import Model
import Queries
import Reading

/// The options by which lines are chosen, the same for every command that asks.
struct QueryOptions: Sendable {
    static let query = Positional(
        "QUERY", .query, .many, help: "Terms such as acct:main cat:food desc:mercadona amt:>50")
    static let begin = Flag("begin", short: "b", takes: .date, help: "Only lines on or after DATE")
    static let end = Flag("end", short: "e", takes: .date, help: "Only lines before DATE")
    static let period = Flag(
        "period", short: "p", takes: .period,
        help: "Only lines of PERIOD, such as 2026-11 or “last month”")
    static let date = Flag(
        "date", takes: .choice(["booking", "value"]), as: "DAY", help: "Go by the bank's day of")
    static let booked = Flag("booked", help: "Only booked lines")

    static let group = FlagGroup("Query options", [begin, end, period, date, booked])

    private let terms: [String]
    private let begin: String?
    private let end: String?
    private let period: String?
    private let dateChoice: DateChoice
    private let isBooked: Bool
    private let invocation: Invocation

    /// - Parameter terms: the query's terms, where they are not the argument `QUERY` itself.
    init(_ invocation: Invocation, terms: [String]? = nil) {
        self.terms = terms ?? invocation.values(of: QueryOptions.query)
        begin = invocation.value(of: QueryOptions.begin)
        end = invocation.value(of: QueryOptions.end)
        period = invocation.value(of: QueryOptions.period)
        dateChoice =
            switch invocation.value(of: QueryOptions.date) {
            case "booking": .booking
            case "value": .value
            default: .own
            }
        isBooked = invocation.isSet(QueryOptions.booked)
        self.invocation = invocation
    }

    var isEmpty: Bool { terms.isEmpty && begin == nil && end == nil && period == nil && !isBooked }

    /// What the options choose in `ledger`.
    func selection(
        _ ledger: Ledger, today: CivilDate, adding extra: [String] = []
    ) throws(CommandFailure) -> Selection {
        try selection(ReportBook(ledger), ledger.periodParser(today: today), adding: extra)
    }

    /// What is asked of one of several ledgers.
    ///
    /// - Parameter periods: of the first of them, so that all are asked for the same days.
    func selection(
        _ book: ReportBook, _ periods: PeriodParser, adding extra: [String] = []
    ) throws(CommandFailure) -> Selection {
        let parser = QueryParser(
            periods: periods, taxonomies: book.ledger.taxonomyNames, accountPrefix: book.prefix)
        do throws(QueryProblem) {
            let words = terms + (isBooked ? ["status:booked"] : []) + extra
            return Selection(
                query: try parser.query(terms: words), period: try asked(periods),
                dateChoice: dateChoice)
        } catch {
            throw .usage(invocation.refusal("\(error.message): \(error.remedy)"))
        }
    }

    private func asked(_ periods: PeriodParser) throws(QueryProblem) -> Period {
        var result = Period.always
        if let period {
            guard let found = periods.period(period) else {
                throw QueryProblem(period: period)
            }
            result = found
        }
        if let begin {
            guard let day = periods.day(begin) else { throw QueryProblem(period: begin) }
            result.begin = day
        }
        if let end {
            guard let day = periods.day(end) else { throw QueryProblem(period: end) }
            result.end = day
        }
        return result
    }
}

extension QueryProblem {
    fileprivate init(period: String) {
        self.init(
            period, "“\(period)” is no period", remedy: "periods are \(PeriodParser.forms)")
    }
}
