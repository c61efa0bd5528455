package import Model

/// What a query needs to know besides the transaction.
package struct QueryFacts: Sendable {
    package var categories: CategoryTree
    package var taxonomies: [String: CategoryTree]
    package var kindByAccount: [String: AccountKind]
    package var decimals: [CurrencyCode: Int]
    package var dateChoice: DateChoice

    package init(
        categories: CategoryTree, taxonomies: [String: CategoryTree],
        kindByAccount: [String: AccountKind], decimals: [CurrencyCode: Int], dateChoice: DateChoice
    ) {
        self.categories = categories
        self.taxonomies = taxonomies
        self.kindByAccount = kindByAccount
        self.decimals = decimals
        self.dateChoice = dateChoice
    }
}

extension Query {
    /// Whether the line fulfils the query, a category term by some part of it (S12).
    package func matches(_ transaction: Transaction, _ facts: QueryFacts) -> Bool {
        evaluate { $0.matches(transaction, nil, facts) }
    }

    /// Whether one part of the line fulfils the query, as reports ask.
    package func matches(_ transaction: Transaction, part: Part, _ facts: QueryFacts) -> Bool {
        evaluate { $0.matches(transaction, part, facts) }
    }

    private func evaluate(_ test: (Term) -> Bool) -> Bool {
        switch self {
        case .term(let term): test(term)
        case .not(let query): !query.evaluate(test)
        case .all(let list): list.allSatisfy { $0.evaluate(test) }
        case .any(let list): list.contains { $0.evaluate(test) }
        }
    }
}

extension Term {
    fileprivate func matches(
        _ transaction: Transaction, _ part: Part?, _ facts: QueryFacts
    ) -> Bool {
        switch self {
        case .account(let pattern): return pattern.matches(transaction.account)
        case .kind(let pattern):
            return facts.kindByAccount[transaction.account].map { pattern.matches($0.rawValue) }
                ?? false
        case .category(let path):
            let parts = part.map { [$0] } ?? transaction.parts
            return parts.contains { Term.fits($0.target, path, facts.categories) }
        case .taxonomy(let name, let path):
            let value = transaction.attributes[name]
            guard let path else { return value == nil }
            let tree = facts.taxonomies[name] ?? CategoryTree()
            return value.map { Term.isBelow(tree.resolve($0), tree.resolve(path)) } ?? false
        case .word(let pattern):
            return [transaction.description, transaction.note, transaction.contact]
                .contains { $0.map(pattern.matches) ?? false }
        case .description(let pattern): return pattern.matches(transaction.description)
        case .note(let pattern):
            guard let pattern else { return transaction.note == nil }
            return transaction.note.map(pattern.matches) ?? false
        case .contact(let pattern):
            guard let pattern else { return transaction.contact == nil }
            return transaction.contact.map(pattern.matches) ?? false
        case .tag(let pattern):
            guard let pattern else { return transaction.tags.isEmpty }
            return transaction.tags.contains(where: pattern.matches)
        case .amount(let condition):
            return condition.matches(
                transaction.amount, decimals: facts.decimals[transaction.currency] ?? 2)
        case .date(let period): return period.contains(facts.dateChoice.date(of: transaction))
        case .status(let pattern): return pattern.matches(transaction.status.name)
        case .currency(let pattern): return pattern.matches(transaction.currency.description)
        case .id(let pattern): return transaction.identities.contains(where: pattern.matches)
        case .file(let pattern): return pattern.matches(transaction.file)
        case .attribute(let key, let value): return Term.has(transaction, key, value)
        case .trait(let trait): return trait.matches(transaction)
        }
    }

    /// Whether a target is the path or lies below it; `nil` asks for no category.
    package static func fits(_ target: Target, _ path: String?, _ tree: CategoryTree) -> Bool {
        switch (target, path) {
        case (.uncategorised, nil): true
        case (.category(let own), let path?): isBelow(tree.resolve(own), tree.resolve(path))
        default: false
        }
    }

    static func isBelow(_ path: String, _ ancestor: String) -> Bool {
        let (path, ancestor) = (path.utf8, ancestor.utf8)
        guard path.starts(with: ancestor) else { return false }
        let rest = path.dropFirst(ancestor.count).first
        return rest == nil || rest == UInt8(ascii: "/")
    }

    private static func has(
        _ transaction: Transaction, _ key: String, _ pattern: NamePattern?
    ) -> Bool {
        transaction.attributes.list.contains { attribute in
            guard attribute.key == key else { return false }
            guard let pattern else { return true }
            guard case .value(_, let value) = attribute else { return false }
            let members = value.split(separator: ",").map(String.init)
            return pattern.matches(value) || members.contains(where: pattern.matches)
        }
    }
}

extension Trait {
    package func matches(_ transaction: Transaction) -> Bool {
        switch self {
        case .in: transaction.amount > 0
        case .out: transaction.amount < 0
        case .split: transaction.parts.count > 1
        case .transfer:
            transaction.parts.contains { if case .transfer = $0.target { true } else { false } }
        case .ignored:
            transaction.isIgnored || transaction.parts.contains { $0.target == .ignored }
        case .edited:
            transaction.attributes["bank-date"] != nil
                || transaction.attributes["bank-amount"] != nil
        case .conflict:
            transaction.attributes.list.contains { $0.key?.hasPrefix("?") ?? false }
        case .auto: !transaction.machineFields.isEmpty
        case .invoiced: transaction.attributes["invoice"] != nil
        case .attached: transaction.attributes["file"] != nil
        case .pending: transaction.status == .pending
        case .expected: transaction.status == .expected
        case .deleted: transaction.status == .deleted
        case .uncategorised: transaction.parts.contains { $0.target == .uncategorised }
        }
    }
}
