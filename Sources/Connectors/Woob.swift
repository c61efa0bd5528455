import ConnectorWire
import Foundation
import JSONText
import Model

/// woob: direct access by the program of that name, which reads banks' sites as a browser does.
struct Woob: Connector {
    static var description: ConnectorDescription {
        var description = ConnectorDescription(
            name: "woob", version: "1", access: "direct",
            verbs: [.describe, .authorize, .accounts, .transactions],
            covers: [.current, .savings, .card, .loan, .investment])
        description.historyDays = 3650
        description.fetchesAll = true
        description.secrets = [ConnectorDescription.Secret("password", "Password at the bank")]
        description.settings = [
            ConnectorDescription.Setting("module", "Module of woob", isRequired: true),
            ConnectorDescription.Setting("login", "Login at the bank", isRequired: true),
            ConnectorDescription.Setting(
                "modules", "Folder of modules, instead of woob's own server"),
        ]
        return description
    }

    let desk: Desk

    init(_ desk: Desk) { self.desk = desk }

    func answer(_ request: ConnectorRequest) throws(ConnectorFailure) -> JSONValue {
        switch request.verb {
        case .authorize:
            let program = try WoobProgram(request, desk)
            let accounts = try WoobAccounts(try program.list()).all
            return .object([
                "accounts": .array(accounts.map(\.message)), "state": .object([]),
            ])
        case .accounts:
            let program = try WoobProgram(request, desk)
            for account in try WoobAccounts(try program.list()).all {
                desk.surroundings.writeLine(
                    .object(
                        [JSONMember("type", .string("account"))] + (account.message.members ?? [])))
            }
            return .object([JSONMember("complete", .bool(true))])
        case .transactions: return try transactions(request)
        default: throw ConnectorFailure(.unsupported, "woob does not offer this")
        }
    }

    private func transactions(_ request: ConnectorRequest) throws(ConnectorFailure) -> JSONValue {
        let program = try WoobProgram(request, desk)
        // The list comes first: it is where banks ask for a code, and it has the balances.
        let accounts = try WoobAccounts(try program.list()).all
        return try desk.eachAccount(
            request, unless: [.badCredentials, .scaRequired]
        ) { order throws(ConnectorFailure) in
            guard let account = accounts.first(where: { $0.id == order.account }) else {
                throw ConnectorFailure(
                    .unsupported, "the bank does not name the account any more")
            }
            desk.progress(account.name ?? account.id)
            try fetch(account, order, request, program)
            return AccountResult(order, isComplete: true)
        }
    }

    private func fetch(
        _ account: WoobAccount, _ order: FetchOrder, _ request: ConnectorRequest,
        _ program: WoobProgram
    ) throws(ConnectorFailure) {
        if account.kind == "investment" { try holdings(account, program, request) }
        let history = try program.ask("history", account.id, order.from.description)
        let rows = try self.rows(history, account, isPending: false)
        OutgoingRow.sayReversed(rows.filter { $0.date >= order.from }, desk)
        if request.wantsPending {
            let coming = try program.ask("coming", account.id, nil)
            OutgoingRow.sayReversed(try self.rows(coming, account, isPending: true), desk)
        }
        guard let balance = account.balance else { return }
        desk.say(
            "balance",
            [
                "account": .string(account.id),
                "kind": .string(account.kind == "investment" ? "value" : "booked"),
                "amount": .string(balance), "currency": .string(account.currency),
                "date": .string(request.today.description),
            ])
    }

    private func rows(
        _ list: [JSONValue], _ account: WoobAccount, isPending: Bool
    ) throws(ConnectorFailure) -> [OutgoingRow] {
        var rows: [OutgoingRow] = []
        for json in list {
            if let row = try WoobRow(json, account, isPending: isPending).outgoing {
                rows.append(row)
            }
        }
        return rows
    }

    private func holdings(
        _ account: WoobAccount, _ program: WoobProgram, _ request: ConnectorRequest
    ) throws(ConnectorFailure) {
        for json in try program.ask("investment", account.id, nil) {
            desk.say(
                "holding",
                [
                    "account": .string(account.id), "name": .optional(json["label"]?.text),
                    "isin": json["code_type"]?.text == "ISIN" ? json["code"] : nil,
                    "quantity": .optional(json["quantity"]?.text),
                    "price": .optional(json["unitvalue"]?.text),
                    "value": .optional(json["valuation"]?.text),
                    "currency": .string(account.currency),
                    "date": .string(json["vdate"]?.text ?? request.today.description),
                ])
        }
    }
}

/// An account as woob names it.
struct WoobAccount {
    var id: String
    var name: String?
    var kind: String?
    var currency: String
    var balance: String?
    var iban: String?
    var number: String?
    var parent: String?

    /// woob's numbers of kinds.
    private static let kinds: [Int: String] = {
        var kinds: [Int: String] = [1: "current", 6: "current", 7: "card"]
        for number in [2, 3, 12, 23, 24, 25, 26, 27, 28, 29] { kinds[number] = "savings" }
        for number in [4, 17, 18, 19] { kinds[number] = "loan" }
        for number in [5, 8, 9, 10, 11, 13, 14, 15, 16, 20, 21, 22] { kinds[number] = "investment" }
        return kinds
    }()

    init?(_ json: JSONValue) {
        guard let full = json["id"]?.text, let id = WoobAccount.own(full) else { return nil }
        self.id = id
        name = json["label"]?.text
        kind = json["type"]?.integer.flatMap { WoobAccount.kinds[$0] }
        currency = json["currency"]?.text ?? "EUR"
        balance = json["balance"]?.anyText
        iban = json["iban"]?.text
        number = json["number"]?.text
        parent = json["parent"]?["id"]?.text.flatMap(WoobAccount.own)
    }

    /// An id without the name of the backend behind it; `nil` where that is all there is.
    static func own(_ full: String) -> String? {
        let id = full.lastIndex(of: "@").map { String(full[..<$0]) } ?? full
        return id.isEmpty ? nil : id
    }

    var message: JSONValue {
        .object([
            "id": .string(id), "fingerprint": .string(iban ?? id), "iban": .optional(iban),
            "name": .optional(name), "kind": .optional(kind), "currency": .string(currency),
            "covered": .bool(true), "parent": .optional(parent),
        ])
    }
}

/// The accounts of an answer.
struct WoobAccounts {
    let all: [WoobAccount]

    init(_ list: [JSONValue]) throws(ConnectorFailure) {
        all = list.compactMap(WoobAccount.init)
        if all.isEmpty {
            throw ConnectorFailure(.formatChanged, "woob found no account at the bank")
        }
    }
}

/// One row as woob tells it.
struct WoobRow {
    let outgoing: OutgoingRow?

    init(
        _ json: JSONValue, _ account: WoobAccount, isPending: Bool
    ) throws(ConnectorFailure) {
        func day(_ key: String) -> CivilDate? {
            json[key]?.text.flatMap { CivilDate(iso: String($0.prefix(10))) }
        }
        guard let text = json["amount"]?.anyText, let amount = DecimalNumber(text) else {
            throw ConnectorFailure(.formatChanged, "a transaction has no amount that can be read")
        }
        guard let date = day("date") ?? day("rdate"), amount.units != 0 else {
            outgoing = nil
            return
        }
        let id = json["id"]?.text.flatMap(WoobAccount.own)
        let original: JSONValue? =
            json["original_amount"]?.anyText.map { amount in
                .object([
                    "amount": .string(amount),
                    "currency": .string(json["original_currency"]?.text ?? ""),
                ])
            }
        let said = json["raw"]?.text ?? json["label"]?.text ?? ""
        let message = JSONValue.object([
            "type": .string("transaction"), "account": .string(account.id),
            "status": .string(isPending ? "pending" : "booked"),
            "id": isPending ? nil : .optional(id), "date": .string(date.description),
            "value_date": day("vdate").map { .string($0.description) },
            "made_on": day("rdate").map { .string($0.description) },
            "amount": .string(amount.text), "currency": .string(account.currency),
            "counterparty": .optional(json["counterparty"]?["label"]?.text),
            "text": .strings([said]), "original": original, "raw": json,
        ])
        outgoing = OutgoingRow(
            account: account.id, isPending: isPending, date: date, json: message)
    }
}
