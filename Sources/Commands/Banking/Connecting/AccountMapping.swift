import Connecting
import ConnectorWire
import Editing
import JSONText
import Model
import Reading
import SourceText

/// Which accounts here stand for the accounts that a bank names.
struct AccountMapping {
    /// One account of the bank.
    struct Choice {
        var found: FoundAccount
        /// The account here; `nil` where it is left out.
        var account: String?
        var isNew = false
        var kind: AccountKind
        /// Why the access does not reach it.
        var refusal: String?
    }

    private let ledger: Ledger
    private let connection: Connection
    private let session: Session
    /// What the command line says: the bank's account and the one here.
    private let said: [String: String]
    private(set) var choices: [Choice] = []

    init(
        _ ledger: Ledger, _ connection: Connection, _ session: Session, said: [String: String]
    ) {
        self.ledger = ledger
        self.connection = connection
        self.session = session
        self.said = said
    }

    /// Chooses for all accounts of the bank.
    mutating func choose(
        _ found: [FoundAccount], _ description: ConnectorDescription
    ) throws(CommandFailure) {
        try refuseUnknown(found)
        for account in found {
            let kind = account.kind ?? .current
            var choice = Choice(found: account, kind: kind)
            if !account.isCovered || !connection.access.covers(kind)
                || !description.covers.contains(kind)
            {
                choice.refusal =
                    account.reason
                    ?? "\(kind.plural) are not covered by \(connection.access.rawValue); "
                    + "direct access may reach them"
            } else if let code = account.currency, ledger.currencies.decimals(of: code) == nil {
                choice.refusal =
                    "its currency \(code) is none of ISO 4217; declare it in ledger.json, and reconnect"
            } else {
                try choose(&choice)
                try refuseTwice(choice)
            }
            choices.append(choice)
        }
    }

    /// Words of the command line that name none of the bank's accounts.
    private func refuseUnknown(_ found: [FoundAccount]) throws(CommandFailure) {
        let known = found.flatMap { [$0.fingerprint, $0.id, $0.iban ?? "", $0.name ?? ""] }
        guard let wrong = said.keys.sorted(by: byBytes).first(where: { !known.contains($0) }) else {
            return
        }
        let names = found.map { ConnectorText.clean($0.name ?? $0.fingerprint, without: []) }
        throw .failed(
            message: "the bank names no account “\(wrong)”",
            remedy: "its accounts are " + names.joined(separator: ", "))
    }

    private func refuseTwice(_ choice: Choice) throws(CommandFailure) {
        guard let name = choice.account else { return }
        if choices.contains(where: { $0.account == name && $0.refusal == nil }) {
            throw .failed(
                message: "two accounts of the bank would be \(name)",
                remedy: "give each its own: --map THERE=HERE, or leave one out: --map THERE=-")
        }
        if let currency = choice.found.currency, let account = ledger.account(name),
            !account.currencies.contains(currency)
        {
            throw .failed(
                message: "the bank's account is in \(currency), which \(name) does not hold",
                remedy:
                    "map it to another account, or list \(currency) in the currencies of \(name)")
        }
    }

    private mutating func choose(_ choice: inout Choice) throws(CommandFailure) {
        let found = choice.found
        let keys = [found.fingerprint, found.id, found.iban ?? "", found.name ?? ""]
        if let name = keys.compactMap({ said[$0] }).first {
            return try take(name, &choice)
        }
        if let known = connection.accounts.first(where: { $0.key == found.fingerprint }),
            ledger.account(known.account) != nil
        {
            choice.account = known.account
            return
        }
        let numbers = [found.iban, found.id].compactMap { $0.map(Account.compactNumber) }
        if let account = ledger.accounts.first(where: { account in
            account.numbers.contains(where: numbers.contains)
        }) {
            choice.account = account.name
            return
        }
        if connection.leftOut.contains(found.fingerprint) { return }
        let free = freeName(found.name ?? choice.kind.rawValue)
        guard session.options.asks else { return try take(free, &choice) }
        let shown = [found.name, found.iban, choice.kind.rawValue].compactMap { $0 }
            .joined(separator: ", ")
        let clean = ConnectorText.clean(shown, without: [])
        let answer = try session.ask(
            "\(clean): the account here, a name for a new one, or - to leave it out [\(free)]: ")
        guard let answer else {
            throw .question(message: "the accounts were not chosen", remedy: "begin again")
        }
        if answer == "-" { return }
        try take(answer.isEmpty ? free : answer, &choice)
    }

    /// The account of a name, new where there is none.
    private func take(_ name: String, _ choice: inout Choice) throws(CommandFailure) {
        if name == "-" { return }
        if let account = ledger.account(name) {
            guard connection.access.covers(account.kind) else {
                throw .failed(
                    message:
                        "\(name) is of the kind \(account.kind.rawValue), which \(connection.access.rawValue) does not reach",
                    remedy: "choose another account, or connect it by direct access")
            }
            choice.account = name
            return
        }
        guard NameForm.isName(name) else {
            throw .failed(
                message: "“\(name)” can be no name of an account",
                remedy: "use a-z, 0-9 and -, at most 40")
        }
        choice.account = name
        choice.isNew = true
    }

    /// A name that no account has yet.
    private func freeName(_ title: String) -> String {
        let taken = Set(ledger.accounts.map(\.name)).union(choices.compactMap(\.account))
        return NameText.free(NameText.name(title, otherwise: "account"), taken)
    }

    // MARK: What is written

    /// The files of new accounts.
    func edits() -> [FileEdit] {
        var ids = IDAssigner(taken: Set(ledger.accounts.map(\.uid)))
        return choices.compactMap { choice in
            guard choice.isNew, let name = choice.account else { return nil }
            let found = choice.found
            let currency = found.currency ?? ledger.baseCurrency
            let value = JSONValue.object([
                "uid": .string(ids.random(session.random.next)),
                "name": found.name.map { .string(ConnectorText.clean($0, without: [])) },
                "kind": .string(choice.kind.rawValue), "currency": .string(currency.description),
                "iban": found.iban.map { .string($0) },
            ])
            return FileEdit(
                path: "accounts/\(name).json", before: nil, after: JSONWriter.file(value))
        }
    }

    /// The accounts of the connection's file: those that the bank names now.
    var accounts: [(key: String, account: String)] {
        var list: [(key: String, account: String)] = []
        for choice in choices where choice.refusal == nil {
            if let account = choice.account { list.append((choice.found.fingerprint, account)) }
        }
        return list
    }

    /// The bank's accounts that a person leaves alone.
    var leftOut: [String] {
        choices.filter { $0.refusal == nil && $0.account == nil }.map(\.found.fingerprint)
    }
}

/// Names for files from what people call things.
enum NameText {
    /// Letters, digits and hyphens of a title.
    static func name(_ title: String, otherwise: String) -> String {
        var text = ""
        for scalar in Folding.fold(title).unicodeScalars {
            let isPlain =
                ("a"..."z").contains(Character(scalar)) || ("0"..."9").contains(Character(scalar))
            if isPlain {
                text.unicodeScalars.append(scalar)
            } else if !text.isEmpty, text.last != "-" {
                text += "-"
            }
        }
        while text.last == "-" { text.removeLast() }
        let short = String(text.prefix(36))
        return short.isEmpty || !NameForm.isName(short) ? otherwise : short
    }

    /// The name itself, or with a number where it is taken.
    static func free(_ name: String, _ taken: Set<String>) -> String {
        if !taken.contains(name) { return name }
        return (2...).lazy.map { "\(name)-\($0)" }.first { !taken.contains($0) } ?? name
    }
}
