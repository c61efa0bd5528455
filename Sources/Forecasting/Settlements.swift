import Model
import Plans
import Recurrences

/// Payments whose amount follows from a balance: a card is paid what is owed at its closing day, and of a loan's
/// instalment the interest goes by what is left of it.
struct Settlements {
    private let history: FlowHistory
    private let today: CivilDate
    private let kinds: AccountKinds

    init(_ history: FlowHistory, asOf today: CivilDate, _ kinds: AccountKinds) {
        self.history = history
        self.today = today
        self.kinds = kinds
    }

    /// The card or loan that a recurrence pays; `nil` for any other.
    func account(_ recurrence: Recurrence) -> String? {
        guard recurrence.amount < 0, let last = recurrence.members.last else { return nil }
        for part in history.lines[last].parts {
            guard case .transfer(let other) = part.target,
                kinds.cards.contains(other) || kinds.loans.contains(other),
                history.isMirrored(from: recurrence.account, to: other, recurrence.currency)
            else { continue }
            return other
        }
        return nil
    }

    /// Adds the payments of a recurrence for which `account` is not `nil`, on its days.
    func add(
        _ recurrence: Recurrence, on days: [CivilDate], outlook: Outlook, to parts: inout PartLedger
    ) {
        guard let other = account(recurrence) else { return }
        if kinds.cards.contains(other), let closing = closing(recurrence, other) {
            settle(recurrence, other, closing, days, &parts)
        } else if kinds.loans.contains(other) {
            repay(recurrence, other, days, &parts)
        } else {
            for part in outlook.parts(recurrence, on: days, source: .card) {
                parts.addBothSides(part)
            }
        }
    }

    // Cards

    /// Which day's balance a settlement pays.
    enum Closing: Hashable {
        /// The last of the month before.
        case endOfMonth
        /// So many days before the payment.
        case before(Int)

        func day(_ payment: CivilDate) -> CivilDate {
            switch self {
            case .endOfMonth:
                payment.adding(days: -payment.components.day) ?? payment
            case .before(let days): payment.adding(days: -days) ?? payment
            }
        }
    }

    /// The closing day that explains at least two of three of the last settlements to the cent; `nil` where none does.
    private func closing(_ recurrence: Recurrence, _ card: String) -> Closing? {
        let key = AccountKey(card, recurrence.currency)
        let balances = kinds.balances(history, of: key)
        let recent = recurrence.members.suffix(9).map { history.lines[$0].movement }
        var best: (closing: Closing, count: Int)?
        for closing in [Closing.endOfMonth] + (0...31).map(Closing.before) {
            let count = recent.count { payment in
                balances.at(closing.day(payment.date)) == Int128(payment.amount)
            }
            if count > best?.count ?? 0 { best = (closing, count) }
        }
        guard let best, best.count >= 2, best.count * 3 >= recent.count * 2 else { return nil }
        return best.closing
    }

    private func settle(
        _ recurrence: Recurrence, _ card: String, _ closing: Closing, _ days: [CivilDate],
        _ parts: inout PartLedger
    ) {
        let key = AccountKey(card, recurrence.currency)
        let balances = kinds.balances(history, of: key)
        for day in days {
            let closed = closing.day(day)
            let owed =
                closed <= today
                ? balances.at(closed) : balances.at(today) + parts.sum(key, through: closed)
            guard owed < 0, let amount = Int64(exactly: owed) else { continue }
            parts.addBothSides(
                ForecastPart(
                    date: day, account: recurrence.account, amount: amount,
                    currency: recurrence.currency, category: "=" + card, source: .card,
                    ref: nil, text: recurrence.text))
        }
    }

    // Loans

    private func repay(
        _ recurrence: Recurrence, _ loan: String, _ days: [CivilDate], _ parts: inout PartLedger
    ) {
        let key = AccountKey(loan, recurrence.currency)
        let balances = kinds.balances(history, of: key)
        let now = balances.at(today)
        guard let last = recurrence.members.last.map({ history.lines[$0] }) else { return }
        let principal = last.parts.first { $0.target == .transfer(account: loan) }?.amount ?? 0
        let others = last.parts.filter { $0.target != .transfer(account: loan) }
        let interest = others.reduce(Int128(0)) { $0 + Int128($1.amount) }
        // What was owed before the last instalment bore its interest.
        let before = balances.at(last.movement.date.adding(days: -1) ?? last.movement.date)
        for day in days {
            let owed = now + parts.sum(key, through: day)
            if owed >= 0 { break }
            var share = interest
            if before < 0, interest != 0 {
                share = -dividedHalfToEven(interest * owed, by: -before)
            }
            let whole = Int128(recurrence.amount)
            let paid = max(principal == 0 ? whole : whole - share, owed)
            guard paid < 0, let amount = Int64(exactly: paid) else { break }
            var rest: [Part] = []
            if let sum = Int64(exactly: share), sum != 0 { rest = others.scaled(to: sum) }
            func part(_ amount: Int64, _ category: String?) -> ForecastPart {
                ForecastPart(
                    date: day, account: recurrence.account, amount: amount,
                    currency: recurrence.currency, category: category, source: .loan,
                    ref: nil, text: recurrence.text)
            }
            parts.addBothSides(part(amount, "=" + loan))
            for other in rest { parts.add(part(other.amount, other.target.category)) }
        }
    }
}
