import Analysis
import CommandGrammar
import Editing
import Importing
import JSONText
import Model
import Queries
import Reading
import Rendering
import SourceText

/// `review`: lines that may be one event with another line, for a person to say.
struct ReviewCommand: Command {
    static let id = Positional(
        "ID", .text, .optional, help: "The line to decide on, by its id; otherwise all are shown")
    static let same = Flag(
        "same", takes: .text, as: "OTHER",
        help: "It is the event of the line OTHER, which takes its records and decisions")
    static let distinct = Flag("distinct", help: "It is none of the lines shown beside it")
    static let apart = Flag(
        "apart", help: "ID is a bank record that was matched wrongly: give it a line of its own")

    static let spec = CommandSpec(
        "review", summary: "Decide which lines are the same event",
        discussion: [
            "An import never guesses: a row that may be the event of a line that is there, with too little "
                + "to show for it, gets a line of its own with the flag ?same. Here it is shown with the "
                + "lines that it may be, the likeliest first. On a terminal each is asked for and settled "
                + "by a key; elsewhere name it and say --same or --distinct.",
            "The answer is kept as text in the lines: aka: for one event, distinct: for two that are never "
                + "matched again. `bankbook undo` takes it back.",
        ],
        positionals: [id], flags: [same, distinct, apart],
        examples: [
            Example("bankbook review", "Every line that waits"),
            Example("bankbook review 8d2mx1a4tq --same x9w2k1c7re", "They are one event"),
            Example("bankbook review 8d2mx1a4tq --distinct", "It is an event of its own"),
            Example("bankbook review v5m1z8y2jh --apart", "Undo a match"),
        ], exitStatuses: [Term("1", "With --strict: lines wait")])

    private let id: String?
    private let decision: ReviewDecision?

    init(_ invocation: Invocation) throws(UsageError) {
        let own = ReviewCommand.self
        id = invocation.value(of: own.id)
        var decisions: [ReviewDecision] = []
        if let other = invocation.value(of: own.same) { decisions.append(.same(as: other)) }
        if invocation.isSet(own.distinct) { decisions.append(.distinct) }
        if invocation.isSet(own.apart) { decisions.append(.apart) }
        if decisions.count > 1 {
            throw invocation.refusal("say one of --same, --distinct and --apart")
        }
        decision = decisions.first
        if decision != nil, id == nil { throw invocation.refusal("ID is missing: which line?") }
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        if let id, let decision {
            return try session.finish(try settle([(id, decision)], session), schema: "review")
        }
        let ledger = try session.ledger()
        let sheets = try ReviewCommand.sheets(ledger, session).filter {
            id == nil || $0.question.id == id
        }
        if let id, sheets.isEmpty {
            throw .failed(
                message: "the line “\(id)” does not wait",
                remedy: "“bankbook review” lists the lines that do")
        }
        let presentation = ReviewPresentation(sheets, ledger)
        guard session.options.asks, session.options.format == .text, !sheets.isEmpty else {
            let isFinding = session.options.isStrict && !sheets.isEmpty
            return try session.finish(presentation.answer(isFinding ? .findings : .done))
        }
        let answers = try ReviewDialogue(session, presentation).ask()
        if answers.isEmpty { return .done }
        return try session.finish(try settle(answers, session), schema: "review")
    }

    /// A question with its account.
    struct Sheet {
        let account: Account
        let question: ReviewQuestion
    }

    private static func sheets(
        _ ledger: Ledger, _ session: Session
    ) throws(CommandFailure) -> [Sheet] {
        let names = try accounts(ledger, session)
        let files = LedgerFiles(ledger)
        let batches = try files.batches()
        var sheets: [Sheet] = []
        for account in ledger.accounts where names.contains(account.name) {
            let review = AccountReview(ledger, account, try files.contents(account, batches))
            sheets += review.questions.map { Sheet(account: account, question: $0) }
        }
        return sheets
    }

    /// The accounts with lines that wait.
    private static func accounts(
        _ ledger: Ledger, _ session: Session
    ) throws(CommandFailure) -> Set<String> {
        var selection = Selection(query: .all([.term(.trait(.conflict))]))
        selection.statuses = Set(Status.allCases).subtracting([.assertion])
        let listing = Listing(selection, ledger, threads: session.environment.threads)
        _ = try session.settle(listing.findings)
        return Set((0..<listing.count).map { listing[$0].account })
    }

    private func settle(
        _ decisions: [(id: String, decision: ReviewDecision)], _ session: Session
    ) throws(CommandFailure) -> WriteResult {
        try session.write { ledger throws(CommandFailure) in
            let files = LedgerFiles(ledger)
            let batches = try files.batches()
            var reviews: [AccountReview] = []
            for account in ledger.accounts {
                reviews.append(
                    AccountReview(ledger, account, try files.contents(account, batches)))
            }
            for (id, decision) in decisions {
                guard let index = reviews.firstIndex(where: { $0.has(id) }) else {
                    throw .failed(
                        message: "no line has the id “\(id)”",
                        remedy: "“bankbook review” lists the lines that wait, with their ids")
                }
                do throws(ReviewProblem) {
                    try reviews[index].settle(id, decision)
                } catch {
                    throw .failed(message: error.message, remedy: error.remedy)
                }
            }
            return WritePlan(edits: reviews.flatMap(\.files).map { FileEdit($0) })
        }
    }
}
