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
    private let account: Account
    private let texts: RecordTexts
    private let restores: Bool
    private var book: AccountBook
    private var evidence: EvidenceIndex
    private var history: BatchHistory
    /// How many pending lines the last batch let go.
    package private(set) var dropped = 0

    /// - Parameters:
    ///   - rules: are asked about new lines, after the keywords.
    ///   - restores: whether records whose line a person removed come back (S21).
    ///   - threads: the most threads that make lines.
    package init(
        _ ledger: Ledger, _ account: Account, _ contents: AccountContents,
        rules: RuleEngine? = nil, restores: Bool, threads: Int = 1
    ) {
        self.account = account
        self.restores = restores
        texts = RecordTexts(
            account: account,
            reader: TransactionReader(
                context: ledger.context(of: account), accounts: ledger.accountNames),
            keywords: KeywordCategories(ledger.categories),
            rules: rules.flatMap { $0.isEmpty ? nil : $0 }, taxonomies: ledger.taxonomyNames,
            threads: max(threads, 1))
        book = AccountBook(account.name, contents.files)
        evidence = EvidenceIndex(contents.evidence, account: account.name)
        history = BatchHistory(contents.batches)
    }

    /// The account's files of transactions that changed.
    package var files: [EditableFile] {
        book.isChanged ? book.changedFiles.values.sorted { byBytes($0.path, $1.path) } : []
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

    /// The lines that may be sides of transfers.
    ///
    /// - Parameter place: the account's place among all.
    func transferCandidates(_ place: Int) -> [TransferCandidate] {
        let book = book
        let found = mapInShares(book.count, threads: texts.threads) {
            number -> TransferCandidate? in
            let text = book.text(number)
            guard TransferCollector.isCandidate(text, book.statuses[number]) else { return nil }
            return TransferCandidate(account: place, place: .book(number), text: text)
        }
        return found.compactMap(\.self)
    }

    /// The line with an id.
    func number(of id: String) -> Int? { book.number(of: id) }

    func text(_ number: Int) -> [UInt8] { book.text(number) }

    /// Replaces a line that another part of an import has changed.
    mutating func put(_ line: TransactionLine, at place: TransferCandidate.Place) {
        let found: Int? =
            switch place {
            case .book(let number): number
            case .file(let path, let line): book.number(path: path, line: line)
            }
        guard let found else { return }
        book.replace(found, with: line.canonical, line.record.date, line.record.status)
    }

    /// The line with an id: where it has none, one that neither a line nor `taken` has.
    func identified(_ line: TransactionLine, taken: inout Set<String>) -> TransactionLine {
        let line = book.identified(line) { taken.contains($0) }
        if let id = line.id { taken.insert(id) }
        return line
    }

    /// The bank records behind a line.
    func records(of line: TransactionLine) -> [BankRecord] {
        evidence.records(of: line.transaction(in: account.name))
    }

    /// What a record is before anything changes.
    private enum Standing {
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
        return rows
    }

    /// The record with the id under which its event is known. Its own id may stand for another event, of
    /// another day and another amount; and the event may be known by its other id, from a file whose
    /// references were trusted less or more.
    private func settled(_ record: BankRecord) -> BankRecord {
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

    private func standing(_ record: BankRecord) -> Standing {
        if let number = book.number(of: record.id) { return .line(number) }
        return evidence.has(record.id) && !restores ? .removed : .open
    }

    /// Holds the open records against the lines that no record of the batch has.
    private func match(
        _ records: [BankRecord], _ standings: inout [Standing], _ batch: ImportBatch
    ) throws(SyntaxProblem) {
        let open = standings.indices.filter {
            if case .open = standings[$0] { true } else { false }
        }
        for index in open { standings[index] = .new }
        var matching = RowMatching(open.map { records[$0] }, batch, account)
        let days = matching.days
        if days.isEmpty { return }
        var used: Set<Int> = []
        for case .line(let number) in standings { used.insert(number) }
        for number in 0..<book.count where !used.contains(number) {
            try offer(number, days, batch, &matching)
        }
        if matching.candidates.isEmpty { return }
        let isStable = standings.indices.contains { index in
            guard case .line = standings[index], records[index].status == .booked else {
                return false
            }
            return evidence.records(records[index].id).contains { $0.source == batch.source }
        }
        for (index, verdict) in zip(open, matching.verdicts(hasStableIDs: isStable)) {
            switch verdict {
            case .unmatched: continue
            case .line(let place, _): standings[index] = .matched(matching.candidates[place])
            case .doubtful(let places):
                standings[index] = .doubtful(places.map { matching.candidates[$0] })
            }
        }
    }

    /// Offers a line to the matching where it can be of interest. A line that cannot be read is no candidate:
    /// queries name it.
    private func offer(
        _ number: Int, _ days: DaysByAmount, _ batch: ImportBatch, _ matching: inout RowMatching
    ) throws(SyntaxProblem) {
        let text = book.text(number)
        let day = book.dates[number].day
        switch book.statuses[number] {
        case .pending, .expected, .dropped: if !days.isNear(day) { return }
        default: if !isNear(text, day, days) { return }
        }
        guard let line = read(text) else { return }
        let records = evidence.records(of: line.transaction(in: account.name))
        // Who deletes what only a person had typed says nothing of what a bank may tell.
        if line.record.status == .deleted, records.isEmpty { return }
        var isLater = false
        if matching.hasPending, let last = history.lastMention(of: records.map(\.id)),
            let end = batch.whole?.upperBound
        {
            isLater = last > end
        }
        matching.add(number, line, records, isLater: isLater)
    }

    /// Whether a line's amount occurs near its day; its own may be a person's beside the bank's.
    private func isNear(_ text: [UInt8], _ day: Int32, _ days: DaysByAmount) -> Bool {
        let field = text[Fields(text)[1]]
        let number = field.prefix { $0 != Ascii.space }
        guard let amount = DecimalNumber(number) else { return true }
        let currency = field.dropFirst(number.count).drop { $0 == Ascii.space }
        let decimals = CurrencyCode(currency).flatMap { texts.reader.context.allowed($0)?.decimals }
        let wanted = decimals ?? texts.reader.context.allowed.first?.decimals ?? 2
        guard let units = amount.scaled(to: wanted) else { return true }
        return days.isNear(day, units)
            || firstPlace(of: Array("bank-amount:".utf8), in: text[...]) != nil
    }

    /// The line that a text holds; `nil` where it cannot be read.
    func read(_ text: [UInt8]) -> TransactionLine? {
        do throws(SyntaxProblem) {
            return try TransactionLine(text, in: texts.reader, taxonomies: texts.taxonomies)
        } catch {
            return nil
        }
    }

    private mutating func take(
        _ record: BankRecord, _ standing: Standing, _ text: RecordTexts.Text
    ) throws(SyntaxProblem) -> ImportedRow {
        let isNews = evidence.insert(record, line: text.evidence, key: text.evidenceKey)
        switch standing {
        case .line(let number): return try follow(record, number, isNews: isNews)
        case .removed: return ImportedRow(record: record, outcome: .deleted)
        case .open, .new, .doubtful, .matched:
            guard let made = text.line else { return ImportedRow(record: record, outcome: .known) }
            let line = try made.get()
            book.insert(line, id: record.id, ImportedLine.date(record, account), record.status)
            guard case .doubtful(let numbers) = standing else {
                return ImportedRow(record: record, outcome: .new, line: line)
            }
            identify(numbers)
            return ImportedRow(
                record: record, outcome: .ambiguous, line: line, others: numbers.map(book.text))
        }
    }

    /// Lines that a person is to choose among are named by their ids.
    private mutating func identify(_ numbers: [Int]) {
        for number in numbers {
            guard let line = read(book.text(number)) else { continue }
            _ = book.identify(number, line)
        }
    }

    /// A line whose record was there already, perhaps in another version.
    private mutating func follow(
        _ record: BankRecord, _ number: Int, isNews: Bool
    ) throws(SyntaxProblem) -> ImportedRow {
        let text = book.text(number)
        let status = book.statuses[number]
        if status == .deleted, !restores {
            return ImportedRow(record: record, outcome: .deleted, line: text)
        }
        var row = ImportedRow(record: record, outcome: .known, line: text)
        guard isNews || status == .dropped || status == .deleted else { return row }
        var line = try TransactionLine(text, in: texts.reader, taxonomies: texts.taxonomies)
        if status == .deleted { line.record.status = record.status }
        let records = evidence.records(of: line.transaction(in: account.name))
        try line.follow(records, before: records.filter { $0 != record || !isNews }, account)
        let followed = line.canonical
        // A line that a hand wrote in another form stays as it is where nothing of it changes.
        if try followed == canonical(text) { return row }
        book.replace(number, with: followed, line.record.date, line.record.status)
        row.outcome = .changed
        row.line = followed
        return row
    }

    private func canonical(_ text: [UInt8]) throws(SyntaxProblem) -> [UInt8] {
        try TransactionLine(text, in: texts.reader, taxonomies: texts.taxonomies).canonical
    }

    /// A line that has got a record.
    private struct JoinedLine: Sendable {
        var text: [UInt8]
        var date: CivilDate
        var status: Status
    }

    /// The lines that get a record, by the places of their records; each gets only one, so that they can be made
    /// at the same time.
    private mutating func join(
        _ records: [BankRecord], _ standings: [Standing]
    ) -> [Int: Result<JoinedLine, SyntaxProblem>] {
        var pairs: [(place: Int, number: Int)] = []
        for (place, standing) in standings.enumerated() {
            if case .matched(let number) = standing { pairs.append((place, number)) }
        }
        identify(pairs.map(\.number).filter { LineText.id(book.text($0)) == nil })
        let maker = self
        let lines = mapInShares(pairs.count, threads: texts.threads) { [pairs] index in
            maker.joined(records[pairs[index].place], pairs[index].number)
        }
        return Dictionary(uniqueKeysWithValues: zip(pairs.map(\.place), lines))
    }

    private func joined(
        _ record: BankRecord, _ number: Int
    ) -> Result<JoinedLine, SyntaxProblem> {
        do throws(SyntaxProblem) {
            var line = try TransactionLine(
                book.text(number), in: texts.reader, taxonomies: texts.taxonomies)
            let before = evidence.records(of: line.transaction(in: account.name))
            line.join([record.id])
            try line.follow(before + [record], before: before, account)
            if line.record.status != .deleted, before.isEmpty {
                try texts.categorise(&line, record)
            }
            return .success(
                JoinedLine(
                    text: line.canonical, date: line.record.date, status: line.record.status))
        } catch {
            return .failure(error)
        }
    }

    /// Puts a joined line into the book.
    private mutating func put(
        _ line: JoinedLine, _ number: Int, _ record: BankRecord, _ text: RecordTexts.Text
    ) throws(SyntaxProblem) -> ImportedRow {
        _ = evidence.insert(record, line: text.evidence, key: text.evidenceKey)
        let before = book.text(number)
        book.replace(number, with: line.text, line.date, line.status, newID: record.id)
        return ImportedRow(
            record: record, outcome: line.status == .deleted ? .deleted : .matched,
            line: line.text, others: [before])
    }

    /// Lets go what was pending and has vanished; it keeps what persons decided, and may come back.
    private mutating func dropVanished(_ source: String) throws(SyntaxProblem) {
        dropped = 0
        guard history.hasComplete(source) else { return }
        for number in 0..<book.count where book.statuses[number] == .pending {
            guard var line = read(book.text(number)) else { continue }
            let records = evidence.records(of: line.transaction(in: account.name))
            guard let current = records.max(by: BankRecord.isOlder),
                records.allSatisfy({ $0.source == source && $0.status == .pending }),
                history.hasVanished(records.map(\.id), source: source, current.bookingDate)
            else { continue }
            line.record.status = .dropped
            book.replace(number, with: line.canonical, line.record.date, .dropped)
            dropped += 1
        }
    }
}
