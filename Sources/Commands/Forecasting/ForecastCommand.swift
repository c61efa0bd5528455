import Analysis
import CommandGrammar
import Forecasting
import JSONText
import Model
import Queries
import Reading
import Rendering
import SourceText

/// `forecast`: what is expected of balances, and how sure that is.
struct ForecastCommand: Command {
    static let name = Positional(
        "NAME", .text, .optional, help: "A forecast kept in forecasts/; none is needed")
    static let horizon = Flag(
        "horizon", takes: .period, help: "How far to look: \(Horizon.usual) without it")
    static let scenario = Flag(
        "scenario", takes: .text, as: "NAME", help: "Count the plans of this scenario too")
    static let account = Flag(
        "account", short: "a", takes: .account, isRepeatable: true, help: "Only ACCOUNT")
    static let without = Flag(
        "without", takes: .choice(ForecastPart.Source.allCases.map(\.rawValue)), isRepeatable: true,
        help: "Leave out what this source says")
    static let paths = Flag(
        "paths", takes: .count, help: "How many paths the bands are made of: 1000 without it")
    static let seed = Flag("seed", takes: .count, help: "The seed of the paths: 1 without it")
    static let parts = Flag("parts", help: "Show everything that is expected, line by line")
    static let backtest = Flag(
        "backtest", help: "Say how far off forecasts of the last twelve months were")

    static let flows = Flag(
        "flows", help: "With --backtest and CSV: what came each month, for other forecasters")

    static let compare = Flag(
        "compare", takes: .text, as: "NAME", isRepeatable: true,
        help: "Put this forecast of forecasts/ beside it")
    static let freeze = Flag(
        "freeze", takes: .text, as: "NAME",
        help: "Keep what is expected as forecasts/NAME.json, to hold it against what comes")

    static let spec = CommandSpec(
        "forecast", aliases: ["forecasts"], summary: "Show what balances to expect",
        discussion: [
            "Each day of each account: what was written as expected, plans, what comes again by itself, what budgets leave, "
                + "cards and loans, and what is usual besides; each counted once. For every account and day what it starts "
                + "with and the parts add up to what is expected.",
            "Four of five paths end between the first two bounds, nineteen of twenty between the others. The paths are made "
                + "of what the same forecast, made at each month's end of the last two years, did not foresee; "
                + "“--backtest” says how well that worked.",
            "A file in forecasts/ says how far to look, which scenario counts and on which other forecast it builds: "
                + "“bankbook schema forecast”. A frozen one shows what was expected and what came.",
            "Horizons are \(Horizon.forms).",
        ],
        positionals: [name],
        flags: [
            horizon, scenario, account, without, paths, seed, parts, compare, freeze, backtest,
            flows,
        ]
            + ReportOptions.intervals,
        examples: [
            Example("bankbook forecast", "The coming twelve months"),
            Example("bankbook forecast --horizon \"90 days\" -W", "Week by week"),
            Example("bankbook forecast -a main --parts", "What makes up the balance of main"),
            Example("bankbook forecast --freeze autumn", "Keep it, and look at it again in spring"),
            Example("bankbook forecast --backtest", "How wrong it has been"),
        ],
        exitStatuses: [Term("1", "An account that is no debt is expected to fall below zero")])

    private let name: String?
    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) {
        name = invocation.value(of: ForecastCommand.name)
        self.invocation = invocation
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        if invocation.isSet(ForecastCommand.backtest) {
            let run = BacktestRun(
                ledger, today: session.today, threads: session.environment.threads)
            let shown = try session.settle(run.findings)
            return try session.finish(
                BacktestPresentation(
                    run.backtest(), MoneyText(ledger),
                    showsFlows: invocation.isSet(ForecastCommand.flows)
                ).answer(diagnostics: shown))
        }
        let library = ForecastLibrary(ledger, today: session.today, invocation)
        let chain = try name.map { name throws(CommandFailure) in try library.chain(name) } ?? []
        if let frozen = chain.first?.spec.frozen { return try show(frozen, ledger, session) }
        var request = try library.request(chain)
        try apply(&request, ledger, session.today)
        if let name = invocation.value(of: ForecastCommand.scenario) {
            request.scenarios = [
                try ledger.known(scenario: name, invocation, ForecastCommand.scenario)
            ]
        }
        if let kept = invocation.value(of: ForecastCommand.freeze) {
            return try freeze(kept, request, session)
        }
        let (forecast, shown) = try made(request, ledger, session)
        let others = invocation.values(of: ForecastCommand.compare)
        if others.isEmpty {
            let presentation = ForecastPresentation(
                forecast, MoneyText(ledger), cycle: cycle(ledger),
                showsParts: invocation.isSet(ForecastCommand.parts))
            return try session.finish(presentation.answer(diagnostics: shown))
        }
        var forecasts = [(name ?? request.scenarios.first ?? "as it is", forecast)]
        for other in others {
            var beside = try library.request(library.chain(other))
            try apply(&beside, ledger, session.today)
            beside.last = request.last
            forecasts.append((other, try made(beside, ledger, session).forecast))
        }
        let comparison = ScenarioComparison(
            forecasts, MoneyText(ledger),
            cycle: cycle(ledger) ?? Cycle(.month, ledger.calendar))
        return try session.finish(comparison.answer(diagnostics: shown))
    }

    private func made(
        _ request: ForecastRequest, _ ledger: Ledger, _ session: Session
    ) throws(CommandFailure) -> (forecast: Forecast, shown: [Diagnostic]) {
        let (run, inquiry) = ForecastRun.asked(
            ledger, request, threads: session.environment.threads)
        let (forecast, findings) = run.forecast(inquiry)
        return (forecast, try session.settle(inquiry.findings + findings))
    }

    private func show(
        _ frozen: ForecastSpec.Frozen, _ ledger: Ledger, _ session: Session
    ) throws(CommandFailure) -> ExitStatus {
        let presentation = FrozenPresentation(
            frozen, ledger, today: session.today, threads: session.environment.threads)
        let shown = try session.settle(presentation.findings)
        return try session.finish(presentation.answer(diagnostics: shown))
    }

    private func freeze(
        _ kept: String, _ request: ForecastRequest, _ session: Session
    ) throws(CommandFailure) -> ExitStatus {
        guard NameForm.isName(kept) else {
            throw .usage(
                invocation.refusal(
                    of: kept, for: ForecastCommand.freeze, "use a-z, 0-9 and -, at most 40"))
        }
        let path = "forecasts/\(kept).json"
        let result = try session.write { ledger throws(CommandFailure) in
            if try LedgerFiles(ledger).bytes(path) != nil {
                throw .usage(
                    invocation.refusal(
                        of: kept, for: ForecastCommand.freeze,
                        "\(path) is there already, and what was expected once is not written over"))
            }
            let (forecast, _) = try made(request, ledger, session)
            let file = ForecastFreezing(forecast, MoneyText(ledger)).file(
                uid: session.uid(ledger), title: "\(name ?? "Forecast") of \(session.today)")
            return WritePlan(edits: [FileEdit(path: path, before: nil, after: file)])
        }
        return try session.finish(result, schema: "forecast")
    }

    private func cycle(_ ledger: Ledger) -> Cycle? {
        invocation.last(of: ReportOptions.intervals).flatMap(ReportOptions.interval)
            .map { Cycle($0, ledger.calendar) }
    }

    /// Options come before what the file says.
    private func apply(
        _ request: inout ForecastRequest, _ ledger: Ledger, _ today: CivilDate
    ) throws(CommandFailure) {
        if let words = invocation.value(of: ForecastCommand.horizon) {
            request.last = try ledger.lastDay(
                ofHorizon: words, today: today, invocation, ForecastCommand.horizon)
        }
        let asked = invocation.values(of: ForecastCommand.account)
        if !asked.isEmpty { request.accounts = [] }
        for name in invocation.values(of: ForecastCommand.account) {
            let current = try ledger.known(account: name, invocation, ForecastCommand.account)
            request.accounts = (request.accounts ?? []).union([current])
        }
        for name in invocation.values(of: ForecastCommand.without) {
            if let source = ForecastPart.Source(rawValue: name) { request.without.insert(source) }
        }
        if let paths = invocation.count(of: ForecastCommand.paths) {
            guard (10...100_000).contains(paths) else {
                throw .usage(
                    invocation.refusal(
                        of: "\(paths)", for: ForecastCommand.paths, "write 10 to 100000"))
            }
            request.paths = paths
        }
        if let seed = invocation.count(of: ForecastCommand.seed) { request.seed = UInt64(seed) }
    }
}
