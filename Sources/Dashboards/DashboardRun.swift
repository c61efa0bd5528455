package import Analysis
import Budgets
import Forecasting
package import Model
import Queries
import Reading
package import Reports
package import SourceText

/// Works out every block of a dashboard by one reading of the ledgers' files.
package struct DashboardRun: Sendable {
    private enum Ask {
        case report(ReportPlan)
        /// By ledger; `nil` for one without the budget.
        case budget([BudgetRun?])
        /// The budgets of each ledger, whose mistakes are other blocks' and `check`'s to tell.
        case attention([BudgetRun])
        /// By ledger.
        case lines(places: [Int], limit: Int)
        /// By ledger; what is known of days to come, and not what is usual or left of budgets.
        case upcoming([ForecastRun])
        case forecast([ForecastRun])
        case ready(BlockContent)
    }

    private let spec: DashboardSpec
    private let books: [ReportBook]
    private let today: CivilDate
    private let threads: Int
    private let hasGaps: Bool
    /// The report of each block that is made of one.
    private let named: [String: ReportSpec]

    /// - Parameters:
    ///   - named: the reports that blocks name.
    ///   - hasGaps: whether amounts without a price are shown as they are.
    package init(
        _ spec: DashboardSpec, _ books: [ReportBook], named: [String: ReportSpec], hasGaps: Bool,
        today: CivilDate, threads: Int
    ) {
        self.spec = spec
        self.books = books
        self.named = named
        self.hasGaps = hasGaps
        self.today = today
        self.threads = threads
    }

    /// The blocks in order, and what keeps them from being right.
    package func blocks() -> (blocks: [DashboardBlock], findings: [Diagnostic]) {
        var inquiries = books.map { Inquiry($0.ledger) }
        let asks = spec.blocks.map { ask($0, &inquiries) }
        for index in inquiries.indices { inquiries[index].run(threads: threads) }
        var findings = zip(books, inquiries).flatMap { $0.located($1.findings) }
        var blocks: [DashboardBlock] = []
        for (block, (report, ask)) in zip(spec.blocks, asks) {
            let content: BlockContent
            switch ask {
            case .ready(let known): content = known
            case .report(let plan):
                let (table, found) = plan.table(inquiries)
                content = .report(table)
                findings += found
            case .budget(let runs):
                let reports = zip(runs, inquiries).map { $0?.report($1) }
                content = .budget(joined(reports.map { $0?.report }))
                for (book, report) in zip(books, reports) {
                    findings += book.located(report?.findings ?? [])
                }
            case .attention(let runs):
                content = .attention(joined(zip(runs, inquiries).map { $0.report($1).report }))
            case .lines(let places, let limit):
                content = lines(zip(inquiries, places).map { $0.lines($1) }, limit: limit)
            case .upcoming(let runs):
                let forecasts = forecasts(runs, inquiries, &findings)
                let items = forecasts.flatMap(\.parts.items).enumerated().sorted {
                    $0.element.date != $1.element.date
                        ? $0.element.date < $1.element.date : $0.offset < $1.offset
                }.map(\.element)
                content = .upcoming(
                    Array(items.prefix(max(1, block.limit ?? 12))), count: items.count)
            case .forecast(let runs):
                content = .forecast(forecasts(runs, inquiries, &findings))
            }
            blocks.append(DashboardBlock(spec: block, report: report, content: content))
        }
        return (blocks, Array(Set(findings)).sorted(by: Diagnostic.inReadingOrder))
    }

    private func ask(
        _ block: BlockSpec, _ inquiries: inout [Inquiry]
    ) -> (ReportSpec, Ask) {
        var block = block
        if block.type == .table, let name = block.name {
            guard let known = named[name] else {
                return (block.report, .ready(.failed("there is no report “\(name)”")))
            }
            block.report = known
        }
        let report = spec.report(block)
        switch block.type {
        case .note: return (report, .ready(.note(block.text ?? "")))
        case .connections: return (report, .ready(.outside))
        case .alerts:
            let runs = books.indices.map { index in
                let ledger = books[index].ledger
                var run = BudgetRun(
                    BudgetBook(ledger, today: today), ledger, asked: nil, today: today)
                run.ask(&inquiries[index])
                return run
            }
            return (report, .attention(runs))
        case .forecast, .upcoming: return (report, askForecast(block, report, &inquiries))
        case .budget: return (report, askBudget(block, report, &inquiries))
        case .list: return (report, askLines(block, report, &inquiries))
        case .number, .balances, .cashflow, .categories, .trend, .table:
            do throws(ReportProblem) {
                var plan = try ReportPlan(
                    report, books, today: today, hasGaps: hasGaps, threads: threads)
                plan.ask(&inquiries)
                return (report, .report(plan))
            } catch {
                return (report, .ready(.failed("\(error.message): \(error.remedy)")))
            }
        }
    }

    private func askBudget(
        _ block: BlockSpec, _ report: ReportSpec, _ inquiries: inout [Inquiry]
    ) -> Ask {
        // The periods are the lines' own, unless the block asks for others.
        let words = block.report.period
        let runs = books.indices.map { index -> BudgetRun? in
            let ledger = books[index].ledger
            let book = BudgetBook(ledger, named: block.name, today: today)
            if let name = block.name, !book.names.contains(name) { return nil }
            let asked = words.flatMap { ledger.periodParser(today: today).period($0) }
            var run = BudgetRun(
                book, ledger, asked: asked, isConverting: report.currency != nil,
                hasGaps: hasGaps, today: today)
            run.ask(&inquiries[index])
            return run
        }
        if let name = block.name, runs.allSatisfy({ $0 == nil }) {
            return .ready(.failed("there is no budget “\(name)”"))
        }
        return .budget(runs)
    }

    private func joined(_ reports: [BudgetReport?]) -> BudgetReport {
        BudgetReport.joined(
            zip(books, reports).compactMap { book, report in report.map { (book.prefix, $0) } })
    }

    private func askForecast(
        _ block: BlockSpec, _ report: ReportSpec, _ inquiries: inout [Inquiry]
    ) -> Ask {
        let isList = block.type == .upcoming
        let last = today.adding(days: max(1, block.days ?? (isList ? 30 : 90))) ?? .last
        var runs: [ForecastRun] = []
        for (index, book) in books.enumerated() {
            do throws(QueryProblem) {
                let selection = Selection(query: try query(report, book))
                guard selection.isStock else {
                    return .ready(
                        .failed(
                            "its query may choose accounts alone: use terms such as acct: and kind:"
                        ))
                }
                var request = ForecastRequest(today: today, last: last)
                if !report.terms.isEmpty {
                    request.accounts = Set(selection.accounts(of: book.ledger).map(\.name))
                }
                if isList {
                    request.without = [.model, .budget]
                    request.paths = 0
                }
                var run = ForecastRun(book.ledger, request, threads: threads)
                run.ask(&inquiries[index])
                runs.append(run)
            } catch {
                return .ready(.failed("\(error.message): \(error.remedy)"))
            }
        }
        return isList ? .upcoming(runs) : .forecast(runs)
    }

    private func query(_ report: ReportSpec, _ book: ReportBook) throws(QueryProblem) -> Query {
        try QueryParser(
            periods: books[0].ledger.periodParser(today: today),
            taxonomies: book.ledger.taxonomyNames, accountPrefix: book.prefix
        ).query(terms: report.terms)
    }

    /// The forecast of each ledger, its accounts with the ledger's prefix.
    private func forecasts(
        _ runs: [ForecastRun], _ inquiries: [Inquiry], _ findings: inout [Diagnostic]
    ) -> [Forecast] {
        zip(books, zip(runs, inquiries)).map { book, asked in
            let (forecast, found) = asked.0.forecast(asked.1)
            findings += book.located(found)
            return forecast.named(book.prefix)
        }
    }

    private func askLines(
        _ block: BlockSpec, _ report: ReportSpec, _ inquiries: inout [Inquiry]
    ) -> Ask {
        var places: [Int] = []
        let periods = books[0].ledger.periodParser(today: today)
        for (index, book) in books.enumerated() {
            do throws(QueryProblem) {
                var selection = Selection(query: try query(report, book))
                selection.period = report.period.flatMap { periods.period($0) } ?? .always
                places.append(inquiries[index].ask(lines: selection))
            } catch {
                return .ready(.failed("\(error.message): \(error.remedy)"))
            }
        }
        return .lines(places: places, limit: max(1, block.limit ?? 10))
    }

    /// The newest lines of all ledgers.
    private func lines(_ listings: [Listing], limit: Int) -> BlockContent {
        var newest: [BlockLine] = []
        for (index, listing) in listings.enumerated() {
            let first = max(0, listing.count - limit)
            for place in (first..<listing.count).reversed() {
                var line = listing[place]
                line.account = books[index].prefix + line.account
                newest.append(BlockLine(book: index, transaction: line))
            }
        }
        let ordered = newest.enumerated().sorted { left, right in
            let (a, b) = (left.element.transaction.date, right.element.transaction.date)
            return a != b ? a > b : left.offset < right.offset
        }.map(\.element)
        return .lines(
            Array(ordered.prefix(limit)), count: listings.reduce(0) { $0 + $1.count })
    }
}
