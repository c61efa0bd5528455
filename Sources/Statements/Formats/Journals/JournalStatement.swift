import Model
import SourceText

/// Reads the journals of hledger, ledger and beancount as statements: each account that holds money and each of
/// its currencies is one, whose identifier is the account's name.
///
/// A posting is a row. The account on the other side says its category, where there is one.
package enum JournalStatement {
    /// The program whose journal a text in UTF-8 is, by its first lines; `nil` for anything else.
    static func format(of text: [UInt8]) -> StatementFormat? {
        JournalSigns(StatementLines(decoded: text).lines).format
    }

    /// The transactions with all their amounts, in the order of days; `nil` where `read` asks or refuses.
    package static func journal(
        _ bytes: [UInt8], _ format: StatementFormat, _ settings: StatementSettings
    ) -> Journal? {
        do throws(ReadingStop) {
            return try complete(StatementLines(bytes, settings), format, settings)
        } catch {
            return nil
        }
    }

    static func read(
        _ bytes: [UInt8], _ format: StatementFormat, _ settings: StatementSettings
    ) throws(ReadingStop) -> StatementReading {
        let lines = try StatementLines(bytes, settings)
        let journal = try complete(lines, format, settings)
        var rows = JournalRows(format, settings.currency)
        try rows.add(journal)
        return .read(
            statements: rows.statements, layout: settings, headerSignature: format.rawValue,
            encoding: lines.encoding)
    }

    private static func complete(
        _ lines: StatementLines, _ format: StatementFormat, _ settings: StatementSettings
    ) throws(ReadingStop) -> Journal {
        let isBeancount = format == .beancount
        var numbers = JournalNumbers(isBeancount ? .point : settings.decimalMark)
        var journal = try parsed(lines, format, &numbers)
        if numbers.hasDoubts {
            numbers.settle()
            journal = try parsed(lines, format, &numbers)
        }
        var balancing = JournalBalancing(
            decimals: numbers.decimals, isBeancount: isBeancount, journal.kinds)
        try balancing.complete(&journal)
        return journal
    }

    private static func parsed(
        _ lines: StatementLines, _ format: StatementFormat, _ numbers: inout JournalNumbers
    ) throws(ReadingStop) -> Journal {
        if format == .beancount {
            var reader = BeancountJournal(lines, numbers)
            let journal = try reader.read()
            numbers = reader.numbers
            return journal
        }
        var reader = PlainJournal(lines, isLedger: format == .ledger, numbers)
        let journal = try reader.read()
        numbers = reader.numbers
        return journal
    }
}
