package import Model
package import Queries
import SourceText
package import Syntax

/// How what is left at the end of a period goes into the next.
package enum Rollover: String, Sendable, CaseIterable {
    /// Nothing: each period begins anew.
    case none
    /// All of it, also what was spent too much.
    case all
    /// What is left; what was spent too much is forgotten.
    case positive
}

/// One line of `budgets/*.txt`, understood.
package struct BudgetLine: Sendable {
    /// What the line's third field says.
    package enum Form: Sendable, Equatable {
        /// The amount in each period.
        case each(Cycle)
        /// One amount in the period of a day, taken out of another line's where the line names one in `to:`.
        case once(CivilDate)
        /// The amount is to be there by a day, set aside in equal parts every month.
        case by(CivilDate, Cycle)
    }

    /// The budget: the file's name without `.txt`.
    package internal(set) var budget: String
    /// The line's number in it, from 1.
    package let number: Int
    package let category: String
    /// `income` or `expense`.
    package let kind: CategoryKind
    /// Minor units of `currency`; never negative.
    package let amount: Int64
    package let currency: CurrencyCode
    /// As typed.
    package let period: String
    package let form: Form
    /// What the first period begins with beside its amount.
    package let carry: Int64
    package let rollover: Rollover
    package let from: CivilDate?
    /// The last day.
    package let until: CivilDate?
    /// Only what this account's lines say counts.
    package let account: String?
    /// Where the amount of a single line goes.
    package let to: String?
    package let note: String?
    package let id: String?

    /// Whether the line is in force on a day.
    package func isActive(on day: CivilDate) -> Bool {
        if case .by(let end, _) = form, day >= end { return false }
        return from.map { $0 <= day } ?? true && until.map { day <= $0 } ?? true
    }

    /// The cycle of a line that has one.
    package var cycle: Cycle? {
        switch form {
        case .each(let cycle), .by(_, let cycle): cycle
        case .once: nil
        }
    }
}

/// What a budget's lines need to be understood.
package struct BudgetContext: Sendable {
    let categories: CategoryTree
    let currencies: CurrencyTable
    let base: CurrencyCode
    let accounts: Set<String>
    let cycles: CycleParser

    /// - Parameter accounts: the names that `account:` may say.
    package init(
        categories: CategoryTree, currencies: CurrencyTable, base: CurrencyCode,
        accounts: Set<String>, cycles: CycleParser
    ) {
        self.categories = categories
        self.currencies = currencies
        self.base = base
        self.accounts = accounts
        self.cycles = cycles
    }
}

extension BudgetLine {
    /// Reads one line.
    ///
    /// - Throws: what the grammar or the line's sense does not allow, with its place.
    package static func parse(
        _ text: [UInt8], budget: String, number: Int, _ context: BudgetContext
    ) throws(SyntaxProblem) -> BudgetLine {
        let record = try BudgetRecord.parse(text)
        let currency = record.amount.currency ?? context.base
        guard let decimals = context.currencies.decimals(of: currency) else {
            throw SyntaxProblem(
                "currency.unknown", record.amount.numberRange,
                "“\(currency)” is neither a code of ISO 4217 nor declared",
                remedy: "correct it, or declare it in ledger.json")
        }
        let amount = try record.amount.units(decimals: decimals, of: currency)
        if amount < 0 {
            throw SyntaxProblem(
                "budget.sign", record.amount.numberRange, "a budget is written without a sign",
                remedy:
                    "write \(decimalText(-amount, decimals: decimals)): income and expense are told by the category"
            )
        }
        let words = BudgetWords(record.attributes)
        let from = try words.date("from")
        let carry = try words.amount("carry", decimals: decimals, currency)
        let rollover = try words.choice("rollover")
        if from == nil, carry != nil || rollover ?? .none != .none {
            throw SyntaxProblem(
                "budget.from", words.range(carry != nil ? "carry" : "rollover"),
                "what is carried over needs a first day", remedy: "add from: with the first day")
        }
        let category = context.categories.resolve(record.category)
        let kind = context.categories.kind(of: category)
        if kind == .transfer {
            throw SyntaxProblem(
                "budget.kind", 0..<0,
                "\(record.category) is of the kind transfer, which no budget counts",
                remedy: "budget a category of the kind income or expense")
        }
        return BudgetLine(
            budget: budget, number: number, category: category, kind: kind ?? .expense,
            amount: amount, currency: currency, period: record.period,
            form: try form(record, from, words, context),
            carry: carry ?? 0,
            rollover: rollover ?? (record.period.hasPrefix("by ") ? .all : .none),
            from: from, until: try words.date("until"),
            account: try words.name("account", of: context.accounts),
            to: record.attributes.attributes["to"].map(context.categories.resolve),
            note: record.attributes.attributes["note"], id: record.attributes.attributes["id"])
    }

    private static func form(
        _ record: BudgetRecord, _ from: CivilDate?, _ words: BudgetWords, _ context: BudgetContext
    ) throws(SyntaxProblem) -> Form {
        let text = record.period
        if text.hasPrefix("once "), let day = CivilDate(iso: String(text.dropFirst(5))) {
            return .once(day)
        }
        if text.hasPrefix("by "), let end = CivilDate(iso: String(text.dropFirst(3))) {
            guard let from, from < end else {
                throw SyntaxProblem(
                    "budget.from", words.range("from"),
                    "an amount by a day needs the day from which it is set aside",
                    remedy: "add from: with a day before \(end)")
            }
            return .by(end, .every(months: 1, from: from))
        }
        // Plain words count from the line's own first day.
        let units: [String: (days: Int, months: Int)] = [
            "weekly": (7, 0), "monthly": (0, 1), "quarterly": (0, 3), "yearly": (0, 12),
        ]
        if let from, let unit = units[text] {
            let isCalendar = context.cycles.cycle(text).map { $0.start(of: from) == from } ?? false
            if !isCalendar {
                return .each(
                    unit.days > 0
                        ? .every(days: unit.days, from: from)
                        : .every(months: unit.months, from: from))
            }
        }
        guard let cycle = context.cycles.cycle(text) else {
            throw SyntaxProblem(
                "budget.period", 0..<0, "“\(text)” is no budget period",
                remedy: "write monthly, or another of \(CycleParser.forms)")
        }
        return .each(cycle)
    }
}

/// The attributes of a budget line, with what is wrong with them.
private struct BudgetWords {
    private let field: AttributesField

    init(_ field: AttributesField) { self.field = field }

    func range(_ key: String) -> Range<Int> {
        let place = field.attributes.list.firstIndex { $0.key == key }
        return place.map { field.valueRanges[$0] } ?? 0..<0
    }

    func date(_ key: String) throws(SyntaxProblem) -> CivilDate? {
        guard let text = field.attributes[key] else { return nil }
        if let date = CivilDate(iso: text) { return date }
        throw SyntaxProblem(
            "budget.date", range(key), "“\(text)” is no day", remedy: "write YYYY-MM-DD")
    }

    func amount(
        _ key: String, decimals: Int, _ code: CurrencyCode
    ) throws(SyntaxProblem) -> Int64? {
        guard let text = field.attributes[key] else { return nil }
        let number = DecimalNumber(text.split(separator: " ").first.map(String.init) ?? text)
        if let number, number.decimals <= decimals, let units = number.scaled(to: decimals) {
            return units
        }
        throw SyntaxProblem(
            "budget.carry", range(key), "“\(text)” is no amount in \(code)",
            remedy: "write a number such as 120.00")
    }

    func choice(_ key: String) throws(SyntaxProblem) -> Rollover? {
        guard let text = field.attributes[key] else { return nil }
        if let choice = Rollover(rawValue: text) { return choice }
        throw SyntaxProblem(
            "budget.rollover", range(key), "“\(text)” is no way to carry over",
            remedy: "write rollover:all, rollover:positive or rollover:none")
    }

    func name(_ key: String, of known: Set<String>) throws(SyntaxProblem) -> String? {
        guard let text = field.attributes[key] else { return nil }
        if known.contains(text) { return text }
        throw SyntaxProblem(
            "account.unknown", range(key), "there is no account “\(text)”",
            remedy: Suggestion.nearest(to: text, in: known).map { "did you mean \($0)?" }
                ?? "name one of the ledger's")
    }
}
