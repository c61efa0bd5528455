import Importing
import JSONText
import Model
import Reading
import Rendering
import SourceText
import Syntax

/// Lines that wait for a decision, as text and JSON.
struct ReviewPresentation {
    let sheets: [ReviewCommand.Sheet]
    private let ledger: Ledger
    private let money: MoneyText

    init(_ sheets: [ReviewCommand.Sheet], _ ledger: Ledger) {
        self.sheets = sheets
        self.ledger = ledger
        money = MoneyText(ledger)
    }

    func answer(_ status: ExitStatus) -> Answer {
        Answer(
            "review", status: status, payload: payload,
            sheet: {
                Sheet(
                    header: ["id", "candidate"],
                    rows: sheets.flatMap { sheet in
                        sheet.question.candidates.map { [sheet.question.id, $0.id] }
                    })
            }, text: text)
    }

    private func payload() -> [JSONMember] {
        let wire = TransactionWire(ledger)
        func json(_ line: [UInt8], _ account: Account) -> JSONValue {
            transaction(line, account).map { wire.json($0) } ?? .null
        }
        return [
            JSONMember(
                "questions",
                .array(
                    sheets.map { sheet in
                        .object([
                            JSONMember("transaction", json(sheet.question.line, sheet.account)),
                            JSONMember(
                                "candidates",
                                .array(
                                    sheet.question.candidates.map { json($0.line, sheet.account) })),
                        ])
                    })), JSONMember("count", .integer(sheets.count)),
        ]
    }

    private func transaction(_ line: [UInt8], _ account: Account) -> Transaction? {
        LedgerFiles(ledger).transaction(line, account)
    }

    private func text() -> [TextBlock] {
        if sheets.isEmpty { return [.line("nothing waits")] }
        var blocks: [TextBlock] = []
        for sheet in sheets { blocks += block(sheet) }
        blocks.append(
            .line(
                "\(counted(sheets.count, "line")) \(sheets.count == 1 ? "waits" : "wait"): "
                    + "bankbook review ID --same OTHER, or --distinct"))
        return blocks
    }

    /// One question: the line, then the lines that it may be with the letters by which they are chosen.
    func block(_ sheet: ReviewCommand.Sheet) -> [TextBlock] {
        var rows = [cells("", sheet.question.line, sheet.question.id, sheet.account)]
        for (letter, candidate) in zip(ReviewPresentation.letters, sheet.question.candidates) {
            rows.append(cells(letter, candidate.line, candidate.id, sheet.account))
        }
        let columns = [
            Column(""), Column("date"), Column("mark"), Column("account"), Column("amount", .right),
            Column("category", shrinks: true), Column("description", shrinks: true), Column("id"),
        ]
        return [.table(Table(columns: columns, rows: rows, hasHeading: false))]
    }

    /// The keys of candidates; the other keys mean other things.
    static let letters = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

    private func cells(
        _ letter: String, _ line: [UInt8], _ id: String, _ account: Account
    ) -> [Cell] {
        guard let found = transaction(line, account) else { return [] }
        let mark = found.status.mark.map { String(readable: [$0]) } ?? ""
        let category = found.parts.map(\.target.shown).joined(separator: ", ")
        return [
            Cell(letter), Cell(found.date.description), Cell(mark), Cell(account.name, .faint),
            Cell(money.amount(found.amount, found.currency)), Cell(category),
            Cell(found.description.replacingTabs), Cell(id, .faint),
        ]
    }
}

/// Asks for one decision after the other on a terminal.
struct ReviewDialogue {
    private let session: Session
    private let presentation: ReviewPresentation

    init(_ session: Session, _ presentation: ReviewPresentation) {
        self.session = session
        self.presentation = presentation
    }

    /// The decisions until the end of the questions or of the person's patience.
    func ask() throws(CommandFailure) -> [(id: String, decision: ReviewDecision)] {
        var answers: [(id: String, decision: ReviewDecision)] = []
        for (index, sheet) in presentation.sheets.enumerated() {
            let question = sheet.question
            // An answer before may have taken the line.
            let isTaken = answers.contains { $0.decision == .same(as: question.id) }
            if isTaken { continue }
            try session.show(presentation.block(sheet))
            let letters = ReviewPresentation.letters.prefix(question.candidates.count)
            let keys = letters.last.map { $0 == "1" ? "1" : "1-\($0)" }
            let choice =
                (keys.map { "\($0) the same event, " } ?? "")
                + "d a distinct one, s skip, q end (\(index + 1) of \(presentation.sheets.count)): "
            while true {
                guard let line = try session.ask(choice), line != "q" else { return answers }
                if line == "s" || line.isEmpty { break }
                if line == "d" {
                    answers.append((question.id, .distinct))
                    break
                }
                if let number = letters.firstIndex(of: line) {
                    answers.append((question.id, .same(as: question.candidates[number].id)))
                    break
                }
            }
        }
        return answers
    }
}
