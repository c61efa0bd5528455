import Analysis
import CommandGrammar
import Forecasting
import JSONText
import Model
import Plans
import Reading
import Schemas
import SourceText

/// The forecasts that a ledger keeps in `forecasts/`.
struct ForecastLibrary {
    private let ledger: Ledger
    private let today: CivilDate
    /// What the person typed; `nil` where no person named a forecast.
    private let invocation: Invocation?

    init(_ ledger: Ledger, today: CivilDate, _ invocation: Invocation? = nil) {
        self.ledger = ledger
        self.today = today
        self.invocation = invocation
    }

    var names: [String] { LedgerFiles(ledger).objectNames("forecasts") }

    /// A forecast and those that it builds upon, the nearest first.
    func chain(_ name: String) throws(CommandFailure) -> [(name: String, spec: ForecastSpec)] {
        var chain: [(name: String, spec: ForecastSpec)] = []
        var next: String? = name
        while let name = next {
            if chain.contains(where: { $0.name == name }) {
                throw .failed(
                    message: "forecasts/\(name).json builds upon itself",
                    remedy: "take parent out of one of \(chain.map(\.name).joined(separator: ", "))"
                )
            }
            chain.append((name, try spec(name, of: chain.last?.name)))
            next = chain.last?.spec.parent
        }
        return chain
    }

    private func spec(
        _ name: String, of child: String?
    ) throws(CommandFailure) -> ForecastSpec {
        let kept =
            NameForm.isName(name)
            ? try LedgerFiles(ledger).object("forecasts/\(name).json", .forecast, check: problems)
            : nil
        if let kept { return ForecastSpec(kept) }
        let near = Suggestion.nearest(to: name, in: names)
        let reason = near.map { "did you mean \($0)?" } ?? "there is no forecasts/\(name).json"
        if let child {
            throw .failed(
                message: "forecasts/\(child).json builds upon “\(name)”", remedy: reason)
        }
        guard let invocation else {
            throw .failed(message: "there is no forecast “\(name)”", remedy: reason)
        }
        throw .usage(invocation.refusal(of: name, for: ForecastCommand.name, reason))
    }

    /// What a file says that means nothing.
    private func problems(_ file: JSONFile) -> [Diagnostic] {
        let spec = ForecastSpec(file.value)
        var found: [Diagnostic] = []
        func add(_ place: String, _ message: String, _ remedy: String) {
            found.append(file.finding("forecast.word", at: place, message, remedy: remedy))
        }
        if let horizon = spec.horizon,
            Horizon.last(horizon, today: today, ledger.periodParser(today: today)) == nil,
            spec.frozen == nil
        {
            add("/horizon", "“\(horizon)” is no horizon", "write \(Horizon.forms)")
        }
        for name in spec.accounts ?? [] where ledger.account(name) == nil {
            add("/accounts", "there is no account “\(name)”", "name one of the ledger's")
        }
        if let paths = spec.paths, !(10...100_000).contains(paths) {
            add("/paths", "\(paths) paths make no bands", "write 10 to 100000")
        }
        if let scenario = spec.scenario {
            let known = ScenarioNames.all(ledger)
            if !known.contains(scenario) {
                add(
                    "/scenario", "no plan has the scenario “\(scenario)”",
                    "add scenario:\(scenario) to a plan, or take it out")
            }
        }
        return found
    }

    /// What is asked of a forecast, by the nearest file of the chain that says it.
    func request(
        _ chain: [(name: String, spec: ForecastSpec)]
    ) throws(CommandFailure) -> ForecastRequest {
        let specs = chain.map(\.spec)
        let words = specs.compactMap(\.horizon).first ?? Horizon.usual
        let last = Horizon.last(words, today: today, ledger.periodParser(today: today))
        var request = ForecastRequest(
            today: today, last: last ?? today.adding(months: 12) ?? today,
            scenarios: specs.compactMap(\.scenario))
        request.accounts = specs.compactMap(\.accounts).first.map(Set.init)
        request.without = Set(specs.compactMap(\.without).first ?? [])
        if let paths = specs.compactMap(\.paths).first { request.paths = paths }
        if let seed = specs.compactMap(\.seed).first { request.seed = UInt64(seed) }
        return request
    }

    /// What keeps the ledger's own forecasts from being made.
    func findings() -> [Diagnostic] {
        names.flatMap { name -> [Diagnostic] in
            do throws(CommandFailure) {
                _ = try chain(name)
                return []
            } catch {
                switch error {
                case .findings(let found): return found
                case .failed(let message, let remedy):
                    return [
                        Diagnostic(
                            "forecast.parent", .error,
                            at: Location(file: "forecasts/\(name).json"), message, remedy: remedy)
                    ]
                default: return []
                }
            }
        }
    }
}
