import Model
import Reading

/// Adds parts up to the balances of each day, and puts bands around them.
struct Courses {
    private let ledger: Ledger
    private let request: ForecastRequest
    private let parts: [ForecastPart]
    private let flows: FlowHistory
    private let kinds: AccountKinds
    private let simulation: PathSimulation
    private let threads: Int

    init(
        _ ledger: Ledger, _ request: ForecastRequest, _ parts: [ForecastPart],
        _ flows: FlowHistory, _ kinds: AccountKinds, _ uncertainty: Uncertainty, threads: Int
    ) {
        self.ledger = ledger
        self.request = request
        self.flows = flows
        self.kinds = kinds
        self.threads = threads
        let shown = request.accounts
        self.parts = parts.filter { shown?.contains($0.account) ?? true }
        // What is left of today is not simulated.
        simulation = PathSimulation(
            uncertainty, from: request.today.adding(days: 1) ?? request.today,
            through: request.last, paths: request.paths, seed: request.seed)
    }

    func forecast() -> Forecast {
        let keys = shownKeys()
        var sums: [AccountKey: [Int32: Int128]] = [:]
        for part in parts {
            sums[AccountKey(part.account, part.currency), default: [:]][
                part.date.day, default: 0] += Int128(part.amount)
        }
        let currencies = Set(keys.map(\.key.currency)).sorted()
        let together = currencies.map { code in keys.filter { $0.key.currency == code } }
            .filter { $0.count > 1 }
        let groups =
            keys.map { [flows.account($0.key)].compactMap { $0 } }
            + together.map { $0.compactMap { flows.account($0.key) } }
        let bands = simulation.bands(groups, threads: threads)
        let accounts = zip(keys, bands).map { item, bands in
            course(
                item.key.account, item.key.currency, [item.key], sums, bands,
                isDebt: item.isDebt)
        }
        let totals = zip(together, bands.dropFirst(keys.count)).map { items, bands in
            course(nil, items[0].key.currency, items.map(\.key), sums, bands, isDebt: false)
        }
        return Forecast(
            from: request.today, to: request.last, scenario: request.scenarios.first,
            paths: request.paths, seed: request.seed, accounts: accounts, totals: totals,
            parts: parts)
    }

    /// The accounts in their currencies that have a balance or parts, in display order.
    private func shownKeys() -> [(key: AccountKey, isDebt: Bool)] {
        let moved = Set(parts.map { AccountKey($0.account, $0.currency) })
        return ledger.accounts.filter { request.accounts?.contains($0.name) ?? !$0.isHidden }
            .flatMap { account in
                account.currencies.map { AccountKey(account.name, $0) }
                    .filter {
                        moved.contains($0) || !account.isClosed && kinds.now[$0] != nil
                    }
                    .map { ($0, account.kind == .card || account.kind == .loan) }
            }
    }

    private func course(
        _ account: String?, _ currency: CurrencyCode, _ keys: [AccountKey],
        _ sums: [AccountKey: [Int32: Int128]], _ bands: [PathSimulation.Band], isDebt: Bool
    ) -> Forecast.Course {
        let start = keys.reduce(Int128(0)) { $0 + (kinds.now[$1] ?? 0) }
        var expected = start
        var days: [Forecast.Day] = []
        for (place, band) in ([PathSimulation.Band.none] + bands).enumerated() {
            guard let date = request.today.adding(days: place) else { break }
            for key in keys { expected += sums[key]?[date.day] ?? 0 }
            days.append(
                Forecast.Day(
                    date: date, expected: expected,
                    low80: expected + Int128(min(0, band.low80)),
                    high80: expected + Int128(max(0, band.high80)),
                    low95: expected + Int128(min(0, band.low95)),
                    high95: expected + Int128(max(0, band.high95))))
        }
        return Forecast.Course(
            account: account, currency: currency, start: start, days: days, isDebt: isDebt)
    }
}
