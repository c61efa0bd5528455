package import Model
import SourceText

/// One line of a transactions file as typed, before the account gives it a meaning.
package struct TransactionRecord: Sendable, Hashable {
    package var date: CivilDate
    package var status: Status
    package var amount: AmountField
    package var category: CategoryField
    package var description: String
    package var attributes: AttributesField

    package init(
        date: CivilDate, status: Status, amount: AmountField, category: CategoryField,
        description: String, attributes: AttributesField
    ) {
        self.date = date
        self.status = status
        self.amount = amount
        self.category = category
        self.description = description
        self.attributes = attributes
    }

    package static let fieldLimit = 5

    /// Parses a record line (without its end).
    ///
    /// - Throws: the first thing in the line that does not follow the grammar.
    package static func parse(_ line: [UInt8]) throws(SyntaxProblem) -> TransactionRecord {
        let fields = Fields(line)
        let (date, status) = try head(line, fields[0])
        let amount = try AmountField.parse(line, fields[1])
        let category = try CategoryField.parse(line, fields[2])
        let description = try TextField.parse(line, fields[3])
        let attributes = try AttributesField.parse(line, fields[4])
        try fields.check(
            limit: fieldLimit, remedy: "if it belongs to the description, write it as \\|")
        try ReservedAttribute.check(attributes, in: line)
        if status == .assertion, !category.range.isEmpty {
            throw SyntaxProblem(
                "assertion.category", category.range, "a balance assertion has no category",
                remedy: "delete the category, or the mark “=”")
        }
        return TransactionRecord(
            date: date, status: status, amount: amount, category: category,
            description: description, attributes: attributes)
    }

    private static func head(
        _ line: [UInt8], _ range: Range<Int>
    ) throws(SyntaxProblem) -> (CivilDate, Status) {
        let end = line[range].firstIndex(where: \.isBlank) ?? range.upperBound
        let date = try DateField.parse(line, range.lowerBound..<end)
        var start = end
        while start < range.upperBound, line[start] == Ascii.space { start += 1 }
        let mark = start..<range.upperBound
        if mark.isEmpty { return (date, .booked) }
        guard mark.count == 1, let status = Status(mark: line[start]) else {
            throw SyntaxProblem(
                "mark.unknown", mark, "\(line.quoted(mark)) is no mark",
                remedy: "marks are ! pending, ? expected, - dropped, x deleted, = balance")
        }
        return (date, status)
    }

    /// What everybody derives the same id from where a line was typed without one (merge design 3.2): day, amount and
    /// currency as typed, description; never category, note or tags.
    package var core: [String] {
        [
            date.description, decimalText(amount.number.units, decimals: amount.number.decimals),
            amount.currency?.description ?? "", description,
        ]
    }
}
