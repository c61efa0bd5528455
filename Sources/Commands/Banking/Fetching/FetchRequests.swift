import ConnectorWire
import Connecting
import JSONText
import Model
import SourceText
import Statements

/// The requests of one fetch for transactions, and what their answers mean for each account.
struct FetchRequests {
    let call: ConnectorCall
    let request: ConnectorRequest
    let secrets: [String: String]
    let pending: Bool
    let isHistorical: Bool
    /// The places of the accounts by the provider's ids.
    let orderOf: [String: Int]
    /// The calls that the provider counts, by account here.
    private(set) var calls: [String: Int] = [:]
    private(set) var nextAllowed: Moment?

    init(
        call: ConnectorCall, request: ConnectorRequest, secrets: [String: String], pending: Bool,
        isHistorical: Bool, orderOf: [String: Int]
    ) {
        self.isHistorical = isHistorical
        self.call = call
        self.request = request
        self.secrets = secrets
        self.pending = pending
        self.orderOf = orderOf
    }

    /// Asks for all accounts: at once, where the connector can, else one after the other.
    mutating func ask(
        _ orders: [FetchOrder], _ description: ConnectorDescription, _ fetched: inout Fetched,
        _ memory: inout ConnectorMemory
    ) {
        if orders.isEmpty { return }
        if description.fetchesAll {
            take(orders, description, &fetched, &memory)
        } else {
            for order in orders { take([order], description, &fetched, &memory) }
        }
        for order in orders { fetchCut(order, description, &fetched, &memory, depth: 0) }
    }

    /// The most times that days are halved.
    private static let mostHalves = 8

    /// Asks again, in halves, where an answer has just as many rows as services give at most.
    private mutating func fetchCut(
        _ order: FetchOrder, _ description: ConnectorDescription, _ fetched: inout Fetched,
        _ memory: inout ConnectorMemory, depth: Int
    ) {
        guard let place = orderOf[order.account], fetched.accounts[place].failure == nil,
            CutAnswer.isFull(fetched.accounts[place].rows.count { !$0.isPending })
        else { return }
        let whole = fetched.accounts[place]
        let days = Int(order.to.day - order.from.day)
        let used = calls[whole.account] ?? 0
        let isAllowed = order.callsLeft.map { used + 2 <= $0 } ?? true
        guard days > 0, depth < FetchRequests.mostHalves, isAllowed,
            let middle = order.from.adding(days: days / 2), let next = middle.adding(days: 1)
        else {
            // What is there stays; the next fetch asks for the same days again.
            fetched.accounts[place].isComplete = false
            fetched.accounts[place].tellsPending = false
            fetched.accounts[place].days = nil
            return
        }
        var halves: [FetchedAccount] = []
        for (from, to) in [(order.from, middle), (next, order.to)] {
            var half = order
            half.from = from
            half.to = to
            half.cursor = nil
            take([half], description, &fetched, &memory)
            fetchCut(half, description, &fetched, &memory, depth: depth + 1)
            halves.append(fetched.accounts[place])
        }
        fetched.accounts[place] = FetchRequests.joined(halves, whole)
    }

    /// Both halves as one answer; what is pending stands in each, and counts once.
    private static func joined(
        _ halves: [FetchedAccount], _ whole: FetchedAccount
    ) -> FetchedAccount {
        var account = halves[1]
        account.failure = halves[0].failure ?? halves[1].failure
        account.rows =
            halves.flatMap { $0.rows.filter { !$0.isPending } }
            + halves[1].rows.filter(\.isPending)
        account.isComplete = halves.allSatisfy(\.isComplete)
        account.tellsPending = halves.allSatisfy(\.tellsPending)
        account.days = nil
        if let first = halves[0].days, let last = halves[1].days {
            account.days = first.lowerBound...last.upperBound
        }
        if account.balances.isEmpty { account.balances = whole.balances }
        return account
    }

    private mutating func take(
        _ orders: [FetchOrder], _ description: ConnectorDescription, _ fetched: inout Fetched,
        _ memory: inout ConnectorMemory
    ) {
        do throws(ConnectorFailure) {
            let answer = try call.run(request(orders, memory, all: description.fetchesAll))
            if let state = answer.result["state"], state.members != nil { memory.state = state }
            fetched.warnings += answer.warnings.filter { $0.account == nil }
            for order in orders { take(order, answer, &fetched, &memory) }
            if !description.fetchesAll, description.verbs.contains(.balances) {
                try takeBalances(orders[0], &fetched)
            }
        } catch {
            for order in orders {
                guard let place = orderOf[order.account] else { continue }
                fetched.accounts[place].failure = error
            }
        }
    }

    private func request(
        _ orders: [FetchOrder], _ memory: ConnectorMemory, all: Bool
    ) -> ConnectorRequest {
        var request = request
        request.secrets = secrets
        request.state = memory.state
        request.ask(for: orders, all: all, pending: pending, historical: isHistorical)
        return request
    }

    /// The balance beside the rows, where the connector tells it apart; without it the rows still count.
    private func takeBalances(
        _ order: FetchOrder, _ fetched: inout Fetched
    ) throws(ConnectorFailure) {
        guard let place = orderOf[order.account], fetched.accounts[place].balances.isEmpty else {
            return
        }
        var request = request
        request.verb = .balances
        request.secrets = secrets
        request.params = .object(["account": .string(order.account)])
        do throws(ConnectorFailure) {
            fetched.accounts[place].balances = try call.run(request).balances
        } catch {
            var failure = error
            failure.message = "the balance was not fetched: \(error.message)"
            fetched.warnings.append(failure)
        }
    }

    /// What an answer says of one account.
    private mutating func take(
        _ order: FetchOrder, _ answer: ConnectorAnswer, _ fetched: inout Fetched,
        _ memory: inout ConnectorMemory
    ) {
        guard let place = orderOf[order.account] else { return }
        let own = (answer.result["accounts"]?.elements ?? []).first {
            $0["account"]?.text == order.account
        }
        let said = own ?? answer.result
        var account = fetched.accounts[place]
        account.failure = answer.warnings.first { $0.account == order.account }
        account.rows = answer.transactions.filter { $0.account == order.account }.map(\.record)
        account.balances = answer.balances.filter { $0.account == order.account }
        account.isComplete = account.failure == nil && said["complete"] == .bool(true)
        account.tellsPending = pending && account.isComplete
        calls[account.account, default: 0] += max(said["calls"]?.integer ?? 1, 0)
        let from = said["from"]?.text.flatMap(CivilDate.init(iso:)) ?? order.from
        let to = min(said["to"]?.text.flatMap(CivilDate.init(iso:)) ?? order.to, order.to)
        let first = CutAnswer.first(
            account.rows.filter { !$0.isPending }.map(\.bookingDate), asked: order.from,
            today: request.today)
        let start = max(from, order.from, first ?? .first)
        if account.isComplete {
            account.days = start <= to ? start...to : nil
            if let cursor = said["cursor"]?.text { memory.cursors[order.account] = cursor }
        }
        let next = (said["next_allowed_at"] ?? answer.result["next_allowed_at"])?.text
        if let moment = next.flatMap({ Moment($0) }) {
            nextAllowed = max(nextAllowed ?? moment, moment)
        }
        fetched.accounts[place] = account
    }
}
