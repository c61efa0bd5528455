import Analysis
import Model
import Queries
import Reading
import SourceText

/// Understands the words of a report, or says which of them it does not.
struct ReportWords {
    private let spec: ReportSpec
    private let books: [ReportBook]
    private let today: CivilDate

    init(_ spec: ReportSpec, _ books: [ReportBook], today: CivilDate) {
        self.spec = spec
        self.books = books
        self.today = today
    }

    private var ledger: Ledger { books[0].ledger }

    func grouping() throws(ReportProblem) -> Grouping {
        let taxonomies = books.reduce(into: Set<String>()) { $0.formUnion($1.ledger.taxonomyNames) }
        if spec.by == "taxonomy" {
            if let first = taxonomies.min(by: byBytes) { return .taxonomy(first) }
            throw ReportProblem(
                "by", spec.by, "the ledger has no taxonomy",
                remedy: "write one into taxonomies/, such as taxonomies/project.txt")
        }
        if let grouping = Grouping(spec.by, taxonomies: taxonomies) { return grouping }
        let fixed = Grouping.fixed.map(\.name)
        let near = Suggestion.nearest(to: spec.by, in: fixed + taxonomies)
        throw ReportProblem(
            "by", spec.by, "“\(spec.by)” is no grouping",
            remedy: (near.map { "did you mean \($0)? Else g" } ?? "g")
                + "roup by \(fixed.joined(separator: ", ")) or a taxonomy")
    }

    func cycle() throws(ReportProblem) -> Cycle? {
        guard let text = spec.every else {
            if spec.last != nil {
                throw ReportProblem(
                    "last", "\(spec.last ?? 0)", "“last” counts columns, and there is one",
                    remedy: "say how time is cut too, such as --monthly or --every payday")
            }
            return nil
        }
        if let cycle = ledger.cycleParser(today: today).cycle(text) { return cycle }
        throw ReportProblem(
            "every", text, "“\(text)” cuts no time", remedy: "write one of \(CycleParser.forms)")
    }

    func selections() throws(ReportProblem) -> [Selection] {
        var selections: [Selection] = []
        for book in books {
            let parser = QueryParser(
                periods: ledger.periodParser(today: today),
                taxonomies: book.ledger.taxonomyNames, accountPrefix: book.prefix)
            do throws(QueryProblem) {
                selections.append(Selection(query: try parser.query(terms: spec.terms)))
            } catch {
                throw ReportProblem("query", error.term, error.message, remedy: error.remedy)
            }
        }
        return selections
    }

    /// The days asked for: a period, or as many columns as are asked for up to today's.
    func period(_ cycle: Cycle?) throws(ReportProblem) -> Period {
        if let count = spec.last, let cycle {
            let last = cycle.period(of: today)
            var begin = last.begin
            for _ in 1..<max(count, 1) {
                guard let before = begin.flatMap({ cycle.period(before: $0) }) else { break }
                begin = before.begin
            }
            return Period(begin: begin, end: last.end)
        }
        guard let text = spec.period else { return .always }
        if let period = ledger.periodParser(today: today).period(text) { return period }
        throw ReportProblem(
            "period", text, "“\(text)” is no period",
            remedy: "periods are \(PeriodParser.forms)")
    }

    func currency() throws(ReportProblem) -> CurrencyCode? {
        guard let text = spec.currency else { return nil }
        if let code = CurrencyCode(text), ledger.currencies.decimals(of: code) != nil {
            return code
        }
        throw ReportProblem(
            "currency", text, "“\(text)” is no currency",
            remedy: "write an ISO 4217 code such as EUR, or one declared in ledger.json")
    }

    func rate() throws(ReportProblem) -> RateDay {
        guard let text = spec.rate else { return .end }
        if let rate = RateDay(text, today: today) { return rate }
        throw ReportProblem(
            "rate", text, "“\(text)” is no day of a rate",
            remedy: "write day, end, today or a date such as 2026-11-03")
    }

    /// What does not go together.
    func check(_ grouping: Grouping, _ selections: [Selection]) throws(ReportProblem) {
        if spec.content == .balance {
            try checkBalance(grouping, selections)
        } else if spec.hasSections, grouping != .category {
            throw ReportProblem(
                "sections", spec.by, "sections of income and expense are told by category",
                remedy: "group by category, or leave the sections out")
        }
        if spec.comparison == .budget, grouping != .category || spec.content == .balance {
            throw ReportProblem(
                "compare", "budget", "budgets are for categories",
                remedy: "group what flowed by category")
        }
        if spec.comparison == .budget { try checkBudget(selections) }
        if spec.depth == 0 {
            throw ReportProblem(
                "depth", "0", "names have at least one part", remedy: "write 1 or more")
        }
        if let top = spec.top, top == 0 {
            throw ReportProblem("top", "0", "no row is left", remedy: "write 1 or more")
        }
        if spec.last == 0 {
            throw ReportProblem("last", "0", "no column is left", remedy: "write 1 or more")
        }
    }

    /// What does not go together with the days that are asked for.
    func check(_ asked: Period, _ cycle: Cycle?) throws(ReportProblem) {
        guard let comparison = spec.comparison, comparison != .budget, cycle == nil else { return }
        // What is held at the end of a day is held against the same day of the year before without a first day.
        let needsBegin = spec.content == .flow || comparison == .previous
        if asked.end == nil || needsBegin && asked.begin == nil {
            throw ReportProblem(
                "compare", comparison.rawValue, "all time has nothing before it",
                remedy: "say which days are meant, such as -p 2026, or how time is cut")
        }
    }

    /// A budget knows categories, and nothing else that lines are chosen by.
    private func checkBudget(_ selections: [Selection]) throws(ReportProblem) {
        for selection in selections {
            for term in selection.query.terms {
                switch term {
                case .category, .status: continue
                default:
                    throw ReportProblem(
                        "query", spec.terms.joined(separator: " "),
                        "budgets are chosen by cat: and status: only",
                        remedy: "leave other terms out, or compare with something else")
                }
            }
        }
    }

    private func checkBalance(
        _ grouping: Grouping, _ selections: [Selection]
    ) throws(ReportProblem) {
        guard [.account, .kind, .currency].contains(grouping) else {
            throw ReportProblem(
                "by", spec.by, "what is held is told by account, kind or currency",
                remedy: "group by one of them, or ask for what flowed")
        }
        if spec.hasTotal || spec.hasAverage {
            throw ReportProblem(
                spec.hasTotal ? "total" : "average", "true",
                "what is held is not added up over periods",
                remedy: "leave it out, or ask for what flowed")
        }
        for selection in selections where !selection.isStock {
            throw ReportProblem(
                "query", spec.terms.joined(separator: " "),
                "what is held is chosen by acct:, kind:, cur: and status: only",
                remedy: "leave other terms out, or ask for what flowed")
        }
        if let measure = spec.measures.first(where: { $0 != .sum && $0 != .share }) {
            throw ReportProblem(
                "measures", measure.rawValue, "a balance has no \(measure.rawValue)",
                remedy: "ask for sum or share, or for what flowed")
        }
        if spec.rate == "day" {
            throw ReportProblem(
                "rate", "day", "a balance is of the end of a period",
                remedy: "write end, today or a date")
        }
    }
}
