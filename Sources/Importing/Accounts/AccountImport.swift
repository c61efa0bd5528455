package import Automation
package import Editing
import Matching
package import Model
import Platform
package import Reading
import SourceText
package import Syntax

/// What is there already: an account's lines, its evidence, and what told of them.
package struct AccountContents: Sendable {
    package var files: [String: EditableFile]
    package var evidence: [String: JSONLines]
    package var batches: [BatchFact]

    package init(
        files: [String: EditableFile], evidence: [String: JSONLines], batches: [BatchFact]
    ) {
        self.files = files
        self.evidence = evidence
        self.batches = batches
    }
}

/// Takes batches of records into one account, in memory, one after the other.
package struct AccountImport: Sendable {
    let account: Account
    let texts: RecordTexts
    let restores: Bool
    /// The ids of lines of other accounts, into which a hand may have moved a line.
    let idsElsewhere: Set<String>
    var book: AccountBook
    var evidence: EvidenceIndex
    var history: BatchHistory
    /// How many pending lines the last batch let go.
    package internal(set) var dropped = 0
    /// How many lines of valuations the last batch wrote.
    package internal(set) var valued = 0

    /// - Parameters:
    ///   - rules: are asked about new lines, after the keywords.
    ///   - restores: whether records whose line a person removed come back (S21).
    ///   - idsElsewhere: with `restores`, the ids of lines of other accounts: their records do not come back.
    ///   - threads: the most threads that make lines.
    package init(
        _ ledger: Ledger, _ account: Account, _ contents: AccountContents,
        rules: RuleEngine? = nil, restores: Bool, idsElsewhere: Set<String> = [], threads: Int = 1
    ) {
        self.idsElsewhere = idsElsewhere
        self.account = account
        self.restores = restores
        texts = RecordTexts(
            account: account,
            reader: TransactionReader(ledger, account),
            keywords: KeywordCategories(ledger.categories),
            rules: rules.flatMap { $0.isEmpty ? nil : $0 }, taxonomies: ledger.taxonomyNames,
            threads: max(threads, 1))
        book = AccountBook(account.name, contents.files, writer: ledger.writer)
        evidence = EvidenceIndex(
            contents.evidence, account: account.name, writer: ledger.writer)
        history = BatchHistory(contents.batches)
    }

    /// The account's files of transactions that changed.
    package var files: [EditableFile] {
        book.sortedChanges
    }

    /// The account's files of evidence.
    package var evidenceFiles: [JSONLines] {
        evidence.files.values.sorted { byBytes($0.path, $1.path) }
    }

    /// How many lines the account has.
    package var lineCount: Int { book.count }

    /// The account as it stands now.
    package var contents: AccountContents {
        AccountContents(files: book.currentFiles, evidence: evidence.files, batches: [])
    }

    /// What a record is before anything changes.
    enum Standing {
        case line(Int)
        case removed
        case open
        case matched(Int)
        case doubtful([Int])
        case new
    }

    /// Takes in a batch; what became of its records, in their order. Taking it in again changes nothing.
    ///
    /// - Throws: why a line that changes cannot stand in the account.
    /// - Complexity: O(n log n) for records and lines.
    package mutating func take(
        _ batch: ImportBatch, digest: String? = nil
    ) throws(SyntaxProblem) -> [ImportedRow] {
        let records = batch.records.map(settled)
        var standings = records.map(standing)
        try match(records, &standings, batch)
        let isNew = standings.map { standing in
            switch standing {
            case .new, .doubtful: true
            default: false
            }
        }
        let isDoubtful = standings.map { if case .doubtful = $0 { true } else { false } }
        var rows: [ImportedRow] = []
        rows.reserveCapacity(records.count)
        let made = texts.make(records, isNew: isNew, isDoubtful: isDoubtful)
        let joined = join(records, standings)
        for (index, record) in records.enumerated() {
            if case .matched(let number) = standings[index], let line = joined[index] {
                rows.append(try put(line.get(), number, record, made[index]))
            } else {
                rows.append(try take(record, standings[index], made[index]))
            }
        }
        history.add(
            BatchFact(
                source: batch.source, digest: digest, account: account.name,
                days: batch.whole, isComplete: batch.isComplete,
                records: Set(records.map(\.id))))
        try dropVanished(batch.source)
        valued = 0
        for valuation in batch.valuations where try take(valuation, batch.source) { valued += 1 }
        return rows
    }

    /// The record with the id under which its event is known. Its own id may stand for another event, of
    /// another day and another amount; and the event may be known by its other id, from a file whose
    /// references were trusted less or more.
    func settled(_ record: BankRecord) -> BankRecord {
        guard let otherID = record.otherID else { return record }
        if evidence.has(record.id) {
            let isSame = evidence.records(record.id).contains {
                $0.bookingDate == record.bookingDate || $0.amount == record.amount
            }
            return isSame ? record : record.underOtherID()
        }
        let isKnown = evidence.records(otherID).contains { known in
            known.bookingDate == record.bookingDate && known.amount == record.amount
                && (known.reference == nil || known.reference == record.reference)
        }
        return isKnown ? record.underOtherID() : record
    }

    func standing(_ record: BankRecord) -> Standing {
        if let number = book.number(of: record.id) { return .line(number) }
        if !evidence.has(record.id) { return .open }
        return restores && !idsElsewhere.contains(record.id) ? .open : .removed
    }
}
