import Model
import SourceText
import Syntax

/// What of a line's open conflicts the bank's own records settle (merge design 10, R6).
package enum BankFacts {
    /// The line with its dates and amounts settled: a value that a record of the bank says is the bank's, of which only the
    /// newest record's counts; a value that no record says is a person's, and wins. `nil` where nothing is open, or
    /// nothing follows.
    ///
    /// - Parameters:
    ///   - records: the days and the amount of each record of the transaction, the newest last.
    package static func settled(
        _ line: [UInt8], records: [(days: [String], amount: String)]
    ) -> [UInt8]? {
        guard let parsed = TextLines.record(line, .transactions(account: "")),
            let newest = records.last
        else { return nil }
        var fields = parsed.fields
        let before = fields
        fields.settle("date", bank: records.flatMap(\.days), newest: newest.days)
        fields.settle("amount", bank: records.map(\.amount), newest: [newest.amount])
        if fields == before { return nil }
        return fields.transactionLine(isAssertion: false)
    }
}

extension RecordFields {
    fileprivate mutating func settle(_ name: ByteText, bank: [String], newest: [String]) {
        guard let values = decisions[name], values.keys.count > 1 else { return }
        let said = Set(bank.map { ValueOrder.key(name, ByteText($0)) })
        let persons = values.filtered { !said.contains($0) }
        if !persons.isEmpty {
            decisions[name] = persons
            return
        }
        let last = newest.map { ValueOrder.key(name, ByteText($0)) }
        if let kept = last.first(where: values.keys.contains) {
            decisions[name] = values.filtered { $0 == kept }
        }
    }
}
