import Analysis
import Budgets
package import Model
import Queries
import Reading
package import Reports
package import SourceText

/// Works out every block of a dashboard by one reading of the ledgers' files.
package struct DashboardRun: Sendable {
    private enum Ask {
        case report(ReportPlan)
        /// Of the first ledger.
        case budget(BudgetRun)
        /// Of the first ledger's budgets, whose mistakes are other blocks' and `check`'s to tell.
        case attention(BudgetRun)
        case lines(place: Int, limit: Int)
        case upcoming(place: Int, through: CivilDate)
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
        var findings = inquiries.flatMap(\.findings)
        var blocks: [DashboardBlock] = []
        for (block, (report, ask)) in zip(spec.blocks, asks) {
            let content: BlockContent
            switch ask {
            case .ready(let known): content = known
            case .report(let plan):
                let (table, found) = plan.table(inquiries)
                content = .report(table)
                findings += found
            case .budget(let run):
                let (report, found) = run.report(inquiries[0])
                content = .budget(report)
                findings += found
            case .attention(let run): content = .attention(run.report(inquiries[0]).report)
            case .lines(let place, let limit):
                let listing = inquiries[0].lines(place)
                let last = max(0, listing.count - limit)
                content = .lines(
                    (last..<listing.count).reversed().map { listing[$0] }, count: listing.count)
            case .upcoming(let place, let end):
                content = .upcoming(upcoming(inquiries[0].lines(place), through: end))
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
            let book = BudgetBook(books[0].ledger, today: today)
            var run = BudgetRun(book, books[0].ledger, asked: nil, today: today)
            run.ask(&inquiries[0])
            return (report, .attention(run))
        case .forecast:
            return (report, .ready(.note("This version of bankbook makes no forecasts yet.")))
        case .budget: return (report, askBudget(block, report, &inquiries))
        case .list, .upcoming: return (report, askLines(block, report, &inquiries))
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
        let ledger = books[0].ledger
        let book = BudgetBook(ledger, named: block.name, today: today)
        if let name = block.name, !book.names.contains(name) {
            return .ready(.failed("there is no budget “\(name)”"))
        }
        // The periods are the lines' own, unless the block asks for others.
        let words = block.report.period
        let asked = words.flatMap { ledger.periodParser(today: today).period($0) }
        var run = BudgetRun(
            book, ledger, asked: asked, isConverting: report.currency != nil, today: today)
        run.ask(&inquiries[0])
        return .budget(run)
    }

    private func askLines(
        _ block: BlockSpec, _ report: ReportSpec, _ inquiries: inout [Inquiry]
    ) -> Ask {
        let ledger = books[0].ledger
        let periods = ledger.periodParser(today: today)
        let parser = QueryParser(periods: periods, taxonomies: ledger.taxonomyNames)
        do throws(QueryProblem) {
            var selection = Selection(query: try parser.query(terms: report.terms))
            if block.type == .upcoming {
                selection.statuses = [.expected]
                let last = today.adding(days: max(1, block.days ?? 30)) ?? .last
                selection.period = Period(begin: nil, end: last.adding(days: 1))
                return .upcoming(place: inquiries[0].ask(lines: selection), through: last)
            }
            selection.period = report.period.flatMap { periods.period($0) } ?? .always
            return .lines(
                place: inquiries[0].ask(lines: selection), limit: max(1, block.limit ?? 10))
        } catch {
            return .ready(.failed("\(error.message): \(error.remedy)"))
        }
    }

    /// Expected lines, also those that are late, and what plans say, by day.
    private func upcoming(_ listing: Listing, through end: CivilDate) -> [Upcoming] {
        var found: [Upcoming] = []
        var fulfilled: Set<String> = []
        for index in 0..<listing.count {
            let line = listing[index]
            if let plan = line.attributes["plan"] { fulfilled.insert(plan) }
            var category: String?
            if case .category(let path)? = line.parts.first?.target { category = path }
            found.append(
                Upcoming(
                    date: line.date, account: line.account, amount: line.amount,
                    currency: line.currency, category: category, text: line.description,
                    isLine: true))
        }
        let tomorrow = today.adding(days: 1) ?? today
        found += PlannedDays.upcoming(
            books[0].ledger, from: tomorrow, through: end, fulfilled: fulfilled)
        return found.enumerated().sorted {
            $0.element.date != $1.element.date
                ? $0.element.date < $1.element.date : $0.offset < $1.offset
        }.map(\.element)
    }
}
