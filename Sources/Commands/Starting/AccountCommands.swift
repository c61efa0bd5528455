import CommandGrammar
import JSONText
import Model
import Platform
import Reading
import Rendering
import Schemas
import SourceText
import Store

/// `accounts add`: a new account.
struct AccountAddCommand: Command {
    static let name = Positional("NAME", .text, help: "The account's name: a-z, 0-9 and -")
    static let kind = Flag(
        "kind", takes: .choice(AccountKind.allCases.map(\.rawValue)), as: "KIND",
        help: "What it is; current where it is not given")
    static let title = Flag("title", takes: .text, help: "The name shown to people")
    static let currency = Flag(
        "currency", takes: .currency, isRepeatable: true,
        help: "Its currency, the first the usual one")
    static let iban = Flag("iban", takes: .text, as: "IBAN", help: "Its IBAN")
    static let opening = Flag(
        "opening", takes: .amount,
        help: "What it held at the start of --opening-date, as “3310.45 EUR”")
    static let openingDate = Flag(
        "opening-date", takes: .date, help: "The day of the opening; today where it is not given")

    static let spec = CommandSpec(
        "add", summary: "Make an account",
        discussion: ["Debts are negative: a card with 300 spent opens with -300.00."],
        positionals: [name], flags: [kind, title, currency, iban, opening, openingDate],
        examples: [
            Example(
                "bankbook accounts add main --kind current --opening 3310.45", "A current account"),
            Example(
                "bankbook accounts add visa --kind card --opening -120.00", "A card with a debt"),
        ])

    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) {
        self.invocation = invocation
        let name = invocation.value(of: AccountAddCommand.name) ?? ""
        guard NameForm.isName(name) else {
            throw invocation.refusal(
                of: name, for: AccountAddCommand.name, "use a-z, 0-9 and -, at most 40")
        }
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let result = try session.write { ledger throws(CommandFailure) in
            let name = invocation.value(of: AccountAddCommand.name) ?? ""
            let path = "accounts/\(name).json"
            if try LedgerFiles(ledger).bytes(path) != nil {
                throw .failed(
                    message: "there is an account “\(name)” already", remedy: "choose another name")
            }
            let value = try value(ledger, session)
            return WritePlan(edits: [
                FileEdit(path: path, before: nil, after: JSONWriter.file(value))
            ])
        }
        return try session.finish(result, schema: "accounts.add")
    }

    private func value(_ ledger: Ledger, _ session: Session) throws(CommandFailure) -> JSONValue {
        let codes = try currencies(ledger)
        let opening = try opening(ledger, codes[0], session)
        return .object([
            "uid": .string(session.uid(ledger)),
            "name": invocation.value(of: AccountAddCommand.title).map { .string($0) },
            "kind": .string(invocation.value(of: AccountAddCommand.kind) ?? "current"),
            "currency": .string(codes[0].description),
            "currencies": codes.count > 1 ? .strings(codes.map(\.description)) : nil,
            "iban": invocation.value(of: AccountAddCommand.iban).map { .string($0) },
            "opening": opening,
        ])
    }

    private func currencies(_ ledger: Ledger) throws(CommandFailure) -> [CurrencyCode] {
        var codes: [CurrencyCode] = []
        for text in invocation.values(of: AccountAddCommand.currency) {
            guard let code = CurrencyCode(text), ledger.currencies.decimals(of: code) != nil else {
                throw .usage(
                    invocation.refusal(
                        of: text, for: AccountAddCommand.currency,
                        "write a code of ISO 4217, or declare it in ledger.json"))
            }
            codes.append(code)
        }
        return codes.isEmpty ? [ledger.baseCurrency] : codes
    }

    private func opening(
        _ ledger: Ledger, _ usual: CurrencyCode, _ session: Session
    ) throws(CommandFailure) -> JSONValue? {
        guard let text = invocation.value(of: AccountAddCommand.opening) else { return nil }
        let words = text.split(separator: " ").map(String.init)
        let code = words.count == 2 ? CurrencyCode(words[1]) : usual
        guard let first = words.first, let number = DecimalNumber(first), let code,
            let decimals = ledger.currencies.decimals(of: code),
            let units = number.scaled(to: decimals)
        else {
            throw .usage(
                invocation.refusal(
                    of: text, for: AccountAddCommand.opening, "write an amount such as 3310.45 EUR")
            )
        }
        var date = session.today
        if let text = invocation.value(of: AccountAddCommand.openingDate) {
            guard let found = CivilDate(iso: text) else {
                throw .usage(
                    invocation.refusal(
                        of: text, for: AccountAddCommand.openingDate, "write YYYY-MM-DD"))
            }
            date = found
        }
        return .object([
            "date": .string(date.description),
            "amounts": .object([
                JSONMember(code.description, .string(decimalText(units, decimals: decimals)))
            ]),
        ])
    }
}

/// `accounts show`: one account's file.
struct AccountShowCommand: Command {
    static let name = Positional("ACCOUNT", .account, help: "The account")

    static let spec = CommandSpec(
        "show", summary: "Show what an account's file says", positionals: [name],
        examples: [Example("bankbook accounts show main", "One account")])

    private let name: String

    init(_ invocation: Invocation) throws(UsageError) {
        name = invocation.value(of: AccountShowCommand.name) ?? ""
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let account = try AccountChoice.account(name, ledger)
        let path = "accounts/\(account.name).json"
        let bytes = try LedgerFiles(ledger).bytes(path) ?? []
        let members: [JSONMember]
        do throws(JSONProblem) {
            members = try JSONParser.parse(bytes).members ?? []
        } catch {
            members = []
        }
        func text(_ value: JSONValue) -> String {
            value.text ?? String(readable: JSONWriter.compact(value))
        }
        return try session.finish(
            Answer(
                "accounts.show",
                payload: {
                    [
                        JSONMember("name", .string(account.name)),
                        JSONMember("account", .object(members)),
                    ]
                },
                sheet: {
                    Sheet(
                        header: ["field", "value"], rows: members.map { [$0.key, text($0.value)] })
                },
                text: {
                    let rows = members.map { [Cell($0.key), Cell(text($0.value))] }
                    return [
                        .table(
                            Table(
                                columns: [Column("field"), Column("value", shrinks: true)],
                                rows: rows, hasHeading: false))
                    ]
                }))
    }
}

/// `accounts set`: changes members of an account's file.
struct AccountSetCommand: Command {
    static let name = Positional("ACCOUNT", .account, help: "The account")
    static let fields = Positional(
        "FIELD=VALUE", .text, .oneOrMore, help: "What to set; FIELD= alone removes it")

    static let spec = CommandSpec(
        "set", summary: "Change what an account's file says",
        discussion: [
            "Fields are those of `bankbook schema account`; currencies and was take several values "
                + "separated by commas, opening an amount and a day: opening='3310.45 EUR 2026-01-01'."
        ],
        positionals: [name, fields],
        examples: [
            Example(
                "bankbook accounts set main name='Joint account' order=1", "Two members at once")
        ])

    private let name: String
    private let fields: [String]
    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) {
        name = invocation.value(of: AccountSetCommand.name) ?? ""
        fields = invocation.values(of: AccountSetCommand.fields)
        self.invocation = invocation
        for field in fields where !field.contains("=") {
            throw invocation.refusal(of: field, for: AccountSetCommand.fields, "write FIELD=VALUE")
        }
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let result = try session.write { ledger throws(CommandFailure) in
            let account = try AccountChoice.account(name, ledger)
            let path = "accounts/\(account.name).json"
            let before = try LedgerFiles(ledger).bytes(path) ?? []
            var document = try document(before, path)
            for field in fields { try set(field, in: &document) }
            let after = JSONWriter.file(document)
            let findings = AccountSetCommand.findings(path, after)
            if !findings.isEmpty { throw .findings(findings) }
            return WritePlan(
                edits: [
                    FileEdit(
                        path: path, before: before, after: isSame(before, document) ? before : after
                    )
                ])
        }
        return try session.finish(result, schema: "accounts.set")
    }

    /// What of the new text does not follow the schema.
    private static func findings(_ path: String, _ bytes: [UInt8]) -> [Diagnostic] {
        do throws(JSONFileProblem) {
            return FileSchema.account.findings(in: try JSONFile(path: path, bytes: bytes))
        } catch {
            return [error.finding]
        }
    }

    private func isSame(_ before: [UInt8], _ document: JSONValue) -> Bool {
        do throws(JSONProblem) { return try JSONParser.parse(before) == document } catch {
            return false
        }
    }

    private func document(_ bytes: [UInt8], _ path: String) throws(CommandFailure) -> JSONValue {
        do throws(JSONProblem) {
            return try JSONParser.parse(bytes)
        } catch {
            throw .failed(message: "\(path): \(error.message)", remedy: error.remedy)
        }
    }

    private func set(_ field: String, in document: inout JSONValue) throws(CommandFailure) {
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        let (key, text) = (parts[0], parts[1])
        guard key != "uid", let schema = FileSchema.account.fields.first(where: { $0.name == key })
        else {
            let names = FileSchema.account.fields.map(\.name).filter { $0 != "uid" }
            throw .usage(
                invocation.refusal(
                    of: field, for: AccountSetCommand.fields,
                    "the fields are " + names.joined(separator: ", ")))
        }
        document.set(
            key, to: text.isEmpty ? nil : value(text, schema.form),
            order: FileSchema.account.fields.map(\.name))
    }

    private func value(_ text: String, _ form: FieldForm) -> JSONValue {
        switch form {
        case .count: .number(text)
        case .flag: text == "true" ? .bool(true) : text == "false" ? .bool(false) : .string(text)
        case .list: .strings(text.split(separator: ",").map(String.init))
        case .object: opening(text)
        default: .string(text)
        }
    }

    private func opening(_ text: String) -> JSONValue {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 3 else { return .string(text) }
        return .object([
            "date": .string(words[2]),
            "amounts": .object([JSONMember(words[1], .string(words[0]))]),
        ])
    }
}

extension JSONValue {
    /// Sets or removes a member of an object; a new one goes to its place in `order`.
    mutating func set(_ key: String, to value: JSONValue?, order: [String]) {
        guard case .object(var members) = self else { return }
        let index = members.firstIndex { $0.key == key }
        switch (index, value) {
        case (let index?, let value?): members[index].value = value
        case (let index?, nil): members.remove(at: index)
        case (nil, let value?):
            let rank = order.firstIndex(of: key) ?? order.count
            let place =
                members.firstIndex { (order.firstIndex(of: $0.key) ?? order.count) > rank }
                ?? members.count
            members.insert(JSONMember(key, value), at: place)
        case (nil, nil): break
        }
        self = .object(members)
    }
}
