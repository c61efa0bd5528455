import Analysis
import CommandGrammar
import Forecasting
import JSONText
import Model
import Plans
import Queries
import Reading
import Recurrences
import Rendering
import SourceText

/// `plans`: what is planned, what of it has come, and what is late.
struct PlansCommand: Command {
    static let horizon = Flag(
        "horizon", takes: .period, help: "How far to look: 60 days without it")
    static let all = Flag("all", help: "Show also what has come, and what was dropped")
    static let scenario = Flag(
        "scenario", takes: .text, as: "NAME", help: "Show the plans of this scenario too")

    static let spec = CommandSpec(
        "plans", summary: "Show what is planned, and what of it is late",
        discussion: [
            "The lines of plans/ with the days on which they say that something comes. A line of the account is the one that was "
                + "planned where day, amount, category and words fit; each line is one of them. A line may say so itself: "
                + "plan:REF@DATE.",
            "What was due and has not come is late, and stays expected until it comes or is dropped.",
        ],
        flags: [horizon, all, scenario], subcommands: [PlanDropCommand.spec],
        examples: [
            Example("bankbook plans", "What is late, and the coming sixty days"),
            Example("bankbook plans --all --horizon 2026", "The whole year, also what has come"),
            Example("bankbook plans drop c4r1nsur0n@2026-03-14", "Expect one no more"),
        ],
        exitStatuses: [Term("1", "Something is late")])

    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) { self.invocation = invocation }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let words = invocation.value(of: PlansCommand.horizon) ?? "60 days"
        let today = session.today
        let last = try ledger.lastDay(
            ofHorizon: words, today: today, invocation, PlansCommand.horizon)
        var scenarios: Set<String> = []
        if let name = invocation.value(of: PlansCommand.scenario) {
            scenarios = [try ledger.known(scenario: name, invocation, PlansCommand.scenario)]
        }
        let run = PlanRun(
            ledger, scenarios: scenarios, today: today, through: last,
            threads: session.environment.threads)
        let shown = try session.settle(run.findings)
        let presentation = PlansPresentation(
            run, MoneyText(ledger), today: today, showsAll: invocation.isSet(PlansCommand.all))
        return try session.finish(presentation.answer(diagnostics: shown))
    }
}

/// Occurrences of plans as text, CSV and JSON.
private struct PlansPresentation {
    private let run: PlanRun
    private let occurrences: [Occurrence]
    private let money: MoneyText
    private let today: CivilDate

    init(_ run: PlanRun, _ money: MoneyText, today: CivilDate, showsAll: Bool) {
        self.run = run
        self.money = money
        self.today = today
        occurrences = run.occurrences.filter { occurrence in
            if case .written = occurrence.state { return true }
            return showsAll || occurrence.isOpen
        }
    }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        let isLate = occurrences.contains { $0.state == .late }
        return Answer(
            "plans", status: isLate ? .findings : .done, diagnostics: diagnostics,
            payload: {
                [JSONMember("occurrences", .array(occurrences.map(json)))]
            },
            sheet: {
                Sheet(
                    header: PlansPresentation.names,
                    rows: occurrences.map { fields($0).map { $0 ?? "" } })
            }, text: text)
    }

    private static let names = [
        "ref", "date", "due", "account", "amount", "currency", "category", "text", "scenario",
        "state", "line",
    ]

    private func fields(_ occurrence: Occurrence) -> [String?] {
        let line = run.book.lines[occurrence.line]
        return [
            line.reference, occurrence.nominal.description, occurrence.due.description,
            line.account, money.number(occurrence.amount, line.currency),
            line.currency.description, line.parts.first?.target.category, line.text,
            line.scenario, state(occurrence).name, state(occurrence).line,
        ]
    }

    private func json(_ occurrence: Occurrence) -> JSONValue {
        .object(
            zip(PlansPresentation.names, fields(occurrence)).map { JSONMember($0, .optional($1)) })
    }

    private func state(_ occurrence: Occurrence) -> (name: String, line: String?) {
        switch occurrence.state {
        case .fulfilled(let place): ("fulfilled", run.history.lines[place].id)
        case .written(let place): ("written", run.history.lines[place].id)
        case .dropped: ("dropped", nil)
        case .late: ("late", nil)
        case .upcoming: ("upcoming", nil)
        }
    }

    private func text() -> [TextBlock] {
        if occurrences.isEmpty { return [.line("nothing is planned")] }
        let hasScenarios = occurrences.contains { run.book.lines[$0.line].scenario != nil }
        var columns = [
            Column("due"), Column("account"), Column("amount", .right),
            Column("category", shrinks: true), Column("text", shrinks: true), Column("ref"),
            Column("state"),
        ]
        if hasScenarios { columns.append(Column("scenario")) }
        let rows = occurrences.map { occurrence -> [Cell] in
            let line = run.book.lines[occurrence.line]
            var cells = [
                Cell(occurrence.due.description), Cell(line.account),
                Cell(
                    money.amount(occurrence.amount, line.currency),
                    occurrence.amount < 0 ? .negative : .plain),
                Cell(line.parts.first?.target.category ?? "(none)"), Cell(line.text),
                Cell("\(line.reference)@\(occurrence.nominal)", .faint),
                Cell(words(occurrence), occurrence.state == .late ? .negative : .plain),
            ]
            if hasScenarios { cells.append(Cell(line.scenario ?? "")) }
            return cells
        }
        return [.table(Table(columns: columns, rows: rows))]
    }

    private func words(_ occurrence: Occurrence) -> String {
        switch occurrence.state {
        case .fulfilled(let place):
            return "came \(run.history.lines[place].movement.date)"
        case .written: return "written as expected"
        case .dropped: return "dropped"
        case .late:
            let days = Int(today.day - occurrence.due.day)
            return days == 1 ? "1 day late" : "\(days) days late"
        case .upcoming: return occurrence.due == today ? "today" : ""
        }
    }
}

extension Ledger {
    /// The last day of a horizon that a person types.
    func lastDay(
        ofHorizon words: String, today: CivilDate, _ invocation: Invocation, _ flag: Flag
    ) throws(CommandFailure) -> CivilDate {
        if let last = Horizon.last(words, today: today, periodParser(today: today)) { return last }
        throw .usage(
            invocation.refusal(
                of: words, for: flag,
                "write \(Horizon.forms), at most \(Horizon.mostYears) years ahead"))
    }

    /// The scenario that a person names; some plan must have it.
    func known(
        scenario name: String, _ invocation: Invocation, _ flag: Flag
    ) throws(CommandFailure) -> String {
        let names = ScenarioNames.all(self)
        if names.contains(name) { return name }
        let near = Suggestion.nearest(to: name, in: names)
        throw .usage(
            invocation.refusal(
                of: name, for: flag,
                near.map { "did you mean \($0)?" }
                    ?? (names.isEmpty
                        ? "no plan has a scenario:; add scenario:\(name) to one"
                        : "scenarios are \(names.sorted().joined(separator: ", "))")))
    }
}
