package import Model
package import Reading
import SourceText
package import Syntax

/// A transaction's line with everything that was typed in it, ready to be changed and written again.
package struct TransactionLine: Sendable {
    package var record: TransactionRecord
    package private(set) var meaning: Meaning
    private let reader: TransactionReader
    private let taxonomies: Set<String>

    /// - Throws: what keeps the line from being understood.
    package init(
        _ text: [UInt8], in reader: TransactionReader, taxonomies: Set<String>
    ) throws(SyntaxProblem) {
        record = try TransactionRecord.parse(text)
        meaning = try Meaning(record, in: reader.context, accounts: reader.accounts)
        self.reader = reader
        self.taxonomies = taxonomies
    }

    /// The line that a text holds; `nil` where it cannot be read: queries name such lines.
    package static func read(
        _ text: [UInt8], in reader: TransactionReader, taxonomies: Set<String>
    ) -> TransactionLine? {
        do throws(SyntaxProblem) {
            return try TransactionLine(text, in: reader, taxonomies: taxonomies)
        } catch {
            return nil
        }
    }

    /// A new line.
    ///
    /// - Throws: what keeps it from standing in the account.
    package init(
        _ record: TransactionRecord, in reader: TransactionReader, taxonomies: Set<String>
    ) throws(SyntaxProblem) {
        self.record = record
        meaning = try Meaning(record, in: reader.context, accounts: reader.accounts)
        self.reader = reader
        self.taxonomies = taxonomies
    }

    /// Works out again what the line means, after its amount or its category was changed.
    package mutating func revalidate() throws(SyntaxProblem) {
        meaning = try Meaning(record, in: reader.context, accounts: reader.accounts)
    }

    package var attributes: Attributes {
        get { record.attributes.attributes }
        set { record.attributes.attributes = newValue }
    }

    package var id: String? { attributes["id"] }

    /// What the line says now, in no file.
    package func transaction(in account: String) -> Transaction {
        Transaction(
            account: account, date: record.date, status: record.status, amount: meaning.amount,
            currency: meaning.currency.code, decimals: meaning.currency.decimals,
            parts: meaning.parts, description: record.description,
            attributes: attributes, file: "", line: 0)
    }

    /// The canonical line.
    package var canonical: [UInt8] {
        CanonicalForm.line(
            CanonicalForm.Content(
                date: record.date, status: record.status, units: meaning.amount,
                decimals: meaning.currency.decimals, currency: meaning.currency.code,
                parts: record.category.parts, description: record.description,
                attributes: attributes), taxonomies: taxonomies)
    }

    /// The canonical line, once it is known to read back.
    ///
    /// - Throws: what in it no line may hold, such as a tag with a blank.
    package func readable() throws(SyntaxProblem) -> [UInt8] {
        let text = canonical
        _ = try TransactionRecord.parse(text)
        return text
    }

    /// The core of a line typed without an id.
    package var core: [String] { record.core }
}
