import Model
import Plans
import Recurrences

/// Payments whose amount follows from a balance: a card is paid what is owed at its closing day, and of a loan's
/// instalment the interest goes by what is left of it.
struct Settlements {
    private let history: FlowHistory
    private let today: CivilDate
    /// The balances at the end of `today`.
    private let balances: [AccountKey: Int128]
    /// The accounts of the kinds card and loan.
    private let cards: Set<String>
    private let loans: Set<String>

    init(
        _ history: FlowHistory, asOf today: CivilDate, balances: [AccountKey: Int128],
        cards: Set<String>, loans: Set<String>
    ) {
        self.history = history
        self.today = today
        self.balances = balances
        self.cards = cards
        self.loans = loans
    }

    /// The card or loan that a recurrence pays; `nil` for any other.
    func account(_ recurrence: Recurrence) -> String? {
        guard recurrence.amount < 0, let last = recurrence.members.last else { return nil }
        for part in history.lines[last].parts {
            guard case .transfer(let other) = part.target,
                cards.contains(other) || loans.contains(other),
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
        if cards.contains(other), let closing = closing(recurrence, other) {
            settle(recurrence, other, closing, days, &parts)
        } else if loans.contains(other) {
            repay(recurrence, other, days, outlook, &parts)
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
        guard let account = history.account(key), let now = balances[key] else { return nil }
        let sums = history.sums(account)
        guard let total = sums.last else { return nil }
        let recent = recurrence.members.suffix(9).map { history.lines[$0].movement }
        var best: (closing: Closing, count: Int)?
        for closing in [Closing.endOfMonth] + (0...31).map(Closing.before) {
            let count = recent.count { payment in
                let place = Int(closing.day(payment.date).day - history.origin)
                guard sums.indices.contains(place) else { return false }
                return now - (total - sums[place]) == Int128(payment.amount)
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
        guard let account = history.account(key), let now = balances[key] else { return }
        let sums = history.sums(account)
        for day in days {
            let closed = closing.day(day)
            let owed: Int128
            if closed <= today {
                let place = Int(closed.day - history.origin)
                owed =
                    sums.indices.contains(place) ? now - ((sums.last ?? 0) - sums[place]) : now
            } else {
                owed = now + parts.sum(key, through: closed)
            }
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
        _ recurrence: Recurrence, _ loan: String, _ days: [CivilDate], _ outlook: Outlook,
        _ parts: inout PartLedger
    ) {
        let key = AccountKey(loan, recurrence.currency)
        guard let now = balances[key], let last = recurrence.members.last.map({ history.lines[$0] })
        else { return }
        let principal = last.parts.first { $0.target == .transfer(account: loan) }?.amount ?? 0
        let others = last.parts.filter { $0.target != .transfer(account: loan) }
        let interest = others.reduce(Int128(0)) { $0 + Int128($1.amount) }
        // What was owed before the last instalment bore its interest.
        let before = balance(key, before: last.movement.date)
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

    /// The balance at the end of the day before a day.
    private func balance(_ key: AccountKey, before day: CivilDate) -> Int128 {
        guard let account = history.account(key), let now = balances[key] else { return 0 }
        let sums = history.sums(account)
        let place = Int(day.day - history.origin) - 1
        let known = sums.indices.contains(place) ? sums[place] : 0
        return now - ((sums.last ?? 0) - known)
    }
}
