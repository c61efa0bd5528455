import Analysis
import CommandGrammar
import Editing
import Importing
import Model
import Queries
import Reading
import SourceText
import Store
import Syntax

/// `add`: one transaction by hand.
struct AddCommand: Command {
    static let account = Positional("ACCOUNT", .account, help: "The account")
    static let amount = Positional("AMOUNT", .amount, help: "The amount, money out negative: -3.20")
    static let description = Positional("TEXT", .text, .many, help: "The description")
    static let date = Flag("on", takes: .date, help: "The day; today where it is not given")
    static let category = Flag(
        "category", short: "c", takes: .category,
        help: "The category, =ACCOUNT for a transfer, or a split")
    static let note = Flag("note", takes: .text, help: "A note")
    static let contact = Flag("contact", takes: .contact, help: "The contact")
    static let tag = Flag("tag", takes: .tag, isRepeatable: true, help: "A tag")
    static let status = Flag(
        "status", takes: .choice(["booked", "pending", "expected"]), as: "STATUS",
        help: "The status")
    static let id = Flag(
        "id", takes: .text, as: "ID", help: "The id, for scripts that must not add twice")

    static let spec = CommandSpec(
        "add", summary: "Add a transaction",
        discussion: [
            "Without a category the keywords of categories.txt choose one. A transfer to an account "
                + "that no bank feeds gets its other side as well.",
            "With `--id` a second call with the same id adds nothing.",
        ],
        positionals: [account, amount, description],
        flags: [date, category, note, contact, tag, status, id],
        examples: [
            Example("bankbook add cash -3.20 Café -c food/coffee", "A coffee, paid in cash today"),
            Example(
                "bankbook add cash -60.00 CARREFOUR -c 'food/groceries 41.50, home/supplies'",
                "A split purchase"),
        ])

    private let account: String
    private let amount: String
    private let text: String
    private let date: CivilDate?
    private let category: String?
    private let attributes: Attributes
    private let status: Status
    private let id: String?

    init(_ invocation: Invocation) throws(UsageError) {
        account = invocation.value(of: AddCommand.account) ?? ""
        amount = invocation.value(of: AddCommand.amount) ?? ""
        text = invocation.values(of: AddCommand.description).joined(separator: " ")
        category = invocation.value(of: AddCommand.category)
        id = invocation.value(of: AddCommand.id)
        let status = invocation.value(of: AddCommand.status) ?? "booked"
        self.status = Status.allCases.first { $0.name == status } ?? .booked
        if let text = invocation.value(of: AddCommand.date) {
            guard let found = CivilDate(iso: text) else {
                throw invocation.refusal(of: text, for: AddCommand.date, "write YYYY-MM-DD")
            }
            date = found
        } else {
            date = nil
        }
        if let id, !NameForm.isID(id) {
            throw invocation.refusal(
                of: id, for: AddCommand.id, "write 1 to 64 of A-Z a-z 0-9 _ -")
        }
        var attributes = Attributes()
        for tag in invocation.values(of: AddCommand.tag) {
            attributes.insert(tag: tag.hasPrefix("#") ? String(tag.dropFirst()) : tag)
        }
        if let note = invocation.value(of: AddCommand.note) { attributes["note"] = note }
        if let contact = invocation.value(of: AddCommand.contact) {
            attributes["contact"] = contact
        }
        self.attributes = attributes
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let result = try session.write { ledger throws(CommandFailure) in
            try plan(ledger, session)
        }
        return try session.finish(result, schema: "add")
    }

    private func plan(_ ledger: Ledger, _ session: Session) throws(CommandFailure) -> WritePlan {
        let account = try AccountChoice.account(self.account, ledger)
        let files = LedgerFiles(ledger)
        let day = date ?? session.today
        let path = LinePlacement.path(
            account: account.name, date: day, writer: ledger.writer)
        if let id, TakenIDs.all(ledger, threads: session.environment.threads).contains(id) {
            return WritePlan(edits: [], notes: ["\(id) is there already"])
        }
        var attributes = attributes
        let ownID = id ?? session.lineID(ledger)
        attributes["id"] = ownID
        var category = category ?? ""
        if self.category == nil,
            let found = KeywordCategories(ledger.categories).category(for: text)
        {
            category = found.text
            attributes["auto"] = found.auto
        }
        do throws(SyntaxProblem) {
            let reader = files.reader(account)
            var line = try TransactionLine(
                typed(day, category, attributes), in: reader, taxonomies: ledger.taxonomyNames)
            var edits: [FileEdit] = []
            let mirrors = try Mirrors(ledger, files, session).make(for: &line, account: account)
            for mirror in mirrors {
                var file = try editable(files, mirror.path)
                LinePlacement.insert(mirror.line, of: day, into: &file)
                edits.append(FileEdit(file))
            }
            var file = try editable(files, path)
            LinePlacement.insert(try line.readable(), of: day, into: &file)
            return WritePlan(edits: [FileEdit(file)] + edits)
        } catch {
            throw .failed(message: error.message, remedy: error.remedy)
        }
    }

    private func editable(
        _ files: LedgerFiles, _ path: String
    ) throws(SyntaxProblem) -> EditableFile {
        do throws(CommandFailure) {
            return try files.editable(path)
        } catch {
            throw SyntaxProblem(
                "file.unreadable", 0..<0, "\(path) cannot be read", remedy: "make it readable")
        }
    }

    private func typed(
        _ day: CivilDate, _ category: String, _ attributes: Attributes
    ) throws(SyntaxProblem) -> TransactionRecord {
        let amountBytes = Array(amount.utf8)
        let categoryBytes = Array(category.utf8)
        return TransactionRecord(
            date: day, status: status,
            amount: try AmountField.parse(amountBytes, amountBytes.trimmedRange),
            category: try CategoryField.parse(categoryBytes, categoryBytes.trimmedRange),
            description: text, attributes: AttributesField(attributes: attributes))
    }
}
