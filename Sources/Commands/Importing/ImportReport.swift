import Completeness
import Editing
import Importing
import JSONText
import Model
import Reading
import Rendering
import SourceText
import Statements
import Store
import Syntax

/// What an import tells of all files.
struct ImportReport {
    let isDryRun: Bool
    let isProbe: Bool
    var files: [FileReport] = []
    var operation: String?
    /// How many transfers were paired.
    var transfers = 0
    /// What the accounts are held against after it.
    var proofs: [ImportProof] = []

    /// The accounts into which something came.
    var accounts: Set<String> {
        Set(files.flatMap(\.statements).filter { $0.brings > 0 }.compactMap(\.account))
    }

    /// The files that were moved to the archive.
    var moves: [(from: String, to: String)]?

    init(isDryRun: Bool, isProbe: Bool) {
        self.isDryRun = isDryRun
        self.isProbe = isProbe
    }

    /// Whether some file keeps the others from being written.
    var isBlocked: Bool { files.contains { $0.refusal != nil || !$0.questions.isEmpty } }

    private var status: ExitStatus {
        if files.contains(where: { !$0.questions.isEmpty }) { return .question }
        return files.contains { $0.refusal != nil } ? .failure : .done
    }

    /// What the operation log keeps of each file.
    var notes: [ImportNote] {
        files.filter { $0.refusal == nil && $0.questions.isEmpty }.map { file in
            var counts: [(name: String, count: Int)] = []
            for outcome in ImportOutcome.allCases {
                let count = file.statements.reduce(0) { $0 + $1.count(outcome) }
                if count > 0 { counts.append((outcome.rawValue, count)) }
            }
            return ImportNote(path: file.path, digest: file.digest, counts: counts)
        }
    }

    /// - Parameters:
    ///   - isPartial: whether some files were taken in although others were not.
    ///   - isStrict: whether rows that wait for a person are a finding.
    func answer(
        _ ledger: Ledger?, schema: String = "import", isPartial: Bool = false,
        isStrict: Bool = false
    ) -> Answer {
        var status = isPartial && status != .done ? ExitStatus.findings : status
        let waits = files.flatMap(\.statements).contains { $0.count(.ambiguous) > 0 }
        if isStrict, status == .done, waits { status = .findings }
        return Answer(
            schema, status: status, diagnostics: files.flatMap(\.findings),
            payload: { payload(ledger) },
            sheet: {
                Sheet(
                    header: [
                        "path", "result", "account", "rows", "new", "matched", "changed",
                        "ambiguous", "known", "deleted", "dropped",
                    ],
                    rows: files.flatMap { file in
                        file.statements.map { statement in
                            [
                                file.path, file.result, statement.account ?? "",
                                "\(statement.statement.records.count)", "\(statement.count(.new))",
                                "\(statement.count(.matched))", "\(statement.count(.changed))",
                                "\(statement.count(.ambiguous))", "\(statement.count(.known))",
                                "\(statement.count(.deleted))", "\(statement.dropped)",
                            ]
                        }
                    })
            },
            text: { text(ledger) })
    }

    private func payload(_ ledger: Ledger?) -> [JSONMember] {
        var members = [
            JSONMember("dry_run", .bool(isDryRun)),
            JSONMember("written", .bool(operation != nil)),
            JSONMember("operation", .optional(operation)),
            JSONMember("files", .array(files.map(\.json))),
            JSONMember("transfers", .integer(transfers)),
        ]
        if !isProbe { members.append(JSONMember("verify", .array(proofs.map(json)))) }
        if let moves {
            let list = moves.map { move in
                JSONValue.object([
                    JSONMember("from", .string(move.from)), JSONMember("to", .string(move.to)),
                ])
            }
            members.append(JSONMember("moved", .array(list)))
        }
        if isDryRun, let ledger {
            members.append(JSONMember("transactions", .array(transactions(ledger))))
        }
        return members
    }

    private func json(_ proof: ImportProof) -> JSONValue {
        .object([
            JSONMember("account", .string(proof.account)),
            JSONMember("currency", .string(proof.currency.description)),
            JSONMember("result", .string(proof.proof.result.rawValue)),
            JSONMember("through", .optional(proof.proof.through?.description)),
        ])
    }

    /// What each row would become, with the lines that it joins or may join.
    private func transactions(_ ledger: Ledger) -> [JSONValue] {
        let wire = TransactionWire(ledger)
        return files.flatMap { file in
            file.statements.flatMap { statement in
                statement.rows.map { row in
                    let transaction =
                        ImportReport.transaction(row, statement, ledger)
                        ?? ImportReport.transaction(of: row.record, statement, file)
                    let why = row.outcome == .deleted ? "known" : row.outcome.rawValue
                    return .object(
                        wire.members(transaction) + [
                            JSONMember("why", .string(why)),
                            JSONMember("from", .string(row.record.id)),
                            JSONMember("with", .strings(row.others.compactMap(LineText.id))),
                        ])
                }
            }
        }
    }

    /// The line that the row has or would have.
    private static func transaction(
        _ row: ImportedRow, _ statement: StatementReport, _ ledger: Ledger
    ) -> Transaction? {
        guard let line = row.line,
            let account = statement.account.flatMap({ ledger.account($0) })
        else { return nil }
        return LedgerFiles(ledger).transaction(line, account)
    }

    /// A row whose line is gone, as the file has it.
    private static func transaction(
        of record: BankRecord, _ statement: StatementReport, _ file: FileReport
    ) -> Transaction {
        Transaction(
            account: statement.account ?? "", date: record.bookingDate, status: record.status,
            amount: record.amount, currency: record.currency,
            decimals: record.decimals,
            parts: [Part(.uncategorised, record.amount)], description: record.description,
            attributes: Attributes([.value(key: "id", record.id)]), file: file.path,
            line: record.row)
    }

    private func text(_ ledger: Ledger?) -> [TextBlock] {
        var blocks: [TextBlock] = []
        for file in files where file.refusal == nil && file.questions.isEmpty {
            if file.statements.isEmpty { blocks.append(.line("\(file.path): no transactions")) }
            for statement in file.statements where isProbe || statement.account != nil {
                blocks.append(.line(line(file, statement)))
            }
            if isProbe {
                for (key, value) in file.layout?.entries ?? [] {
                    blocks.append(.line("  \(key): \(value)"))
                }
            }
        }
        if let moves {
            if files.isEmpty { blocks.append(.line("nothing lies in inbox/")) }
            for move in moves { blocks.append(.line("\(move.from) → \(move.to)")) }
        }
        let waiting = files.flatMap(\.statements).reduce(0) { $0 + $1.count(.ambiguous) }
        if waiting > 0 {
            let verb = waiting == 1 ? "waits" : "wait"
            blocks.append(.line("\(counted(waiting, "row")) \(verb) for “bankbook review”"))
        }
        for proof in proofs where proof.proof.result == .broken {
            blocks.append(
                .line(
                    "\(proof.account) does not agree with its bank: see “bankbook verify "
                        + "\(proof.account)”"))
        }
        if transfers > 0 { blocks.append(.line("\(counted(transfers, "transfer")) paired")) }
        guard isDryRun, !isProbe, let ledger else { return blocks }
        let money = MoneyText(ledger)
        let rows = files.flatMap(\.statements).flatMap { statement in
            statement.rows.map { row in
                [
                    Cell(row.outcome.rawValue, .faint), Cell(row.record.bookingDate.description),
                    Cell(money.amount(row.record.amount, row.record.currency)),
                    Cell(row.record.description.replacingTabs),
                    Cell(reason(row, statement, ledger, money), .faint),
                ]
            }
        }
        let columns = [
            Column("what"), Column("date"), Column("amount", .right), Column("text", shrinks: true),
            Column("why", shrinks: true),
        ]
        blocks.append(.table(Table(columns: columns, rows: rows, hasHeading: false)))
        return blocks
    }

    /// Why a row became what it did: the line that it joins, or those that may be the same event.
    private func reason(
        _ row: ImportedRow, _ statement: StatementReport, _ ledger: Ledger, _ money: MoneyText
    ) -> String {
        let account = statement.account.flatMap { ledger.account($0) }
        let others = row.others.compactMap { line in
            account.flatMap { LedgerFiles(ledger).transaction(line, $0) }
        }
        let lines = others.map { other in
            let amount =
                other.amount == row.record.amount
                ? "" : " " + money.amount(other.amount, other.currency)
            return "\(other.date)\(amount) “\(other.description.replacingTabs)”"
        }
        switch row.outcome {
        case .matched: return "is " + lines.joined(separator: ", ")
        case .ambiguous: return "may be " + lines.joined(separator: " or ")
        case .changed: return "the bank says more of it now"
        case .deleted: return "its line was deleted"
        case .new, .known: return ""
        }
    }

    private func line(_ file: FileReport, _ statement: StatementReport) -> String {
        let records = statement.statement.records
        let days = records.map(\.bookingDate)
        let range = days.min().map { first in " from \(first) to \(days.max() ?? first)" } ?? ""
        var remarks = ""
        if statement.statement.skipped > 0 { remarks += ", \(statement.statement.skipped) skipped" }
        if statement.statement.addsUp == false {
            remarks += "; opening, rows and closing do not add up"
        }
        if isProbe {
            let who = statement.statement.identifier.map { " of \($0)" } ?? ""
            return "\(file.path): \(counted(records.count, "row"))\(who)\(range)\(remarks)"
        }
        var counts = ["\(statement.count(.new)) new"]
        for outcome in [ImportOutcome.matched, .changed, .ambiguous, .known, .deleted]
        where statement.count(outcome) > 0 {
            counts.append("\(statement.count(outcome)) \(outcome.rawValue)")
        }
        if statement.isValued { counts.append("1 valuation") }
        if statement.dropped > 0 { counts.append("\(statement.dropped) dropped") }
        return "\(file.path): \(statement.account ?? "")\(range), " + counts.joined(separator: ", ")
            + remarks
    }
}
