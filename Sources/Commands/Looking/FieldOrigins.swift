import Automation
import Editing
import Git
import Importing
import Merging
import Model
import Reading
import SourceText
import Store
import Syntax

/// Finds out who set each field of a transaction.
struct FieldOrigins {
    /// One field with where it comes from.
    struct Field {
        let name: String
        let value: String
        /// `person`, `rule`, `keyword`, `suggestion`, `bank` or `import`.
        var by = "person"
        /// The rule or the keyword.
        var reference: String?
        var operation: String?
        var evidence: [(path: String, line: Int)] = []
        var author: String?
        var at: String?
        var commit: String?
    }

    struct Answer {
        let id: String
        let file: String
        let line: Int
        var fields: [Field]
    }

    private let ledger: Ledger
    private let session: Session
    private let files: LedgerFiles

    init(_ ledger: Ledger, _ session: Session) {
        self.ledger = ledger
        self.session = session
        files = LedgerFiles(ledger)
    }

    func origins(of id: String) throws(CommandFailure) -> Answer {
        guard let found = try find(id) else {
            throw .question(
                message: "no transaction has the id \(id)",
                remedy: "find it with bankbook list; it shows ids with -O json")
        }
        let transaction = found.line.transaction(in: found.account.name)
        let evidence = try files.evidence(found.account)
        var fields = try said(transaction, evidence)
        if fields.contains(where: { $0.by == "machine" }) {
            try nameMachines(&fields, transaction, evidence)
        }
        try addOperations(&fields, found)
        addCommits(&fields, found)
        return Answer(
            id: found.line.id ?? id, file: found.path, line: found.number, fields: fields)
    }

    // MARK: The line

    private struct Found {
        let account: Account
        let path: String
        /// From 1.
        let number: Int
        let line: TransactionLine
    }

    private func find(_ id: String) throws(CommandFailure) -> Found? {
        for file in ledger.files {
            guard let account = ledger.account(file.account),
                let bytes = try files.bytes(file.path),
                firstPlace(of: Array(id.utf8), in: bytes[...]) != nil
            else { continue }
            let reader = files.reader(account)
            for (number, line) in LineTable(bytes).lines.enumerated() {
                let text = Array(bytes[line.content])
                guard firstPlace(of: Array(id.utf8), in: text[...]) != nil,
                    let line = files.line(text, reader), line.attributes.identities.contains(id)
                else { continue }
                return Found(account: account, path: file.path, number: number + 1, line: line)
            }
        }
        return nil
    }

    // MARK: What the line itself and the evidence tell

    /// The fields of a line, each with whether a bank, a machine or a person said it.
    private func said(
        _ transaction: Transaction, _ evidence: EvidenceIndex
    ) throws(CommandFailure) -> [Field] {
        let records = evidence.records(of: transaction)
        let machines = Set(transaction.machineFields)
        func places(_ isIt: (BankRecord) -> Bool) -> [(path: String, line: Int)] {
            var seen: Set<String> = []
            return records.filter { isIt($0) && seen.insert($0.id).inserted }.compactMap {
                evidence.place(of: $0.id)
            }
        }
        func field(
            _ name: String, _ value: String, _ isIt: (BankRecord) -> Bool = { _ in false }
        ) -> Field {
            var field = Field(name: name, value: value)
            field.evidence = places(isIt)
            if machines.contains(name) {
                field.by = "machine"
            } else if !field.evidence.isEmpty {
                field.by = "bank"
            }
            return field
        }
        let amount = decimalText(transaction.amount, decimals: transaction.decimals)
        var fields = [
            field("date", transaction.date.description) { $0.allDays.contains(transaction.date) },
            field("status", transaction.status.name) { $0.status == transaction.status },
            field("amount", "\(amount) \(transaction.currency)") {
                $0.amount == transaction.amount
            },
        ]
        if let category = transaction.value(ofField: "category") {
            fields.append(field("category", category))
        }
        if !transaction.description.isEmpty {
            let text = transaction.description
            fields.append(field("description", text) { $0.description == text })
        }
        let others =
            ["tags", "note", "contact", "ignored"] + ledger.taxonomyNames.sorted(by: byBytes)
        for name in others {
            if let value = transaction.value(ofField: name), !value.isEmpty {
                fields.append(field(name, value))
            }
        }
        return fields
    }

    /// Which machines set fields: the rules that decide them now, else a keyword.
    private func nameMachines(
        _ fields: inout [Field], _ transaction: Transaction, _ evidence: EvidenceIndex
    ) throws(CommandFailure) {
        let engine = RuleEngine(try session.rules(ledger), ledger)
        let bank = evidence.firstRecord(of: transaction)?.description
        for index in fields.indices where fields[index].by == "machine" {
            nameMachine(&fields[index], transaction, engine, bank: bank)
        }
    }

    private func nameMachine(
        _ field: inout Field, _ transaction: Transaction, _ engine: RuleEngine, bank: String?
    ) {
        if let rule = engine.rule(deciding: field.name, of: transaction, bankDescription: bank) {
            field.by = "rule"
            field.reference = "rules.txt:\(rule.line)" + (rule.id.map { " (\($0))" } ?? "")
            return
        }
        guard field.name == "category" else {
            field.by = "suggestion"
            return
        }
        let texts = [bank, transaction.description].compactMap { $0 }
        let keywords = KeywordCategories(ledger.categories)
        let isKeyword = texts.contains { keywords.category(for: $0)?.text == field.value }
        field.by = isKeyword ? "keyword" : "suggestion"
        if isKeyword { field.reference = "categories.txt" }
    }

    // MARK: Operations and commits

    /// The newest operation of this device that gave each field its value.
    private func addOperations(_ fields: inout [Field], _ found: Found) throws(CommandFailure) {
        let store = try session.store(ledger)
        let operations: [Operation]
        do throws(StoreFailure) { operations = try store.operations() } catch {
            throw Session.failure(error)
        }
        let ids = Set(found.line.attributes.identities)
        for operation in operations.prefix(200)
        where fields.contains(where: { $0.operation == nil }) {
            for file in operation.files where file.path.hasPrefix("transactions/") {
                guard let kind = FileMerge.kind(of: file.path),
                    let contents = store.contents(of: file),
                    let difference = FileDifference(contents.before, contents.after, kind),
                    let record = difference.records.first(where: {
                        !ids.isDisjoint(with: [$0.key] + $0.otherIDs)
                    })
                else { continue }
                for index in fields.indices where fields[index].operation == nil {
                    if fields[index].isSet(by: record) { fields[index].operation = operation.id }
                }
            }
        }
    }

    /// The newest commit that gave each field its value, where the ledger lies in a repository.
    private func addCommits(_ fields: inout [Field], _ found: Found) {
        guard let repository = session.repository(ledger.root) else { return }
        for id in found.line.attributes.identities {
            for change in RecordHistory(repository).changes(of: id, limit: 500) {
                for index in fields.indices where fields[index].commit == nil {
                    guard fields[index].isSet(by: change.difference) else { continue }
                    fields[index].author = change.commit.author
                    fields[index].at = change.commit.at
                    fields[index].commit = change.commit.id
                }
            }
        }
    }
}

extension FieldOrigins.Field {
    /// Whether a change gave the field the value that it has.
    fileprivate func isSet(by record: RecordDifference) -> Bool {
        record.fields.contains { change in
            guard change.name == name, change.after != change.before else { return false }
            // The amount's currency is a field of its own there, and the shown of several values is the first.
            return change.after == value || value.hasPrefix(change.after + " ")
                || change.after.hasPrefix(value + " or ") || name == "tags"
        }
    }
}
