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
    /// What became of its records, in the order of days.
    var rows: [ImportedRow] = [] {
        didSet {
            counts = [:]
            for index in rows.indices { counts[rows[index].outcome, default: 0] += 1 }
        }
    }
    private var counts: [ImportOutcome: Int] = [:]
    /// How many pending lines it let go.
    var dropped = 0
    /// Whether it gave an investment account a new valuation.
    var isValued = false

    init(_ statement: Statement, account: String?) {
        self.statement = statement
        self.account = account
    }

    private var booked: [StatementRecord] { statement.records.filter { !$0.isPending } }

    func count(_ outcome: ImportOutcome) -> Int { counts[outcome] ?? 0 }

    /// How many rows get a line or change one, and how many lines they let go.
    var brings: Int { rows.count - count(.known) - count(.deleted) + dropped + (isValued ? 1 : 0) }

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
            JSONMember("matched", .integer(count(.matched))),
            JSONMember("changed", .integer(count(.changed))),
            JSONMember("ambiguous", .integer(count(.ambiguous))),
            JSONMember("known", .integer(count(.known))),
            JSONMember("deleted", .integer(count(.deleted))),
            JSONMember("dropped", .integer(dropped)),
        ])
    }

    /// What the account was worth, where the statement lists what it held.
    func valuation(_ ledger: Ledger) -> Valuation? {
        guard let stated = statement.valuation,
            let date = stated.date ?? statement.days?.upperBound,
            let currency = statement.currency ?? account.flatMap({ ledger.account($0)?.currency })
        else { return nil }
        return Valuation(
            date: date, stated.amount, currency, decimals: ledger.decimals(currency))
    }

    /// The line of the log that says which file carried which records (formats 6).
    func batch(digest: String, source: String, _ ledger: Ledger) -> JSONValue {
        let valuation = valuation(ledger)
        let days = statement.days ?? valuation.map { $0.date...$0.date }
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
            "from": days.map { .string($0.lowerBound.description) },
            "to": days.map { .string($0.upperBound.description) },
            "complete": .bool(statement.tellsPending),
            "records": .strings(Set(rows.map(\.record.id)).sorted(by: byBytes)),
            "opening": balance(statement.opening, days?.lowerBound),
            "closing": balance(statement.closing, days?.upperBound),
            "balances": valuation.map {
                .array([
                    .object([
                        "date": .string($0.date.description),
                        "amount": .string(decimalText($0.amount, decimals: $0.decimals)),
                        "currency": .string($0.currency.description),
                    ])
                ])
            },
        ])
    }
}

/// What an import tells of one file.
struct FileReport {
    private let text: StatementText
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
    /// The accounts of a journal that the ledger does not have.
    var leftOut: [Statement] = []

    var path: String { text.path }

    /// A file of a content that nothing shows to be a statement is refused at once.
    init(_ text: StatementText) {
        self.text = text
        let bytes = text.bytes
        digest = SHA256.hex(bytes)
        format = StatementFile.format(of: bytes)
        if format == nil {
            refusal = (
                bytes.isEmpty ? "the file is empty" : "this is no statement of a known format", nil
            )
        }
    }

    /// Takes what a reading says of the file; its statements, or `nil` where it has none.
    mutating func take(
        _ reading: StatementReading
    ) -> (statements: [Statement], layout: StatementSettings, signature: String)? {
        switch reading {
        case .refused(let reason, let row, _, let value):
            refusal = (value.map { "\(reason): “\($0)”" } ?? reason, row)
        case .asked(let questions): self.questions = questions
        case .read(let statements, let layout, let signature, let encoding):
            // The content of an archive shows less of the format.
            if let told = StatementFormat(rawValue: signature) { format = told }
            self.encoding = encoding
            self.layout = layout
            return (statements, layout, signature)
        }
        return nil
    }

    /// Only reads.
    static func probe(
        _ text: StatementText, _ settings: StatementSettings, _ source: StatementSource
    ) -> FileReport {
        var report = FileReport(text)
        guard let format = report.format else { return report }
        let read = report.take(source.read(text.bytes, format, settings: settings))
        report.statements = (read?.statements ?? []).map { StatementReport($0, account: nil) }
        return report
    }

    /// Whether the file was only read.
    private var isProbe: Bool { statements.allSatisfy { $0.account == nil } }

    /// Whether the file was read whole and has rows.
    var isRead: Bool {
        questions.isEmpty && refusal == nil
            && statements.contains {
                !$0.rows.isEmpty || $0.account != nil && $0.statement.valuation != nil
            }
    }

    /// Whether the file brought something.
    var isImported: Bool { statements.contains { $0.brings > 0 } }

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
                "import.\(question.code)", .error, at: text.place(of: question.row),
                question.value.isEmpty
                    ? "nothing in the file says which account it is"
                    : "“\(question.value)”\(question.column.isEmpty ? "" : " in column \(question.column)") can be "
                        + question.readings.joined(separator: " or "),
                remedy: "say which: \(question.settle)")
        }
        if let refusal {
            findings.append(
                Diagnostic(
                    "import.refused", .error, at: text.place(of: refusal.row ?? 1),
                    refusal.reason, remedy: "check that it is the file the bank handed out"))
        }
        if !leftOut.isEmpty {
            let names = Set(leftOut.compactMap(\.identifier)).sorted(by: byBytes)
            let rows = leftOut.reduce(0) { $0 + $1.records.count }
            findings.append(
                Diagnostic(
                    "import.left-out", .hint,
                    at: text.place(of: leftOut.first?.records.first?.row ?? 1),
                    "\(counted(rows, "row")) of accounts that the ledger does not have: "
                        + names.joined(separator: ", "),
                    remedy: "say whose they are, as in “bankbook accounts set NAME "
                        + "number='\(names[0])'”, and import again"))
        }
        return findings
    }
}
