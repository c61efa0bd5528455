package import Automation
package import Editing
import JSONText
package import Model
import Platform
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
package struct ImportPlanner: Sendable {
    private let ledger: Ledger
    private let account: Account
    private let reader: TransactionReader
    private let keywords: KeywordCategories
    private let rules: RuleEngine?
    private var contents: AccountContents
    /// The place of each line by every id that it has.
    private var lineByID: [String: (path: String, index: Int)] = [:]
    /// What the evidence says of each record: a record may have several versions.
    private var knownRecords: [String: [RecordFact]] = [:]

    private struct RecordFact: Sendable {
        let date: String
        let amount: String
        let reference: String?
    }
    private let restores: Bool
    private let taxonomies: Set<String>
    private let threads: Int

    /// - Parameters:
    ///   - rules: are asked about new lines, after the keywords.
    ///   - restores: whether records whose line a person removed come back (S21).
    ///   - threads: the most threads that make lines.
    package init(
        _ ledger: Ledger, _ account: Account, contents: AccountContents,
        rules: RuleEngine? = nil, restores: Bool, threads: Int = 1
    ) {
        self.ledger = ledger
        self.account = account
        self.contents = contents
        self.rules = rules.flatMap { $0.isEmpty ? nil : $0 }
        self.restores = restores
        self.threads = max(threads, 1)
        taxonomies = ledger.taxonomyNames
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
        for object in contents.evidence.values.flatMap(\.objects) {
            guard let id = object["id"]?.text else { continue }
            knownRecords[id, default: []].append(
                RecordFact(
                    date: object["booking_date"]?.text ?? "", amount: object["amount"]?.text ?? "",
                    reference: object["refs"]?["id"]?.text))
        }
    }

    /// Plans the import of some records. Importing them again plans nothing.
    package mutating func plan(_ records: [BankRecord]) throws(SyntaxProblem) -> ImportPlan {
        var plan = ImportPlan(account: account.name)
        var additions: [String: [(date: CivilDate, line: [UInt8])]] = [:]
        var taken: [BankRecord] = []
        var isNew: [Bool] = []
        for found in records {
            let record = settled(found)
            let outcome = try self.outcome(record, &plan)
            plan.outcomes.append((record, outcome))
            if outcome == .known || outcome == .deleted { continue }
            taken.append(record)
            isNew.append(outcome == .new)
            knownRecords[record.id, default: []].append(
                RecordFact(
                    date: record.bookingDate.description, amount: record.amountText,
                    reference: record.reference))
        }
        let texts = texts(taken, isNew)
        for (record, text) in zip(taken, texts) {
            addEvidence(record, text, &plan)
            guard let line = text.line else { continue }
            let date = ImportedLine.date(record, account)
            let path = LinePlacement.path(account: account.name, date: date)
            additions[path, default: []].append((date, try line.get()))
        }
        for (path, lines) in additions {
            var file =
                plan.files[path] ?? contents.files[path] ?? EditableFile(path: path, bytes: nil)
            LinePlacement.insert(lines, into: &file)
            plan.files[path] = file
        }
        return plan
    }

    /// The record with the id under which its event is known. Its own id may stand for another event, of
    /// another day and another amount; and the event may be known by its other id, from a file whose
    /// references were trusted less or more.
    private func settled(_ record: BankRecord) -> BankRecord {
        guard let otherID = record.otherID else { return record }
        let (date, amount) = (record.bookingDate.description, record.amountText)
        var other = record
        other.id = otherID
        if let facts = knownRecords[record.id] {
            let isSame = facts.contains { $0.date == date || $0.amount == amount }
            return isSame ? record : other
        }
        let isKnown = knownRecords[otherID]?.contains { fact in
            fact.date == date && fact.amount == amount
                && (fact.reference == nil || fact.reference == record.reference)
        }
        return isKnown == true ? other : record
    }

    /// What a record becomes in files.
    private struct RecordText: Sendable {
        var evidence: [UInt8]
        var evidenceKey: [UInt8]
        /// Its line, where it gets one.
        var line: Result<[UInt8], SyntaxProblem>?
    }

    /// The texts of records, made by several threads where there are many.
    private func texts(_ records: [BankRecord], _ isNew: [Bool]) -> [RecordText] {
        let share = records.count > 2_000 ? (records.count + threads - 1) / threads : records.count
        if share == 0 { return [] }
        let maker = self
        let shares = mapConcurrently((records.count + share - 1) / share) { number in
            (number * share..<min((number + 1) * share, records.count)).map { index in
                maker.text(records[index], isNew: isNew[index])
            }
        }
        return shares.flatMap { $0 }
    }

    private func text(_ record: BankRecord, isNew: Bool) -> RecordText {
        let json = record.json
        var text = RecordText(
            evidence: JSONWriter.compact(json), evidenceKey: JSONLines.Order.evidence.key(json))
        guard isNew else { return text }
        let description = record.description
        do throws(SyntaxProblem) {
            var line = try ImportedLine.line(
                record, description: description, account, reader,
                category: keywords.category(for: description), taxonomies: taxonomies)
            if let rules {
                try rules.apply(
                    to: &line, of: line.transaction(in: account.name),
                    bankDescription: description)
                text.line = .success(try line.readable())
            } else {
                text.line = .success(line.canonical)
            }
        } catch {
            text.line = .failure(error)
        }
        return text
    }

    private mutating func outcome(
        _ record: BankRecord, _ plan: inout ImportPlan
    ) throws(SyntaxProblem) -> ImportOutcome {
        if let place = lineByID[record.id] { return try update(place, record, &plan) }
        return knownRecords[record.id] != nil && !restores ? .deleted : .new
    }

    /// A pending line whose record is booked now becomes booked, and with `--restore` a deleted one
    /// comes back; nothing else of it changes.
    private func update(
        _ place: (path: String, index: Int), _ record: BankRecord, _ plan: inout ImportPlan
    ) throws(SyntaxProblem) -> ImportOutcome {
        guard
            let text = (plan.files[place.path] ?? contents.files[place.path])?.content(place.index)
        else { return .known }
        let status = LineText.status(text)
        if status == .deleted, !restores { return .deleted }
        let isBookedNow = status == .pending && record.status == .booked
        guard isBookedNow || status == .deleted else { return .known }
        var line = try TransactionLine(text, in: reader, taxonomies: taxonomies)
        line.record.status = record.status
        if let balance = record.balance {
            line.attributes["balance"] = decimalText(balance, decimals: record.decimals)
        }
        plan.files[
            place.path,
            default: contents.files[place.path] ?? EditableFile(path: place.path, bytes: nil)
        ].replace(place.index, with: line.canonical)
        return .changed
    }

    private func addEvidence(
        _ record: BankRecord, _ text: RecordText, _ plan: inout ImportPlan
    ) {
        let path = "evidence/\(account.name)/\(record.bookingDate.year).jsonl"
        // In place: a copy of the set for each record would make the import quadratic.
        plan.evidence[
            path, default: contents.evidence[path] ?? JSONLines(path: path, bytes: nil)
        ].insert(text.evidence, key: text.evidenceKey)
    }
}
