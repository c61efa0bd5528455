import Editing
import Model
import Platform
import Reading
import SourceText
import Syntax

/// What becomes of each row, and of the lines that rows join or leave out.
extension AccountImport {
    mutating func take(
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
    mutating func identify(_ numbers: [Int]) {
        for number in numbers {
            guard let line = read(book.text(number)) else { continue }
            _ = book.identify(number, line)
        }
    }

    /// A line whose record was there already, perhaps in another version.
    mutating func follow(
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

    func canonical(_ text: [UInt8]) throws(SyntaxProblem) -> [UInt8] {
        try TransactionLine(text, in: texts.reader, taxonomies: texts.taxonomies).canonical
    }

    /// A line that has got a record.
    struct JoinedLine: Sendable {
        var text: [UInt8]
        var date: CivilDate
        var status: Status
    }

    /// The lines that get a record, by the places of their records; each gets only one, so that they can be made
    /// at the same time.
    mutating func join(
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

    func joined(
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
    mutating func put(
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
    mutating func dropVanished(_ source: String) throws(SyntaxProblem) {
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
