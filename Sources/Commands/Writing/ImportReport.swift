import Importing
import JSONText
import Model
import Reading
import Rendering
import SourceText
import Statements

/// What an import tells of one statement.
struct StatementReport {
    let statement: Statement
    let account: String?
    let outcomes: [(record: BankRecord, outcome: ImportOutcome)]

    init(
        _ statement: Statement, account: String?,
        outcomes: [(record: BankRecord, outcome: ImportOutcome)]
    ) {
        self.statement = statement
        self.account = account
        self.outcomes = outcomes
    }

    private var booked: [StatementRecord] { statement.records.filter { !$0.isPending } }

    func count(_ outcome: ImportOutcome) -> Int { outcomes.count { $0.outcome == outcome } }

    /// Sums of the booked rows by currency, `""` where it is unknown.
    private func sum(_ isWanted: (Int64) -> Bool) -> JSONValue {
        var sums: [String: (units: Int128, decimals: Int)] = [:]
        for record in booked where isWanted(record.amount.units) {
            let code = (record.currency ?? statement.currency)?.description ?? ""
            var known = sums[code] ?? (0, record.amount.decimals)
            while known.decimals < record.amount.decimals {
                known.units *= 10
                known.decimals += 1
            }
            var units = Int128(record.amount.units)
            for _ in record.amount.decimals..<known.decimals { units *= 10 }
            known.units += units
            sums[code] = known
        }
        return .object(
            sums.keys.sorted(by: byBytes).compactMap { code in
                sums[code].map {
                    JSONMember(code, .string(decimalText($0.units, decimals: $0.decimals)))
                }
            })
    }

    private static func stated(_ balance: StatedBalance?) -> JSONValue {
        guard let balance else { return .null }
        return .object([
            JSONMember("date", .optional(balance.date?.description)),
            JSONMember("amount", .string(text(balance.amount))),
        ])
    }

    static func text(_ number: DecimalNumber) -> String {
        decimalText(number.units, decimals: number.decimals)
    }

    var json: JSONValue {
        let days = booked.map(\.bookingDate)
        return .object([
            JSONMember("account", .optional(account)),
            JSONMember("identifier", .optional(statement.identifier)),
            JSONMember("currency", .optional(statement.currency?.description)),
            JSONMember("rows", .integer(booked.count)),
            JSONMember("pending", .integer(statement.records.count - booked.count)),
            JSONMember("skipped", .integer(statement.skipped)),
            JSONMember("sum", sum { _ in true }),
            JSONMember("in", sum { $0 > 0 }),
            JSONMember("out", sum { $0 < 0 }),
            JSONMember("first_date", .optional(days.min()?.description)),
            JSONMember("last_date", .optional(days.max()?.description)),
            JSONMember("opening", StatementReport.stated(statement.opening)),
            JSONMember("closing", StatementReport.stated(statement.closing)),
            JSONMember("adds_up", statement.addsUp.map { .bool($0) } ?? .null),
            JSONMember("new", .integer(count(.new))),
            JSONMember("matched", .integer(0)),
            JSONMember("changed", .integer(count(.changed))),
            JSONMember("ambiguous", .integer(0)),
            JSONMember("known", .integer(count(.known))),
            JSONMember("deleted", .integer(count(.deleted))),
            JSONMember("dropped", .integer(0)),
        ])
    }

    /// The line of the log that says which file carried which records (formats 6).
    func batch(digest: String, source: String) -> JSONValue {
        let days = statement.records.map(\.bookingDate)
        func balance(_ stated: StatedBalance?, _ day: CivilDate?) -> JSONValue? {
            guard let stated else { return nil }
            return .object([
                "date": (stated.date ?? day).map { .string($0.description) },
                "amount": .string(StatementReport.text(stated.amount)),
                "currency": statement.currency.map { .string($0.description) },
            ])
        }
        return .object([
            "result": .string("ok"), "source": .string(source), "digest": .string(digest),
            "account": account.map { .string($0) },
            "from": days.min().map { .string($0.description) },
            "to": days.max().map { .string($0.description) },
            "complete": .bool(false),
            "records": .strings(Set(outcomes.map(\.record.id)).sorted(by: byBytes)),
            "opening": balance(statement.opening, days.min()),
            "closing": balance(statement.closing, days.max()),
        ])
    }
}

/// What an import tells of one file.
struct FileReport {
    let path: String
    let digest: String
    /// `nil` where the content shows none.
    private(set) var format: StatementFormat?
    var encoding: String?
    var profile: String?
    /// How the file was read, as a profile would keep it.
    var layout: StatementSettings?
    var statements: [StatementReport] = []
    var questions: [ReadingQuestion] = []
    var refusal: (reason: String, row: Int?)?

    /// A file of a content that nothing shows to be a statement is refused at once.
    init(path: String, _ bytes: [UInt8]) {
        self.path = path
        digest = SHA256.hex(bytes)
        format = StatementFile.format(of: bytes)
        if format == nil {
            refusal = (
                bytes.isEmpty ? "the file is empty" : "this is no statement of a known format", nil
            )
        }
    }

    /// Takes the format that the reading tells where the content of an archive showed less.
    mutating func settle(_ signature: String) {
        if let told = StatementFormat(rawValue: signature) { format = told }
    }

    /// Only reads.
    static func probe(
        _ path: String, _ bytes: [UInt8], _ settings: StatementSettings, _ source: StatementSource
    ) -> FileReport {
        var report = FileReport(path: path, bytes)
        guard let format = report.format else { return report }
        switch source.read(bytes, format, settings: settings) {
        case .refused(let reason, let row, _, let value):
            report.refusal = (value.map { "\(reason): “\($0)”" } ?? reason, row)
        case .asked(let questions): report.questions = questions
        case .read(let statements, let layout, let signature, let encoding):
            report.settle(signature)
            report.encoding = encoding
            report.layout = layout
            report.statements = statements.map { StatementReport($0, account: nil, outcomes: []) }
        }
        return report
    }

    /// Whether the file was only read.
    private var isProbe: Bool { statements.allSatisfy { $0.account == nil } }

    /// Whether the file brought something.
    var isImported: Bool {
        statements.contains { $0.count(.new) + $0.count(.changed) > 0 }
    }

    var result: String {
        if refusal != nil { return "refused" }
        if !questions.isEmpty { return "asked" }
        return isImported || isProbe ? "imported" : "unchanged"
    }

    var json: JSONValue {
        .object([
            JSONMember("path", .string(path)),
            JSONMember("format", .optional(format?.rawValue)),
            JSONMember("sha256", .string(digest)),
            JSONMember("encoding", .optional(encoding)),
            JSONMember("profile", .optional(profile)),
            JSONMember("result", .string(result)),
            JSONMember("statements", .array(statements.map(\.json))),
            JSONMember(
                "questions",
                .array(
                    questions.map { question in
                        .object([
                            JSONMember("code", .string(question.code)),
                            JSONMember("row", .integer(question.row)),
                            JSONMember("column", .string(question.column)),
                            JSONMember("value", .string(question.value)),
                            JSONMember("readings", .strings(question.readings)),
                            JSONMember("settle", .string(question.settle)),
                        ])
                    })),
            JSONMember(
                "layout",
                layout.map { settings in
                    .object(settings.entries.map { JSONMember($0.key, .string($0.value)) })
                } ?? .null),
        ])
    }

    /// What keeps the file out, as findings.
    var findings: [Diagnostic] {
        var findings = questions.map { question in
            Diagnostic(
                "import.\(question.code)", .error, at: Location(file: path, line: question.row),
                question.value.isEmpty
                    ? "nothing in the file says which account it is"
                    : "“\(question.value)”\(question.column.isEmpty ? "" : " in column \(question.column)") can be "
                        + question.readings.joined(separator: " or "),
                remedy: "say which: \(question.settle)")
        }
        if let refusal {
            findings.append(
                Diagnostic(
                    "import.refused", .error, at: Location(file: path, line: refusal.row ?? 1),
                    refusal.reason, remedy: "check that it is the file the bank handed out"))
        }
        return findings
    }
}

/// What an import tells of all files.
struct ImportReport {
    let isDryRun: Bool
    let isProbe: Bool
    var files: [FileReport] = []
    var operation: String?

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

    func answer(_ ledger: Ledger?) -> Answer {
        Answer(
            "import", status: status, diagnostics: files.flatMap(\.findings),
            payload: { payload(ledger) },
            sheet: {
                Sheet(
                    header: [
                        "path", "result", "account", "rows", "new", "changed", "known", "deleted",
                    ],
                    rows: files.flatMap { file in
                        file.statements.map { statement in
                            [
                                file.path, file.result, statement.account ?? "",
                                "\(statement.statement.records.count)", "\(statement.count(.new))",
                                "\(statement.count(.changed))", "\(statement.count(.known))",
                                "\(statement.count(.deleted))",
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
        ]
        if isDryRun, let ledger {
            members.append(JSONMember("transactions", .array(transactions(ledger))))
        }
        return members
    }

    /// The lines that would come in.
    private func transactions(_ ledger: Ledger) -> [JSONValue] {
        let wire = TransactionWire(ledger)
        let keywords = KeywordCategories(ledger.categories)
        return files.flatMap { file in
            file.statements.flatMap { statement in
                statement.outcomes.map { record, outcome in
                    let category = keywords.category(for: record.description)
                    let target = category.map { Target.category($0.path) } ?? .uncategorised
                    let transaction = Transaction(
                        account: statement.account ?? "", date: record.bookingDate,
                        status: record.status, amount: record.amount, currency: record.currency,
                        parts: [Part(target, record.amount)], description: record.description,
                        attributes: Attributes([.value(key: "id", record.id)]), file: file.path,
                        line: record.row)
                    return .object(
                        wire.members(transaction) + [
                            JSONMember(
                                "why", .string(outcome == .deleted ? "known" : outcome.rawValue)),
                            JSONMember("from", .string(record.id)),
                        ])
                }
            }
        }
    }

    private func text(_ ledger: Ledger?) -> [TextBlock] {
        var blocks: [TextBlock] = []
        for file in files where file.refusal == nil && file.questions.isEmpty {
            if file.statements.isEmpty { blocks.append(.line("\(file.path): no transactions")) }
            for statement in file.statements { blocks.append(.line(line(file, statement))) }
            if isProbe {
                for (key, value) in file.layout?.entries ?? [] {
                    blocks.append(.line("  \(key): \(value)"))
                }
            }
        }
        guard isDryRun, !isProbe, let ledger else { return blocks }
        let money = MoneyText(ledger)
        let rows = files.flatMap(\.statements).flatMap(\.outcomes).map { record, outcome in
            [
                Cell(outcome.rawValue, .faint), Cell(record.bookingDate.description),
                Cell(money.amount(record.amount, record.currency)),
                Cell(record.description.replacingTabs),
            ]
        }
        let columns = [
            Column("what"), Column("date"), Column("amount", .right), Column("text", shrinks: true),
        ]
        blocks.append(.table(Table(columns: columns, rows: rows, hasHeading: false)))
        return blocks
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
        for outcome in [ImportOutcome.changed, .known, .deleted] where statement.count(outcome) > 0
        {
            counts.append("\(statement.count(outcome)) \(outcome.rawValue)")
        }
        return "\(file.path): \(statement.account ?? "")\(range), " + counts.joined(separator: ", ")
            + remarks
    }
}
