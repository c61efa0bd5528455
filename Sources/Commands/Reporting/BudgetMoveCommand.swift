import Budgets
import CommandGrammar
import Editing
import Model
import Reading
import SourceText
import Syntax

/// `budget move`: moves money from one category's budget to another's, and keeps that it was moved.
struct BudgetMoveCommand: Command {
    static let amount = Positional("AMOUNT", .amount, help: "How much, such as 50 or 50.00")
    static let from = Positional("FROM", .category, help: "The category whose budget gives it")
    static let to = Positional("TO", .category, help: "The category whose budget gets it")
    static let budget = Flag(
        "budget", takes: .text, as: "NAME", help: "The budget, where there are several")
    static let date = Flag("date", takes: .date, help: "The day of the move; today without it")
    static let note = Flag("note", takes: .text, help: "Why")

    static let spec = CommandSpec(
        "move", summary: "Move money from one budget to another",
        discussion: [
            "Writes a line “FROM | AMOUNT | once DATE | to:TO” behind the others: the history of moves is in the file."
        ],
        positionals: [amount, from, to], flags: [budget, date, note],
        examples: [
            Example(
                "bankbook budget move 50 food leisure --note \"theatre\"",
                "Spend fifty less on food, and more on leisure")
        ])

    private let amount: String
    private let from: String
    private let to: String
    private let budget: String?
    private let date: String?
    private let note: String?
    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) {
        amount = invocation.value(of: BudgetMoveCommand.amount) ?? ""
        from = invocation.value(of: BudgetMoveCommand.from) ?? ""
        to = invocation.value(of: BudgetMoveCommand.to) ?? ""
        budget = invocation.value(of: BudgetMoveCommand.budget)
        date = invocation.value(of: BudgetMoveCommand.date)
        note = invocation.value(of: BudgetMoveCommand.note)
        self.invocation = invocation
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let result = try session.write { ledger throws(CommandFailure) in
            let book = BudgetBook(ledger, today: session.today)
            if !book.findings.isEmpty { throw .findings(book.findings) }
            let day = try day(session)
            let line = try giver(book, day)
            try check(book, line)
            let decimals = ledger.currencies.decimals(of: line.currency) ?? 2
            let units = try units(decimals, line.currency)
            var text =
                "\(from) | \(decimalText(units, decimals: decimals)) \(line.currency) | once \(day) | "
            text += "id:\(session.lineID(ledger)) to:\(quoted(to))"
            if let note { text += " note:\(quoted(note))" }
            return WritePlan(edits: [
                try .adding([Array(text.utf8)], to: "budgets/\(line.budget).txt", of: ledger)
            ])
        }
        return try session.finish(result, schema: "budget")
    }

    private func quoted(_ value: String) -> String {
        String(readable: CanonicalForm.quotedIfNeeded(value))
    }

    private func day(_ session: Session) throws(CommandFailure) -> CivilDate {
        guard let date else { return session.today }
        if let day = CivilDate(iso: date) { return day }
        throw .usage(
            invocation.refusal(of: date, for: BudgetMoveCommand.date, "write YYYY-MM-DD"))
    }

    /// A move leads from one category to another of its kind.
    private func check(_ book: BudgetBook, _ line: BudgetLine) throws(CommandFailure) {
        if from == to {
            throw .usage(
                invocation.refusal(
                    of: to, for: BudgetMoveCommand.to, "it is the one that gives; name another"))
        }
        let other = book.lines.first { $0.category == to && $0.cycle != nil }
        if let other, other.kind != line.kind {
            throw .usage(
                invocation.refusal(
                    of: to, for: BudgetMoveCommand.to,
                    "it is of the kind \(other.kind.rawValue), and \(from) of the kind \(line.kind.rawValue)"
                ))
        }
    }

    /// The line that gives, where one of its budget for the other category is in force too.
    private func giver(_ book: BudgetBook, _ day: CivilDate) throws(CommandFailure) -> BudgetLine {
        for (path, place) in [(from, BudgetMoveCommand.from), (to, BudgetMoveCommand.to)] {
            let known = book.lines.filter { $0.cycle != nil && (budget ?? $0.budget) == $0.budget }
            if known.contains(where: { $0.category == path && $0.isActive(on: day) }) { continue }
            let near = Suggestion.nearest(to: path, in: known.map(\.category))
            throw .usage(
                invocation.refusal(
                    of: path, for: place,
                    "no budget for it is in force on \(day)"
                        + (near.map { "; did you mean \($0)?" } ?? "")))
        }
        let lines = book.lines.filter { line in
            line.cycle != nil && line.category == from && line.isActive(on: day)
                && (budget ?? line.budget) == line.budget
                && book.lines.contains {
                    $0.cycle != nil && $0.budget == line.budget && $0.category == to
                        && $0.isActive(on: day) && $0.currency == line.currency
                }
        }
        guard let line = lines.first else {
            throw .failed(
                message: "no budget has lines for both \(from) and \(to) in one currency",
                remedy: "add the one that is missing")
        }
        if Set(lines.map(\.budget)).count > 1 {
            throw .question(
                message: "several budgets have lines for both",
                remedy: "say which with --budget \(line.budget)")
        }
        return line
    }

    private func units(_ decimals: Int, _ code: CurrencyCode) throws(CommandFailure) -> Int64 {
        let number = DecimalNumber(amount)
        guard let number, number.decimals <= decimals, let units = number.scaled(to: decimals),
            units > 0
        else {
            throw .usage(
                invocation.refusal(
                    of: amount, for: BudgetMoveCommand.amount,
                    "write an amount above zero in \(code), such as 50.00"))
        }
        return units
    }
}
