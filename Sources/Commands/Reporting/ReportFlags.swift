import Analysis
import CommandGrammar
import Model
import Queries
import Reports

/// The options by which a report is asked for, or a kept one changed.
struct ReportFlags: Sendable {
    static let title = Flag("title", takes: .text, help: "The heading")
    static let balance = Flag(
        "balance", help: "What is held at the end of each period, not what flowed")
    static let sections = Flag(
        "sections", help: "Income and expense, or assets and debts, by themselves")
    static let measure = Flag(
        "measure", takes: .text, as: "MEASURES",
        help: "Tell sum, count, average, median, share or cumulative; several with commas")
    static let compare = Flag(
        "compare", takes: .choice(Comparison.allCases.map(\.rawValue)), as: "WITH",
        help: "Hold figures against those of")
    static let last = Flag(
        "last", takes: .count, help: "Show N columns, the last of which is today's")
    static let sort = Flag(
        "sort", takes: .text, as: "FIELD",
        help: "Order rows by name, amount, size or count; -FIELD for descending")
    static let top = Flag(
        "top", takes: .count, help: "Show the N largest rows, and the rest as one")

    static let own = [
        title, BalanceCommand.by, balance, sections, measure, compare, last, sort, top,
    ]
    static let groups = [QueryOptions.group, ReportOptions.group, CurrencyOptions.group]

    private let invocation: Invocation

    init(_ invocation: Invocation) { self.invocation = invocation }

    /// Whether nothing was asked for.
    var isEmpty: Bool {
        let flags = ReportFlags.own + ReportFlags.groups.flatMap(\.flags)
        return !flags.contains { invocation.isSet($0) }
    }

    /// The report with what the options say.
    func changing(_ spec: ReportSpec, terms: [String]) throws(CommandFailure) -> ReportSpec {
        var spec = spec
        let own = ReportFlags.self
        if let title = invocation.value(of: own.title) { spec.title = title }
        if let by = invocation.value(of: BalanceCommand.by) { spec.by = by }
        if invocation.isSet(own.balance) {
            spec.content = .balance
            let isUsual = spec.by == ReportSpec().by && !invocation.isSet(BalanceCommand.by)
            if isUsual { spec.by = "account" }
        }
        if invocation.isSet(own.sections) { spec.hasSections = true }
        if let words = invocation.value(of: own.measure) { spec.measures = try measures(words) }
        if let comparison: Comparison = invocation.choice(of: own.compare) {
            spec.comparison = comparison
        }
        if let top = invocation.count(of: own.top) { spec.top = top }
        if let word = invocation.value(of: own.sort) {
            guard let order = ReportOrder(word) else {
                throw .usage(
                    invocation.refusal(
                        of: word, for: own.sort, "the fields are name, amount, size and count"))
            }
            spec.order = order
        }
        changeQuery(&spec, terms)
        changePeriod(&spec)
        changeShape(&spec)
        return spec
    }

    private func measures(_ words: String) throws(CommandFailure) -> [Measure] {
        var measures: [Measure] = []
        for word in words.split(separator: ",") {
            guard let measure = Measure(rawValue: String(word)), !measures.contains(measure) else {
                throw .usage(
                    invocation.refusal(
                        of: words, for: ReportFlags.measure,
                        "the measures are \(Measure.allCases.map(\.rawValue).joined(separator: ", ")), each once"
                    ))
            }
            measures.append(measure)
        }
        return measures
    }

    private func changeQuery(_ spec: inout ReportSpec, _ terms: [String]) {
        spec.terms += terms
        if invocation.isSet(QueryOptions.booked) { spec.terms.append("status:booked") }
        switch invocation.value(of: QueryOptions.date) {
        case "booking": spec.dateChoice = .booking
        case "value": spec.dateChoice = .value
        default: break
        }
    }

    private func changePeriod(_ spec: inout ReportSpec) {
        let begin = invocation.value(of: QueryOptions.begin)
        let end = invocation.value(of: QueryOptions.end)
        if let period = invocation.value(of: QueryOptions.period) {
            spec.period = period
            spec.last = nil
        }
        if begin != nil || end != nil {
            spec.period = "\(begin ?? "")..\(end ?? "")"
            spec.last = nil
        }
        if let flag = invocation.last(of: ReportOptions.intervals + [ReportOptions.every]) {
            let place = ReportOptions.intervals.firstIndex(of: flag)
            spec.every =
                place.map { Interval.allCases[$0].rawValue }
                ?? invocation.value(of: ReportOptions.every)
        }
        if let last = invocation.count(of: ReportFlags.last) {
            spec.last = last
            spec.period = nil
        }
    }

    private func changeShape(_ spec: inout ReportSpec) {
        let options = ReportOptions.self
        if let flag = invocation.last(of: [options.tree, options.flat]) {
            spec.isTree = flag == options.tree
        }
        if let depth = invocation.count(of: options.depth) { spec.depth = depth }
        let isAll = invocation.isSet(options.all)
        if isAll || invocation.isSet(options.ignored) { spec.includesIgnored = true }
        if isAll || invocation.isSet(options.transfers) { spec.includesTransfers = true }
        if invocation.isSet(options.total) { spec.hasTotal = true }
        if invocation.isSet(options.average) { spec.hasAverage = true }
        if let code = invocation.value(of: CurrencyOptions.exchange) { spec.currency = code }
        if let rate = invocation.value(of: CurrencyOptions.rate) { spec.rate = rate }
    }

    var hasGaps: Bool { invocation.isSet(CurrencyOptions.gaps) }

    /// Whether the row of totals is shown.
    var showsTotals: Bool { !invocation.isSet(ReportOptions.noTotal) }

    /// A report that cannot be made, as the usage error of the option that asked for it.
    func failure(_ problem: ReportProblem) -> CommandFailure {
        let flags: [String: Flag] = [
            "by": BalanceCommand.by, "every": ReportOptions.every, "period": QueryOptions.period,
            "currency": CurrencyOptions.exchange, "rate": CurrencyOptions.rate,
            "compare": ReportFlags.compare, "sections": ReportFlags.sections,
            "depth": ReportOptions.depth, "top": ReportFlags.top, "last": ReportFlags.last,
            "measures": ReportFlags.measure,
        ]
        guard let flag = flags[problem.field] else {
            return .usage(invocation.refusal("\(problem.message): \(problem.remedy)"))
        }
        return .usage(
            invocation.refusal(
                of: problem.value, for: flag, "\(problem.message); \(problem.remedy)"))
    }
}
