import Model
import Platform
import Queries
import Reading
import SourceText

/// One condition of a query, tested on a row without parsing its line.
struct RowTest: Sendable {
    enum Answer { case no, yes, open }

    private enum Kind: Sendable {
        case account(NamePattern, isMatch: Bool)
        case accountKind(NamePattern, isMatch: Bool)
        case amount(AmountCondition, decimals: [Int])
        case days(Int32, Int32)
        case currencies(UInt64)
        case statuses(UInt8)
        /// The answer by target: 0 not known yet, 1 no, 2 yes.
        case categories(Query, [UInt8])
        case description(TextSearch)
        case word(TextSearch)
        /// The id must stand among the attributes; whether it is an id is left open.
        case identity(TextSearch)
        /// A condition on attributes, with the answer for lines that have none.
        case attributes(bare: Bool)
        /// Whether the line has a trait that the scan has noted.
        case noted(RowTraits)
        /// Whether some part is a transfer.
        case transfer
        case sign(isIn: Bool)
    }

    private var kind: Kind
    private let facts: QueryFacts

    /// Cheap tests come first.
    var cost: Int {
        switch kind {
        case .account, .accountKind: 0
        case .days, .currencies, .statuses, .amount, .sign, .noted: 1
        case .categories, .transfer: 2
        case .attributes, .identity: 3
        case .description, .word: 4
        }
    }

    /// `nil` where the condition cannot be tested on a row.
    init?(
        _ condition: Query, _ facts: QueryFacts, _ currencies: [CurrencyCode],
        _ dateChoice: DateChoice
    ) {
        self.facts = facts
        if RowTest.isAboutCategories(condition) {
            kind = .categories(condition, [])
            return
        }
        guard case .term(let term) = condition else { return nil }
        switch term {
        case .account(let pattern): kind = .account(pattern, isMatch: false)
        case .kind(let pattern): kind = .accountKind(pattern, isMatch: false)
        case .amount(let condition):
            kind = .amount(condition, decimals: currencies.map { facts.decimals[$0] ?? 2 })
        case .date(let period):
            guard dateChoice == .own else { return nil }
            kind = .days(period.begin?.day ?? .min, period.end?.day ?? .max)
        case .currency(let pattern):
            let mask = currencies.indices.reduce(UInt64(0)) { mask, index in
                pattern.matches(currencies[index].description) ? mask | 1 << UInt64(index) : mask
            }
            kind = .currencies(mask)
        case .status(let pattern):
            kind = .statuses(
                Status.allCases.reduce(0) { pattern.matches($1.name) ? $0 | $1.bit : $0 })
        case .description(let pattern):
            guard let search = TextSearch(pattern) else { return nil }
            kind = .description(search)
        case .word(let pattern):
            guard let search = TextSearch(pattern) else { return nil }
            kind = .word(search)
        case .id(let pattern):
            guard let search = pattern.exactName.flatMap({ TextSearch(name: $0) }) else {
                return nil
            }
            kind = .identity(search)
        case .tag(let pattern): kind = .attributes(bare: pattern == nil)
        case .note(let pattern): kind = .attributes(bare: pattern == nil)
        case .contact(let pattern): kind = .attributes(bare: pattern == nil)
        case .taxonomy(_, let path): kind = .attributes(bare: path == nil)
        case .attribute(let key, _) where key != "id": kind = .attributes(bare: false)
        case .trait(let trait):
            guard let test = RowTest.kind(of: trait) else { return nil }
            kind = test
        default: return nil
        }
    }

    private static func kind(of trait: Trait) -> Kind? {
        switch trait {
        case .in: .sign(isIn: true)
        case .out: .sign(isIn: false)
        case .transfer: .transfer
        case .conflict: .noted(.conflicted)
        case .edited, .auto, .invoiced, .attached: .attributes(bare: false)
        case .pending: .statuses(Status.pending.bit)
        case .expected: .statuses(Status.expected.bit)
        case .deleted: .statuses(Status.deleted.bit)
        case .split, .ignored, .uncategorised: nil
        }
    }

    /// Whether a condition speaks of categories alone, so that the target decides it.
    private static func isAboutCategories(_ condition: Query) -> Bool {
        let terms = condition.terms
        return !terms.isEmpty
            && terms.allSatisfy { if case .category = $0 { true } else { false } }
    }

    /// The text that a description must hold, where that is the whole condition.
    var descriptionSearch: TextSearch? {
        if case .description(let search) = kind { search } else { nil }
    }

    mutating func begin(_ account: String, _ facts: QueryFacts) {
        switch kind {
        case .account(let pattern, _):
            kind = .account(pattern, isMatch: pattern.matches(account))
        case .accountKind(let pattern, _):
            let name = facts.kindByAccount[account]?.rawValue
            kind = .accountKind(pattern, isMatch: name.map(pattern.matches) ?? false)
        default: break
        }
    }

    mutating func test(
        _ row: Row, _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) -> Answer {
        switch kind {
        case .account(_, let isMatch), .accountKind(_, let isMatch): return isMatch ? .yes : .no
        case .amount(let condition, let decimals):
            return condition.matches(row.amount, decimals: decimals[Int(row.currency)]) ? .yes : .no
        case .days(let first, let end): return row.day >= first && row.day < end ? .yes : .no
        case .currencies(let mask): return mask >> UInt64(row.currency) & 1 == 1 ? .yes : .no
        case .statuses(let mask): return mask & row.status.bit != 0 ? .yes : .no
        case .categories: return testCategories(row, targets)
        case .attributes(let bare):
            return row.traits.has(.attributed) ? .open : bare ? .yes : .no
        case .noted(let trait): return row.traits.has(trait) ? .yes : .no
        case .sign(let isIn):
            return isIn ? row.amount > 0 ? .yes : .no : row.amount < 0 ? .yes : .no
        case .transfer:
            guard row.partCount == 1 else { return .open }
            if case .transfer = targets.targets[Int(row.target)] { return .yes }
            return .no
        case .identity(let search):
            return search.find(in: text, Int(row.attributesStart), Int(row.lineEnd)) ? .open : .no
        case .description(let search): return testText(search, row, text, isWord: false)
        case .word(let search): return testText(search, row, text, isWord: true)
        }
    }

    private func testText(
        _ search: TextSearch, _ row: Row, _ text: ByteView, isWord: Bool
    ) -> Answer {
        if row.traits.has(.escaped) { return .open }
        if search.find(in: text, Int(row.descriptionStart), Int(row.descriptionEnd)) {
            return .yes
        }
        return isWord && row.traits.has(.attributed) ? .open : .no
    }

    private mutating func testCategories(
        _ row: Row, _ targets: borrowing TargetTable
    ) -> Answer {
        guard row.partCount == 1, case .categories(let query, var answers) = kind else {
            return .open
        }
        let target = Int(row.target)
        if target < answers.count, answers[target] != 0 { return answers[target] == 2 ? .yes : .no }
        kind = .categories(query, [])
        if target >= answers.count {
            answers += repeatElement(0, count: target + 1 - answers.count)
        }
        let isMatch = query.matches(target: targets.targets[target], facts.categories)
        answers[target] = isMatch ? 2 : 1
        kind = .categories(query, answers)
        return isMatch ? .yes : .no
    }
}

extension Query {
    /// Whether a target fulfils a condition that speaks of categories alone.
    fileprivate func matches(target: Target, _ tree: CategoryTree) -> Bool {
        switch self {
        case .term(.category(let path)): Term.fits(target, path, tree)
        case .term: false
        case .not(let query): !query.matches(target: target, tree)
        case .all(let list): list.allSatisfy { $0.matches(target: target, tree) }
        case .any(let list): list.contains { $0.matches(target: target, tree) }
        }
    }
}
