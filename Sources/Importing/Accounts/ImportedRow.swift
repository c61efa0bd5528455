import Model
import SourceText

/// What became of one record of an import.
package enum ImportOutcome: String, Sendable, CaseIterable {
    /// It got a line of its own.
    case new
    /// It joined a line that was there.
    case matched
    /// Its line has it already, and now follows what the bank says newly.
    case changed
    /// It got a line of its own, and may be the event of another one: a person must say.
    case ambiguous
    case known
    /// Somebody deleted its line.
    case deleted
}

/// One record of an import with what became of it.
package struct ImportedRow: Sendable {
    package var record: BankRecord
    package var outcome: ImportOutcome
    /// Its line as it stands after the import; `nil` where it has none.
    package var line: [UInt8]?
    /// The line that it joined, as that was, or those that may be the same event.
    package var others: [[UInt8]] = []
}
