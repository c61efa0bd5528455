import Analysis
import CommandGrammar
import Model
import Queries
import Reading

/// The options that shape a report.
struct ReportOptions: Sendable {
    static let daily = Flag("daily", short: "D", help: "One column a day")
    static let weekly = Flag("weekly", short: "W", help: "One column a week")
    static let monthly = Flag("monthly", short: "M", help: "One column a month")
    static let quarterly = Flag("quarterly", short: "Q", help: "One column a quarter")
    static let yearly = Flag("yearly", short: "Y", help: "One column a year")
    static let every = Flag(
        "every", takes: .suggestions(CycleParser.words), as: "CYCLE",
        help: "One column each CYCLE, such as “month from 15” or payday")
    static let tree = Flag("tree", short: "t", help: "Show parents, with their children in them")
    static let flat = Flag("flat", short: "l", help: "Show each name by itself")
    static let depth = Flag(
        "depth", takes: .count, help: "Fold names deeper than N into their parents")
    static let ignored = Flag("ignored", help: "Bring back what is ignored")
    static let transfers = Flag("transfers", help: "Bring back transfers")
    static let all = Flag("all", help: "Bring back both")
    static let total = Flag(
        "row-total", short: "T", help: "Add a column with the total of each row")
    static let average = Flag(
        "average", short: "A", help: "Add a column with the average of each row")
    static let noTotal = Flag("no-total", short: "N", help: "Leave out the row of totals")

    static let intervals = [daily, weekly, monthly, quarterly, yearly]
    static let group = FlagGroup(
        "Report options",
        intervals + [every, tree, flat, depth, ignored, transfers, all, total, average, noTotal])

    /// The interval that a flag of `intervals` says.
    static func interval(_ flag: Flag) -> Interval? {
        zip(intervals, Interval.allCases).first { $0.0 == flag }?.1
    }

    /// How the columns cut time, in words.
    private let cycleWords: String?
    private let invocation: Invocation
    let isTree: Bool
    let depth: Int?
    let includesIgnored: Bool
    let includesTransfers: Bool
    let showsTotal: Bool
    let showsAverage: Bool
    let showsTotals: Bool

    init(_ invocation: Invocation) {
        let own = ReportOptions.self
        let last = invocation.last(of: own.intervals + [own.every])
        cycleWords =
            last == own.every
            ? invocation.value(of: own.every)
            : last.flatMap(own.interval)?.rawValue
        self.invocation = invocation
        isTree = invocation.last(of: [own.tree, own.flat]) == own.tree
        depth = invocation.count(of: own.depth)
        let isAll = invocation.isSet(own.all)
        includesIgnored = isAll || invocation.isSet(own.ignored)
        includesTransfers = isAll || invocation.isSet(own.transfers)
        showsTotal = invocation.isSet(own.total)
        showsAverage = invocation.isSet(own.average)
        showsTotals = !invocation.isSet(own.noTotal)
    }

    /// How the columns cut time; `nil` for one column.
    func cycle(_ ledger: Ledger, today: CivilDate) throws(CommandFailure) -> Cycle? {
        guard let cycleWords else { return nil }
        if let cycle = ledger.cycleParser(today: today).cycle(cycleWords) { return cycle }
        throw .usage(
            invocation.refusal(
                of: cycleWords, for: ReportOptions.every, "it is one of \(CycleParser.forms)"))
    }
}
