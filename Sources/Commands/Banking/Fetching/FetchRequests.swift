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
            return
        }
        for order in orders { take([order], description, &fetched, &memory) }
    }

    private mutating func take(
        _ orders: [FetchOrder], _ description: ConnectorDescription, _ fetched: inout Fetched,
        _ memory: inout ConnectorMemory
    ) {
        do throws(ConnectorFailure) {
            let answer = try call.run(request(orders, memory, isOne: !description.fetchesAll))
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
        _ orders: [FetchOrder], _ memory: ConnectorMemory, isOne: Bool
    ) -> ConnectorRequest {
        var request = request
        request.secrets = secrets
        request.state = memory.state
        if isOne, let order = orders.first {
            request.params = .object([
                "account": .string(order.account), "from": .string(order.from.description),
                "to": .string(order.to.description), "cursor": .optional(order.cursor),
                "pending": .bool(pending), "historical": .bool(isHistorical),
                "calls_left": order.callsLeft.map { .integer($0) },
            ])
        } else {
            request.params = .object([
                "accounts": .array(orders.map(\.json)), "pending": .bool(pending),
                "historical": .bool(isHistorical),
            ])
        }
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
            fetched.warnings.append(error)
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
