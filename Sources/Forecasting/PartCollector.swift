import Model
import Plans
import Reading
import Recurrences

/// Collects what is expected from all that says something, each thing once: lines that a person wrote come first, then
/// plans, then what comes again by itself, then what is left of budgets, then what is usual besides.
struct PartCollector {
    private let ledger: Ledger
    private let request: ForecastRequest
    private let plans: PlanBook
    private let history: History
    private let outlook: Outlook
    private let flows: FlowHistory
    private let fulfilment: Fulfilment
    private let kinds: AccountKinds
    private let budgets: BudgetParts

    init(
        _ ledger: Ledger, _ request: ForecastRequest, plans: PlanBook, history: History,
        outlook: Outlook, flows: FlowHistory, fulfilment: Fulfilment, kinds: AccountKinds,
        budgets: BudgetParts
    ) {
        self.ledger = ledger
        self.request = request
        self.plans = plans
        self.history = history
        self.outlook = outlook
        self.flows = flows
        self.fulfilment = fulfilment
        self.kinds = kinds
        self.budgets = budgets
    }

    /// In the order of their days.
    func parts() -> [ForecastPart] {
        var parts = PartLedger()
        if counts(.expected) { addExpected(&parts) }
        if counts(.plan) { addPlans(&parts) }
        let settlements = Settlements(flows, asOf: request.today, kinds)
        let coverage = PlanCoverage(
            plans, fulfilment, history, request, outlook.recurrences, flows)
        var open: [(recurrence: Recurrence, days: [CivilDate])] = []
        for recurrence in outlook.recurrences {
            let days = coverage.openDays(recurrence).map { max($0, request.today) }
            if days.isEmpty { continue }
            if settlements.account(recurrence) != nil {
                open.append((recurrence, days))
            } else if counts(.recurrence) {
                for part in outlook.parts(recurrence, on: days) {
                    outlook.addMirrored(part, &parts)
                }
            }
        }
        if counts(.budget) { budgets.add(to: &parts) }
        if counts(.model) {
            let isCovered = budgets.cover()
            for part in outlook.modelParts(through: request.last)
            where !(counts(.budget) && isCovered(part)) {
                outlook.addMirrored(part, &parts)
            }
        }
        for (recurrence, days) in open {
            let isCard = settlements.account(recurrence).map(kinds.cards.contains) ?? false
            if counts(isCard ? .card : .loan) {
                settlements.add(recurrence, on: days, outlook: outlook, to: &parts)
            }
        }
        let ranks = Dictionary(
            uniqueKeysWithValues: ledger.accounts.enumerated().map { ($1.name, $0) })
        return parts.parts.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if a.date != b.date { return a.date < b.date }
            let (one, other) = (ranks[a.account] ?? .max, ranks[b.account] ?? .max)
            return one != other ? one < other : left.offset < right.offset
        }.map(\.element)
    }

    /// The day of what is late.
    private func late(_ day: CivilDate) -> CivilDate? { day < request.today ? day : nil }

    private func counts(_ source: ForecastPart.Source) -> Bool {
        !request.without.contains(source)
    }

    /// Lines that a person expects, and lines dated behind today.
    private func addExpected(_ parts: inout PartLedger) {
        for line in history.lines {
            let movement = line.movement
            guard line.status == .expected || movement.date > request.today,
                movement.date <= request.last
            else { continue }
            for share in line.parts {
                let part = ForecastPart(
                    date: max(movement.date, request.today), due: late(movement.date),
                    account: movement.account,
                    amount: share.amount, currency: movement.currency,
                    category: share.target.category, source: .expected, ref: line.id,
                    text: movement.text)
                if line.isPaired { parts.add(part) } else { addTransfer(part, &parts) }
            }
        }
    }

    private func addPlans(_ parts: inout PartLedger) {
        for occurrence in fulfilment.occurrences where occurrence.isOpen {
            let line = plans.lines[occurrence.line]
            for share in line.parts(on: occurrence.nominal) {
                addTransfer(
                    ForecastPart(
                        date: max(occurrence.due, request.today), due: late(occurrence.due),
                        account: line.account,
                        amount: share.amount, currency: line.currency,
                        category: share.target.category, source: .plan,
                        ref: "\(line.reference)@\(occurrence.nominal)", text: line.text),
                    &parts)
            }
        }
    }

    /// Adds a part, and what it brings to the other account where that one holds the currency.
    private func addTransfer(_ part: ForecastPart, _ parts: inout PartLedger) {
        let holds =
            part.otherAccount.flatMap { ledger.account($0) }.map {
                $0.currencies.contains(part.currency)
            }
            ?? false
        if holds { parts.addBothSides(part) } else { parts.add(part) }
    }
}
