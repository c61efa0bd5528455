import JSONText
import Model
import Reading
import Syntax

/// A transaction in JSON and CSV.
struct TransactionWire: Sendable {
    private let money: MoneyText
    private let categories: CategoryTree
    private let taxonomies: Set<String>
    /// Today's names of renamed accounts.
    private let accounts: [String: String]

    init(_ ledger: Ledger) {
        money = MoneyText(ledger)
        categories = ledger.categories
        taxonomies = ledger.taxonomyNames
        accounts = ledger.currentAccountNames
    }

    func json(_ transaction: Transaction) -> JSONValue { .object(members(transaction)) }

    func members(_ transaction: Transaction) -> [JSONMember] {
        let attributes = transaction.attributes
        let code = transaction.currency
        return [
            JSONMember("id", .optional(transaction.id)),
            JSONMember("aka", .strings(attributes.set("aka"))),
            JSONMember("account", .string(transaction.account)),
            JSONMember("date", .string(transaction.date.description)),
            JSONMember("status", .string(transaction.status.name)),
            JSONMember("amount", .string(money.number(transaction.amount, code))),
            JSONMember("currency", .string(code.description)),
            JSONMember("parts", .array(transaction.parts.map { part($0, code) })),
            JSONMember("description", .string(transaction.description)),
            JSONMember(
                "tags",
                .strings(transaction.tags.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })),
            JSONMember("note", .optional(transaction.note)),
            JSONMember("contact", .optional(transaction.contact)),
            JSONMember("taxonomies", taxonomies(attributes)),
            JSONMember("ignored", .bool(transaction.isIgnored)),
            JSONMember("ignored_reason", .optional(attributes["ignored"])),
            JSONMember("pair", .strings(attributes.set("pair"))),
            JSONMember("files", .strings(attributes.set("file"))),
            JSONMember("balance", .optional(attributes["balance"])),
            JSONMember("fx", fx(attributes["fx"])),
            JSONMember("bank", bank(attributes)),
            JSONMember("auto", .strings(transaction.machineFields)),
            JSONMember("conflicts", conflicts(attributes)),
            JSONMember("attributes", others(attributes)),
            JSONMember("file", .string(transaction.file)),
            JSONMember("line", .integer(transaction.line)),
        ]
    }

    private func part(_ part: Part, _ code: CurrencyCode) -> JSONValue {
        var category: String?
        var transfer: String?
        switch part.target {
        case .category(let path): category = categories.resolve(path)
        case .transfer(let account): transfer = accounts[account] ?? account
        case .uncategorised, .ignored: break
        }
        return .object([
            JSONMember("category", .optional(category)),
            JSONMember("transfer", .optional(transfer)),
            JSONMember("ignored", .bool(part.target == .ignored)),
            JSONMember("amount", .string(money.number(part.amount, code))),
        ])
    }

    private func taxonomies(_ attributes: Attributes) -> JSONValue {
        .object(
            taxonomies.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { name in
                attributes[name].map { JSONMember(name, .string($0)) }
            })
    }

    private func fx(_ text: String?) -> JSONValue {
        guard let words = text?.split(separator: " "), words.count == 2 else { return .null }
        return .object([
            JSONMember("amount", .string(String(words[0]))),
            JSONMember("currency", .string(String(words[1]))),
        ])
    }

    private func bank(_ attributes: Attributes) -> JSONValue {
        .object([
            JSONMember("date", .optional(attributes["bank-date"])),
            JSONMember("amount", .optional(attributes["bank-amount"])),
            JSONMember("booking_date", .optional(attributes["booking-date"])),
            JSONMember("value_date", .optional(attributes["value-date"])),
        ])
    }

    private func conflicts(_ attributes: Attributes) -> JSONValue {
        var order: [String] = []
        var values: [String: [String]] = [:]
        for attribute in attributes.list {
            guard let key = attribute.key, key.hasPrefix("?") else { continue }
            let field = String(key.dropFirst())
            if values[field] == nil { order.append(field) }
            values[field, default: []] += {
                if case .value(_, let value) = attribute { [value] } else { [] }
            }()
        }
        return .object(order.map { JSONMember($0, .strings(values[$0] ?? [])) })
    }

    /// The keys that are neither reserved nor a taxonomy's (M5).
    private func others(_ attributes: Attributes) -> JSONValue {
        .object(
            attributes.list.compactMap { attribute in
                guard case .value(let key, let value) = attribute, !taxonomies.contains(key),
                    ReservedAttribute.form(of: key) == nil, !key.hasPrefix("?")
                else { return nil }
                return JSONMember(key, .string(value))
            })
    }

    // CSV: one row a part

    static let header = [
        "id", "aka", "account", "date", "status", "amount", "currency", "part", "category",
        "transfer",
        "ignored", "part_amount", "description", "tags", "note", "contact", "pair", "files",
        "balance",
        "file", "line",
    ]

    func rows(_ transaction: Transaction) -> [[String]] {
        let attributes = transaction.attributes
        let code = transaction.currency
        return transaction.parts.enumerated().map { index, part in
            var category = ""
            var transfer = ""
            switch part.target {
            case .category(let path): category = categories.resolve(path)
            case .transfer(let account): transfer = accounts[account] ?? account
            case .uncategorised, .ignored: break
            }
            let isIgnored = transaction.isIgnored || part.target == .ignored
            return [
                transaction.id ?? "", attributes["aka"] ?? "", transaction.account,
                transaction.date.description, transaction.status.name,
                money.number(transaction.amount, code), code.description, "\(index + 1)", category,
                transfer, isIgnored ? "true" : "false", money.number(part.amount, code),
                transaction.description, transaction.tags.joined(separator: " "),
                transaction.note ?? "", transaction.contact ?? "", attributes["pair"] ?? "",
                attributes["file"] ?? "", attributes["balance"] ?? "", transaction.file,
                "\(transaction.line)",
            ]
        }
    }
}
