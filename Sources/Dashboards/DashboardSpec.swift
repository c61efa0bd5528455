package import JSONText
import Model
import Queries
package import Reports

/// What a block of a dashboard shows.
package enum BlockType: String, Sendable, CaseIterable {
    case number, balances, cashflow, categories, trend, budget, forecast, table, list, upcoming
    case alerts, connections, note
}

/// One block as its file describes it.
package struct BlockSpec: Sendable {
    package var type: BlockType
    package var title: String?
    /// How many columns of the layout it takes.
    package var span: Int
    /// What it tells, for blocks that are made of a report.
    package var report: ReportSpec
    /// The report or budget that is meant by name.
    package var name: String?
    /// How many lines or rows a list shows.
    package var limit: Int?
    /// How many days lie ahead in what comes.
    package var days: Int?
    /// `donut`, `treemap` or `bars`.
    package var chart: String?
    package var text: String?
    /// Whether the block says itself of which days it is.
    let hasOwnPeriod: Bool
}

/// A dashboard as its file describes it.
package struct DashboardSpec: Sendable {
    package var title: String
    /// How many blocks stand beside each other where there is room.
    package var columns: Int
    package var period: String?
    package var every: String?
    package var terms: [String]
    package var currency: String?
    package var rate: String?
    /// The workspaces whose ledgers it looks at together; the ledger in which it lies without any.
    package var ledgers: [String]
    package var blocks: [BlockSpec]

    /// Reads a file that follows the schema.
    package init(name: String, _ json: JSONValue) {
        title = json["title"]?.text ?? name
        columns = min(max(json["columns"]?.integer ?? 2, 1), 6)
        period = json["period"]?.text
        every = json["every"]?.text
        terms = json["query"]?.text.map(QueryParser.words) ?? []
        currency = json["currency"]?.text
        rate = json["rate"]?.text
        ledgers = (json["ledgers"]?.elements ?? []).compactMap(\.text)
        blocks = (json["blocks"]?.elements ?? []).compactMap(BlockSpec.init)
    }

    /// What a block's report says after the dashboard's own words: a block's own come first, and terms of both count.
    package func report(_ block: BlockSpec) -> ReportSpec {
        var report = block.report
        report.title = nil
        report.terms = terms + report.terms
        if report.currency == nil { report.currency = currency }
        if report.rate == nil { report.rate = rate }
        if !block.hasOwnPeriod, report.period == nil, report.last == nil { report.period = period }
        switch block.type {
        case .number:
            report.every = nil
            report.last = nil
        case .balances:
            report.content = .balance
            if report.by == "category" { report.by = "account" }
            report.period = block.hasOwnPeriod ? report.period : nil
        case .cashflow:
            report.by = "direction"
            addColumns(&report, block, usual: 12)
        case .categories:
            report.depth = report.depth ?? 1
            report.measures = [.sum, .share]
            report.order = report.order ?? ReportOrder("-size")
            report.top = report.top ?? 7
        case .trend:
            addColumns(&report, block, usual: 12)
            if report.content == .balance, report.by == "category" { report.by = "kind" }
            if report.content == .flow {
                report.depth = report.depth ?? 1
                report.top = report.top ?? 6
            }
        default: break
        }
        return report
    }

    /// Over time means several periods: those that the block says, else the last twelve.
    private func addColumns(_ report: inout ReportSpec, _ block: BlockSpec, usual: Int) {
        report.every = report.every ?? every ?? "month"
        if report.last == nil, !block.hasOwnPeriod {
            report.last = usual
            report.period = nil
        }
    }
}

extension BlockSpec {
    /// Reads an object that follows the schema; `nil` where its type is not known.
    package init?(_ json: JSONValue) {
        guard let type = json["type"]?.text.flatMap(BlockType.init(rawValue:)) else { return nil }
        self.type = type
        title = json["title"]?.text
        span = max(1, json["span"]?.integer ?? 1)
        report = ReportSpec(json)
        name = json["report"]?.text ?? json["budget"]?.text
        limit = json["limit"]?.integer
        days = json["days"]?.integer
        chart = json["chart"]?.text
        text = json["text"]?.text
        hasOwnPeriod = json["period"] != nil
    }
}
