import Automation
import Editing
import JSONText
import Model
import Platform
import Reading
import Syntax

/// Makes the texts that records become in files, by several threads where there are many.
struct RecordTexts: Sendable {
    let account: Account
    let reader: TransactionReader
    let keywords: KeywordCategories
    let rules: RuleEngine?
    let taxonomies: Set<String>
    let threads: Int

    struct Text: Sendable {
        var evidence: [UInt8]
        var evidenceKey: [UInt8]
        /// Its line, where it gets one.
        var line: Result<[UInt8], SyntaxProblem>?
    }

    /// The texts of records, in their order; `isNew` says which of them get a line, and `isDoubtful` which of
    /// those may be the event of another line.
    func make(_ records: [BankRecord], isNew: [Bool], isDoubtful: [Bool]) -> [Text] {
        mapInShares(records.count, threads: threads) { index in
            text(records[index], isNew: isNew[index], isDoubtful: isDoubtful[index])
        }
    }

    private func text(_ record: BankRecord, isNew: Bool, isDoubtful: Bool) -> Text {
        let json = record.json
        var text = Text(
            evidence: JSONWriter.compact(json), evidenceKey: JSONLines.Order.evidence.key(json))
        guard isNew else { return text }
        let description = record.description
        do throws(SyntaxProblem) {
            var line = try ImportedLine.line(
                record, description: description, account, reader,
                category: keywords.category(of: record, description), taxonomies: taxonomies)
            if isDoubtful { line.attributes.list.append(.flag("?same")) }
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

    /// Categorises a line that a record has joined, where nobody has.
    func categorise(_ line: inout TransactionLine, _ record: BankRecord) throws(SyntaxProblem) {
        guard line.record.category.parts.isEmpty else { return }
        let description = record.description
        // The parts of a split add up to the bank's amount only.
        if let choice = keywords.category(of: record, description),
            choice.auto != nil || line.meaning.amount == record.amount
        {
            try line.decide("category", choice.text)
        }
        if let rules {
            try rules.apply(
                to: &line, of: line.transaction(in: account.name), bankDescription: description)
        }
    }
}
