package import Editing
import Matching
package import Model
package import Reading
import SourceText
import Syntax

/// A line that may be the event of another one, with those that it may be.
package struct ReviewQuestion: Sendable {
    package var line: [UInt8]
    package var id: String
    /// The likeliest first.
    package var candidates: [(line: [UInt8], id: String)]
}

/// What a person says of a line.
package enum ReviewDecision: Sendable, Hashable {
    /// It is the event of the line with that id.
    case same(as: String)
    /// It is none of those that it may be.
    case distinct
    /// The record with the line's id is an event of its own.
    case apart
}

/// Why a decision cannot be carried out.
package struct ReviewProblem: Error, Sendable {
    package var message: String
    package var remedy: String
}

/// The lines of an account about which a person must decide whether they are one event with others.
///
/// A line that waits has the flag `?same`; the answer is kept as text: `aka:` for one event, `distinct:` for
/// two.
package struct AccountReview: Sendable {
    private let account: Account
    private let reader: TransactionReader
    private let taxonomies: Set<String>
    private var book: AccountBook
    private let evidence: EvidenceIndex
    private let history: BatchHistory

    package init(_ ledger: Ledger, _ account: Account, _ contents: AccountContents) {
        self.account = account
        reader = TransactionReader(ledger, account)
        taxonomies = ledger.taxonomyNames
        book = AccountBook(account.name, contents.files, writer: ledger.writer)
        evidence = EvidenceIndex(contents.evidence, account: account.name)
        history = BatchHistory(contents.batches)
        for number in 0..<book.count {
            // Without ids nobody can name them.
            guard LineText.id(book.text(number)) == nil, let line = read(number) else { continue }
            _ = book.identify(number, line)
        }
    }

    package var files: [EditableFile] {
        book.sortedChanges
    }

    /// The open questions by date. Lines that cannot be read are left out: queries name them.
    package var questions: [ReviewQuestion] {
        let waiting = (0..<book.count).filter { number in
            !book.isRemoved(number)
                && LineText.attributes(book.text(number)).attributes.has(flag: "?same")
        }
        return waiting.sorted { (book.dates[$0], $0) < (book.dates[$1], $1) }.compactMap(question)
    }

    private func question(_ number: Int) -> ReviewQuestion? {
        guard let line = read(number), let id = line.id else { return nil }
        let candidates = candidates(number, line).map { ($0.text, $0.id) }
        return ReviewQuestion(line: book.text(number), id: id, candidates: candidates)
    }

    private func candidates(
        _ number: Int, _ line: TransactionLine
    ) -> [(number: Int, text: [UInt8], id: String)] {
        let own = identities(line)
        let row = MatchRow(
            date: line.record.date, amount: line.meaning.amount,
            currency: line.meaning.currency.code, isPending: line.record.status == .pending,
            text: line.record.description, id: line.id ?? "")
        let window = 2 * MatchCost.window
        var lines: [MatchLine] = []
        var found: [(number: Int, text: [UInt8], id: String)] = []
        for other in 0..<book.count
        where other != number && abs(book.dates[other].day - row.date.day) <= window {
            guard !book.isRemoved(other), let candidate = read(other), let id = candidate.id
            else { continue }
            let ids = identities(candidate)
            let isSettled =
                !Set(candidate.attributes.set("distinct")).isDisjoint(with: own)
                || !Set(line.attributes.set("distinct")).isDisjoint(with: ids)
            if isSettled || history.tellsApart(own, ids) { continue }
            lines.append(matchLine(candidate, id))
            found.append((other, book.text(other), id))
        }
        return Matcher.candidates(row, lines).map { found[$0] }
    }

    private func matchLine(_ line: TransactionLine, _ id: String) -> MatchLine {
        let records = evidence.records(of: line.transaction(in: account.name))
        let dates = records.map { ImportedLine.date($0, account) } + [line.record.date]
        return MatchLine(
            dates: dates, amount: line.meaning.amount, currency: line.meaning.currency.code,
            isOpen: [.pending, .expected, .dropped].contains(line.record.status),
            origin: records.isEmpty ? .typed : .otherSource, place: .inside, isLater: true,
            texts: [line.record.description] + records.map(\.description), distinct: [], face: nil,
            id: id)
    }

    private func identities(_ line: TransactionLine) -> [String] {
        line.attributes.identities
    }

    private func read(_ number: Int) -> TransactionLine? {
        TransactionLine.read(book.text(number), in: reader, taxonomies: taxonomies)
    }

    /// Whether a line of the account has the id.
    package func has(_ id: String) -> Bool { book.number(of: id) != nil }

    /// Carries out what a person says of the line with the id.
    package mutating func settle(
        _ id: String, _ decision: ReviewDecision
    ) throws(ReviewProblem) {
        guard let number = book.number(of: id), let line = read(number) else {
            throw ReviewProblem(
                message: "no line of \(account.name) has the id “\(id)”",
                remedy: "“bankbook review” lists the lines that wait, with their ids")
        }
        do throws(SyntaxProblem) {
            switch decision {
            case .same(let other): try join(number, line, other)
            case .distinct: try part(number, line)
            case .apart: try takeOut(id, number, line)
            }
        } catch {
            throw ReviewProblem(message: error.message, remedy: error.remedy)
        }
    }

    /// The other line takes the records and, where it says nothing itself, what was decided on this one.
    private mutating func join(
        _ number: Int, _ line: TransactionLine, _ otherID: String
    ) throws(SyntaxProblem) {
        guard let otherNumber = book.number(of: otherID), otherNumber != number,
            var other = read(otherNumber)
        else {
            throw SyntaxProblem(
                "review.other", 0..<0, "no other line of \(account.name) has the id “\(otherID)”",
                remedy: "name one of the lines that “bankbook review” shows beside it")
        }
        guard candidates(number, line).contains(where: { $0.number == otherNumber }) else {
            throw SyntaxProblem(
                "review.other", 0..<0,
                "“\(otherID)” cannot be the same event as “\(line.id ?? "")”",
                remedy:
                    "one file told of both, or they were said to be distinct, or their amounts and days "
                    + "are too far apart")
        }
        let before = evidence.records(of: other.transaction(in: account.name))
        let theirs = evidence.records(of: line.transaction(in: account.name))
        other.join(identities(line))
        try other.follow(before + theirs, before: before, account)
        try other.takeOver(from: line, in: account.name)
        other.attributes.list.removeAll { $0.key == "?same" }
        let own = Set(identities(other))
        other.attributes.replaceSet(
            "distinct", with: other.attributes.set("distinct").filter { !own.contains($0) })
        book.remove(number)
        try write(otherNumber, other)
    }

    /// Two events for ever.
    private mutating func part(
        _ number: Int, _ line: TransactionLine
    ) throws(SyntaxProblem) {
        var line = line
        for candidate in candidates(number, line) {
            guard var other = read(candidate.number), let id = line.id else { continue }
            line.attributes.replaceSet(
                "distinct", with: line.attributes.set("distinct") + [candidate.id])
            other.attributes.replaceSet("distinct", with: other.attributes.set("distinct") + [id])
            try write(candidate.number, other)
        }
        line.attributes.list.removeAll { $0.key == "?same" }
        try write(number, line)
    }

    /// Gives a record that stands behind a line of several a line of its own.
    private mutating func takeOut(
        _ id: String, _ number: Int, _ line: TransactionLine
    ) throws(SyntaxProblem) {
        let records = evidence.records(id)
        let rest = identities(line).filter { $0 != id }.sorted(by: byBytes)
        guard let record = records.max(by: BankRecord.isOlder), let first = rest.first else {
            throw SyntaxProblem(
                "review.apart", 0..<0, "“\(id)” is no record beside others in its line",
                remedy: "name the id of one of its bank records: id: and aka: hold them")
        }
        var kept = line
        let known = evidence.records(of: line.transaction(in: account.name))
        kept.attributes["id"] = first
        kept.attributes.replaceSet("aka", with: rest.dropFirst())
        kept.attributes.replaceSet("distinct", with: kept.attributes.set("distinct") + [id])
        let left = evidence.records(of: kept.transaction(in: account.name))
        if left.isEmpty { try kept.forget(known) }
        try kept.follow(left, before: known, account)
        var own = try ImportedLine.line(
            record, description: record.description, account, reader, category: nil,
            taxonomies: taxonomies)
        own.attributes.replaceSet("distinct", with: rest)
        try write(number, kept)
        book.insert(own.canonical, id: record.id, own.record.date, own.record.status)
    }

    private mutating func write(
        _ number: Int, _ line: TransactionLine
    ) throws(SyntaxProblem) {
        book.replace(number, with: try line.readable(), line.record.date, line.record.status)
    }
}
