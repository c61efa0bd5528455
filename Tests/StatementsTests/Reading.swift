import Model
import Statements

/// A reading boiled down for comparing.
struct Reading {
    let result: StatementReading

    init(_ text: String, _ settings: StatementSettings = StatementSettings()) {
        result = CSVStatement.read(Array(text.utf8), settings: settings)
    }

    init(bytes: [UInt8], _ settings: StatementSettings = StatementSettings()) {
        result = CSVStatement.read(bytes, settings: settings)
    }

    /// A file of whatever format its content shows.
    init(file text: String, _ settings: StatementSettings = StatementSettings()) {
        let bytes = Array(text.utf8)
        result =
            StatementFile.format(of: bytes).map {
                StatementFile.read(bytes, $0, settings: settings)
            } ?? .refused(reason: "no format", row: nil, column: nil, value: nil)
    }

    var statements: [Statement] {
        guard case .read(let statements, _, _, _) = result else { return [] }
        return statements
    }

    var records: [StatementRecord] { statements.flatMap(\.records) }

    var amounts: [String] {
        records.map { decimalText($0.amount.units, decimals: $0.amount.decimals) }
    }

    var days: [String] { records.map(\.bookingDate.description) }

    var layout: StatementSettings? {
        guard case .read(_, let layout, _, _) = result else { return nil }
        return layout
    }

    var encoding: String? {
        guard case .read(_, _, _, let encoding) = result else { return nil }
        return encoding
    }

    /// The codes of the questions.
    var asks: [String] {
        guard case .asked(let questions) = result else { return [] }
        return questions.map(\.code)
    }

    var question: ReadingQuestion? {
        guard case .asked(let questions) = result else { return nil }
        return questions.first
    }

    /// Reason, row and value of a refusal.
    var refusal: (reason: String, row: Int?, value: String?)? {
        guard case .refused(let reason, let row, _, let value) = result else { return nil }
        return (reason, row, value)
    }
}
