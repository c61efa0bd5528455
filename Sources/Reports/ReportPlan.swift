package import Analysis
package import Model
import Queries
package import SourceText

/// A report whose words are understood: first it asks its questions, then it makes a table of the answers.
package struct ReportPlan: Sendable {
    let spec: ReportSpec
    let books: [ReportBook]
    let today: CivilDate
    let grouping: Grouping
    let cycle: Cycle?
    /// By book.
    let selections: [Selection]
    /// The days asked for; open ends as typed.
    let asked: Period
    /// The columns, where they are known before anything is read.
    let periods: [Period]?
    /// For each column the days that it is compared with.
    let compared: [Period]
    let target: CurrencyCode?
    let rate: RateDay
    let hasGaps: Bool
    private var flowPlaces: [Int] = []
    private var comparedPlaces: [Int] = []
    private var stockPlaces: [Int] = []

    /// - Parameters:
    ///   - books: at least one; the first one's calendar cuts time.
    ///   - hasGaps: whether amounts without a price are shown as they are.
    ///   - threads: for reports whose columns depend on the lines.
    package init(
        _ spec: ReportSpec, _ books: [ReportBook], today: CivilDate, hasGaps: Bool = false,
        threads: Int
    ) throws(ReportProblem) {
        var spec = spec
        // A budget covers what is below its category.
        if spec.comparison == .budget { spec.isTree = true }
        self.spec = spec
        self.books = books
        self.today = today
        self.hasGaps = hasGaps
        let words = ReportWords(spec, books, today: today)
        grouping = try words.grouping()
        cycle = try words.cycle()
        selections = try words.selections()
        target = try words.currency()
        rate = try words.rate()
        try words.check(grouping, selections)
        var asked = try words.period(cycle)
        // What is held is told of today, where nothing else is asked for (S6).
        if spec.content == .balance, cycle == nil, asked.end == nil {
            asked.end = today.adding(days: 1)
        }
        try words.check(asked, cycle)
        let needsColumns =
            spec.comparison == .budget || spec.comparison != nil && cycle != nil
            || spec.content == .balance && cycle != nil
        if needsColumns, asked.begin == nil || asked.end == nil {
            asked = ReportPlan.bounded(asked, books, selections, today, threads)
        }
        self.asked = asked
        let periods: [Period]?
        if let cycle {
            if let first = asked.begin, let last = asked.lastDay, first <= last {
                periods = cycle.periods(from: first, through: last).map { $0.intersection(asked) }
            } else {
                periods = needsColumns ? [] : nil
            }
        } else {
            periods = [asked]
        }
        self.periods = periods
        let cycle = cycle
        compared = spec.comparison.map { ReportPeriods.compared(periods ?? [], $0, cycle) } ?? []
    }

    /// The asked days with open ends closed: by the days of the lines, and by today.
    private static func bounded(
        _ asked: Period, _ books: [ReportBook], _ selections: [Selection], _ today: CivilDate,
        _ threads: Int
    ) -> Period {
        let range = Selection.days(selections, books, threads: threads)
        let begin = asked.begin ?? range?.lowerBound
        let last =
            asked.lastDay ?? range.map { max($0.upperBound, begin ?? $0.upperBound) } ?? today
        return Period(begin: begin, end: last.adding(days: 1))
    }

    // Asking

    /// Puts the questions whose answers the table needs.
    ///
    /// - Parameter inquiries: one per book.
    package mutating func ask(_ inquiries: inout [Inquiry]) {
        for (index, selection) in selections.enumerated() {
            if spec.content == .balance {
                stockPlaces.append(
                    inquiries[index].ask(
                        StockQuestion(days: stockDays, selection: selection, today: today)))
                continue
            }
            flowPlaces.append(
                inquiries[index].ask(question(selection, asked, periods, index)))
            if spec.comparison == .previous || spec.comparison == .lastYear,
                let first = compared.first, let last = compared.last
            {
                let days = Period(begin: first.begin, end: last.end)
                comparedPlaces.append(
                    inquiries[index].ask(question(selection, days, compared, index)))
            }
        }
    }

    private func question(
        _ selection: Selection, _ days: Period, _ periods: [Period]?, _ book: Int
    ) -> FlowQuestion {
        var selection = selection
        selection.period = days
        selection.includesIgnored = spec.includesIgnored
        selection.includesTransfers = spec.includesTransfers
        selection.dateChoice = spec.dateChoice
        var question = FlowQuestion(selection: selection, grouping: grouping)
        if target != nil, rate == .day {
            question.columns = .cycle(Cycle(.day, books[book].ledger.calendar))
        } else if let cycle {
            question.columns = periods.map { .periods($0) } ?? .cycle(cycle)
        } else {
            question.columns = .periods([days])
        }
        question.splitsBySign = spec.hasSections
        question.keepsAmounts = spec.measures.contains(.median)
        question.links = books[book].links
        return question
    }

    /// The ends of the columns, and the eve of the first where changes are told, or of what they are compared with.
    private var stockDays: [CivilDate] {
        let ends = (periods ?? []) + compared
        var days = ends.map { $0.lastDay ?? today }
        if let eve { days.append(eve) }
        return days
    }

    /// The day before the first column.
    var eve: CivilDate? { periods?.first?.begin?.adding(days: -1) }

    // Answers

    /// The table, of what was answered, and what keeps it from being right.
    package func table(_ inquiries: [Inquiry]) -> (table: ReportTable, findings: [Diagnostic]) {
        let desk = ConversionDesk(to: target, books)
        let columns: [Period]
        var figures: Figures
        var before: Figures?
        if spec.content == .balance {
            let stocks = zip(inquiries, stockPlaces).map { $0.stock($1) }
            columns = periods ?? []
            let stock = StockFigures(self, stocks, desk)
            figures = stock.figures(columns)
            if spec.comparison != nil { before = stock.figures(compared) }
        } else {
            let answers = zip(inquiries, flowPlaces).map { $0.flow($1) }
            let flow = FlowFigures(self, desk)
            columns = periods ?? flow.columns(answers)
            figures = flow.figures(answers, columns)
            if spec.comparison == .budget {
                before = budgets(columns, &figures)
            } else if spec.comparison != nil {
                let answers = zip(inquiries, comparedPlaces).map { $0.flow($1) }
                let other = flow.figures(answers, compared)
                figures.order(
                    by: RowOrder(grouping: grouping, books), with: other)
                before = other
            }
        }
        var builder = TableBuilder(self, columns, figures, before)
        if spec.explainsChange {
            let stocks = zip(inquiries, stockPlaces).map { $0.stock($1) }
            builder.changes = StockFigures(self, stocks, desk).changes(columns)
        }
        return (
            builder.table(),
            zip(books, inquiries).flatMap { $0.located($1.findings) }
                + desk.findings(isAllowed: hasGaps)
        )
    }
}
