import CommandGrammar
import Forecasting
import Model
import Plans
import Reading
import Recurrences
import Rendering
import SourceText
import Syntax

/// `recurring`: what comes again and again, found without tags, and made a plan where a person says so.
struct RecurringCommand: Command {
    static let account = Flag(
        "account", short: "a", takes: .account, isRepeatable: true, help: "Only ACCOUNT")
    static let stopped = Flag("stopped", help: "Show also what has stopped")
    static let accept = Flag(
        "accept", takes: .text, as: "REF", isRepeatable: true,
        help: "Make a plan of the one with this reference; “all” for all that are active")

    static let spec = CommandSpec(
        "recurring", summary: "Show what comes again and again",
        discussion: [
            "Lines of one payee whose days follow a rhythm, weekly to yearly, also where weekends, skipped and doubled ones, new "
                + "prices or changing amounts blur it. The reference is the id of its first line.",
            "How sure it is in percent: the share of due days on which one came, less what days and amounts are off.",
            "What is accepted becomes a line in plans/recurring.txt, which you may change: a plan then says what comes. “all” leaves "
                + "out cards and loans, whose payments follow from what is owed.",
        ],
        flags: [account, stopped, accept],
        examples: [
            Example("bankbook recurring", "Subscriptions, wages, rents and the like"),
            Example("bankbook recurring --accept 8d2mx1a4tq", "Make a plan of one"),
            Example("bankbook recurring --accept all -n", "See what plans that would make"),
        ])

    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) { self.invocation = invocation }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let accepted = invocation.values(of: RecurringCommand.accept)
        if !accepted.isEmpty { return try accept(accepted, session) }
        let ledger = try session.ledger()
        let run = RecurringRun(
            ledger, today: session.today, threads: session.environment.threads)
        let shown = try session.settle(run.findings)
        let found = try chosen(run.found, ledger)
        return try session.finish(
            RecurringPresentation(found, MoneyText(ledger)).answer(diagnostics: shown))
    }

    private func chosen(
        _ found: [RecurringRun.Found], _ ledger: Ledger
    ) throws(CommandFailure) -> [RecurringRun.Found] {
        var accounts: Set<String> = []
        for name in invocation.values(of: RecurringCommand.account) {
            accounts.insert(try ledger.known(account: name, invocation, RecurringCommand.account))
        }
        let showsStopped = invocation.isSet(RecurringCommand.stopped)
        return found.filter { item in
            (accounts.isEmpty || accounts.contains(item.recurrence.account))
                && (showsStopped || item.recurrence.state != .stopped)
        }
    }

    // Accepting

    private func accept(
        _ references: [String], _ session: Session
    ) throws(CommandFailure) -> ExitStatus {
        let result = try session.write { ledger throws(CommandFailure) in
            let run = RecurringRun(
                ledger, today: session.today, threads: session.environment.threads)
            _ = try session.settle(run.findings)
            let found = try chosen(run.found, ledger)
            var lines: [[UInt8]] = []
            for item in try wanted(references, found, ledger) {
                guard let next = item.recurrence.next else { continue }
                lines.append(
                    line(item, from: next, id: session.lineID(ledger), ledger))
            }
            if lines.isEmpty { return WritePlan(edits: []) }
            return WritePlan(edits: [
                try .adding(lines, to: "plans/recurring.txt", of: ledger)
            ])
        }
        return try session.finish(result, schema: "recurring")
    }

    private func wanted(
        _ references: [String], _ found: [RecurringRun.Found], _ ledger: Ledger
    ) throws(CommandFailure) -> [RecurringRun.Found] {
        let cards = ledger.accountNames(of: .card)
        if references.contains("all") {
            let owed = cards.union(ledger.accountNames(of: .loan))
            return found.filter {
                $0.plan == nil && $0.recurrence.state == .active
                    && !pays($0, owed)
            }
        }
        var wanted: [RecurringRun.Found] = []
        for reference in references {
            guard
                let item = found.first(where: { item in
                    item.lines.contains { $0.id == reference }
                })
            else {
                throw refused(reference, "no recurrence has it; “bankbook recurring” shows them")
            }
            if let plan = item.plan {
                throw refused(
                    reference,
                    "the plan \(plan.reference) in plans/\(plan.plan).txt says it already")
            }
            if item.recurrence.state == .stopped {
                throw refused(reference, "it has stopped, and says nothing of days to come")
            }
            if pays(item, cards) {
                throw refused(
                    reference, "it settles a card: what is owed says how much, and no plan")
            }
            wanted.append(item)
        }
        return wanted
    }

    private func refused(_ reference: String, _ reason: String) -> CommandFailure {
        .usage(invocation.refusal(of: reference, for: RecurringCommand.accept, reason))
    }

    private func pays(_ item: RecurringRun.Found, _ accounts: Set<String>) -> Bool {
        item.lines.last?.parts.contains { part in
            guard case .transfer(let other) = part.target else { return false }
            return accounts.contains(other)
        } ?? false
    }

    /// The line of a plan that says what the recurrence says.
    private func line(
        _ item: RecurringRun.Found, from next: CivilDate, id: String, _ ledger: Ledger
    ) -> [UInt8] {
        let recurrence = item.recurrence
        let decimals = ledger.decimals(recurrence.currency)
        let parts = (item.lines.last?.parts ?? []).scaled(to: recurrence.amount)
        let category = parts.enumerated().map { place, part in
            let name = part.target.category ?? ""
            // A written sign is the part's own; one that is left out is the line's.
            let isOpposite = (part.amount < 0) != (recurrence.amount < 0)
            let sign = isOpposite ? (part.amount < 0 ? "-" : "+") : ""
            let number = decimalText(part.amount.magnitude, decimals: decimals)
            return place + 1 < parts.count ? "\(name) \(sign)\(number)" : name
        }
        var line = Array("\(recurrence.planStart ?? next) \(recurrence.rhythm.interval)".utf8)
        line += " | \(decimalText(recurrence.amount, decimals: decimals))".utf8
        line += " \(recurrence.currency) | \(category.joined(separator: ", ")) | ".utf8
        TextField.append(recurrence.text.utf8, to: &line)
        line += " | id:\(id) account:\(recurrence.account)".utf8
        if let rule = recurrence.weekendRule { line += " weekend:\(rule)".utf8 }
        return line
    }
}

extension Ledger {
    /// The account that a person names by its own or a former name.
    func known(
        account name: String, _ invocation: Invocation, _ flag: Flag
    ) throws(CommandFailure) -> String {
        let current = currentAccountNames[name] ?? name
        if account(current) != nil { return current }
        let near = Suggestion.nearest(to: name, in: accounts.map(\.name))
        throw .usage(
            invocation.refusal(
                of: name, for: flag,
                near.map { "did you mean \($0)?" } ?? "there is no such account"))
    }
}
