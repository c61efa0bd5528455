package import Editing
package import Model
package import Reading
import SourceText
import Statements
package import Syntax

/// What became of one record of an import.
package enum ImportOutcome: String, Sendable {
    case new, changed, known, deleted
}

/// What an import does to one account: the lines and the evidence that it adds.
package struct ImportPlan: Sendable {
    package var account: String
    package var outcomes: [(record: BankRecord, outcome: ImportOutcome)] = []
    /// The account's files of transactions that change.
    package var files: [String: EditableFile] = [:]
    /// The account's files of evidence that change.
    package var evidence: [String: JSONLines] = [:]

    package func count(_ outcome: ImportOutcome) -> Int {
        outcomes.count { $0.outcome == outcome }
    }
}

/// What is there already: an account's lines and its evidence.
package struct AccountContents: Sendable {
    package var files: [String: EditableFile]
    package var evidence: [String: JSONLines]

    package init(files: [String: EditableFile], evidence: [String: JSONLines]) {
        self.files = files
        self.evidence = evidence
    }
}

/// Plans imports into one account.
package struct ImportPlanner {
    private let ledger: Ledger
    private let account: Account
    private let reader: TransactionReader
    private let keywords: KeywordCategories
    private var contents: AccountContents
    /// The place of each line by every id that it has.
    private var lineByID: [String: (path: String, index: Int)] = [:]
    private var knownRecords: Set<String> = []
    private let restores: Bool

    /// - Parameter restores: whether records whose line a person removed come back (S21).
    package init(
        _ ledger: Ledger, _ account: Account, contents: AccountContents, restores: Bool
    ) {
        self.ledger = ledger
        self.account = account
        self.contents = contents
        self.restores = restores
        reader = TransactionReader(
            context: ledger.context(of: account), accounts: ledger.accountNames)
        keywords = KeywordCategories(ledger.categories)
        for (path, file) in contents.files {
            for index in 0..<file.lineCount {
                let text = file.content(index)
                guard case .record = LineKind(text) else { continue }
                let attributes = LineText.attributes(text).attributes
                for id in (attributes["id"].map { [$0] } ?? []) + attributes.set("aka") {
                    lineByID[id] = (path, index)
                }
            }
        }
        for lines in contents.evidence.values { knownRecords.formUnion(lines.ids) }
    }

    /// Plans the import of some records. Importing them again plans nothing.
    package mutating func plan(_ records: [BankRecord]) throws(SyntaxProblem) -> ImportPlan {
        var plan = ImportPlan(account: account.name)
        var additions: [String: [(date: CivilDate, line: [UInt8])]] = [:]
        for record in records {
            let outcome = try self.outcome(record, &plan, &additions)
            plan.outcomes.append((record, outcome))
            if outcome == .known || outcome == .deleted { continue }
            addEvidence(record, &plan)
            knownRecords.insert(record.id)
        }
        for (path, lines) in additions {
            var file =
                plan.files[path] ?? contents.files[path] ?? EditableFile(path: path, bytes: nil)
            LinePlacement.insert(lines, into: &file)
            plan.files[path] = file
        }
        return plan
    }

    private mutating func outcome(
        _ record: BankRecord, _ plan: inout ImportPlan,
        _ additions: inout [String: [(date: CivilDate, line: [UInt8])]]
    ) throws(SyntaxProblem) -> ImportOutcome {
        if let place = lineByID[record.id] {
            return try update(place, record, &plan) ? .changed : .known
        }
        if knownRecords.contains(record.id), !restores { return .deleted }
        let date = ImportedLine.date(record, account)
        let line = try ImportedLine.line(
            record, account, reader, category: keywords.category(for: record.description),
            taxonomies: ledger.taxonomyNames)
        let path = LinePlacement.path(account: account.name, date: date)
        additions[path, default: []].append((date, line))
        return .new
    }

    /// A pending line whose record is booked now becomes booked; nothing else of it changes.
    private func update(
        _ place: (path: String, index: Int), _ record: BankRecord, _ plan: inout ImportPlan
    ) throws(SyntaxProblem) -> Bool {
        guard record.status == .booked else { return false }
        guard
            let text = (plan.files[place.path] ?? contents.files[place.path])?.content(place.index)
        else { return false }
        var line = try TransactionLine(text, in: reader, taxonomies: ledger.taxonomyNames)
        guard line.record.status == .pending else { return false }
        line.record.status = .booked
        if let balance = record.balance {
            line.attributes["balance"] = decimalText(balance, decimals: record.decimals)
        }
        plan.files[
            place.path,
            default: contents.files[place.path] ?? EditableFile(path: place.path, bytes: nil)
        ].replace(place.index, with: line.canonical)
        return true
    }

    private func addEvidence(_ record: BankRecord, _ plan: inout ImportPlan) {
        let path = "evidence/\(account.name)/\(record.bookingDate.year).jsonl"
        // In place: a copy of the set for each record would make the import quadratic.
        plan.evidence[
            path, default: contents.evidence[path] ?? JSONLines(path: path, bytes: nil)
        ].insert(record.json)
    }
}
