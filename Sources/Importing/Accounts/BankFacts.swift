package import Editing
package import Model
import SourceText
import Reading
package import Syntax

/// Keeps a line in step with what banks say of it.
extension TransactionLine {
    /// Brings date, amount, status and the other facts of banks into the line; what a person decided stays:
    /// a date or an amount that no record has is a person's, and the bank's goes beside it (S17).
    ///
    /// What was only expected, or typed as pending, takes the bank's amount; the expected one its day as well.
    ///
    /// - Parameters:
    ///   - records: every record of the line; without any nothing changes.
    ///   - before: those of them that the line knew.
    package mutating func follow(
        _ records: [BankRecord], before: [BankRecord], _ account: Account
    ) throws(SyntaxProblem) {
        guard let current = records.max(by: BankRecord.isOlder) else { return }
        let wasExpected = record.status == .expected
        let wasOpen = wasExpected || record.status == .pending || record.status == .dropped
        if wasOpen, before.isEmpty { attributes["typed"] = typedFacts }
        followDate(current, before, account, isFree: wasExpected)
        try followAmount(current, before, isFree: wasOpen)
        if record.status != .deleted { record.status = current.status }
        let date = ImportedLine.date(current, account)
        let alike = records.filter { $0.status == current.status }
            .sorted { BankRecord.isOlder($1, $0) }
        attributes["booking-date"] =
            current.bookingDate == date ? nil : current.bookingDate.description
        if let value = alike.lazy.compactMap(\.valueDate).first {
            attributes["value-date"] = value == date ? nil : value.description
        }
        if let fx = alike.lazy.compactMap(\.fx).first {
            attributes["fx"] = "\(fx.amount) \(fx.currency)"
        }
        for (key, value) in alike.lazy.map(\.facts).first(where: { !$0.isEmpty }) ?? [] {
            let isBanks = before.contains { $0.facts.contains { $0 == (key, attributes[key]) } }
            if isBanks || attributes[key] == nil { attributes[key] = value }
        }
        if let stated = alike.lazy.compactMap(\.balanceText).first {
            attributes["balance"] = stated
        } else if before.contains(where: { $0.balanceText == attributes["balance"] }) {
            // What a pending row said of the balance is no longer so.
            attributes["balance"] = nil
        }
    }

    private mutating func followDate(
        _ current: BankRecord, _ before: [BankRecord], _ account: Account, isFree: Bool
    ) {
        let date = ImportedLine.date(current, account)
        let known = before.map { ImportedLine.date($0, account) }
        let isBanks = isFree && before.isEmpty || known.contains(record.date)
        if isBanks, attributes["bank-date"] == nil { record.date = date }
        attributes["bank-date"] = record.date == date ? nil : date.description
    }

    private mutating func followAmount(
        _ current: BankRecord, _ before: [BankRecord], isFree: Bool
    ) throws(SyntaxProblem) {
        let isBanks =
            isFree && before.isEmpty || before.contains { $0.amount == meaning.amount }
        if isBanks, attributes["bank-amount"] == nil, meaning.amount != current.amount {
            try take(DecimalNumber(units: current.amount, decimals: current.decimals))
        }
        let text = "\(decimalText(current.amount, decimals: current.decimals)) \(current.currency)"
        attributes["bank-amount"] = meaning.amount == current.amount ? nil : text
    }

    /// Gives the line another amount; where it is split to the last cent, the last part takes the difference.
    private mutating func take(_ amount: DecimalNumber) throws(SyntaxProblem) {
        record.amount.number = amount
        if let last = record.category.parts.indices.last {
            record.category.parts[last].amount = nil
        }
        try revalidate()
    }

    /// Takes out what only banks said, of a line that no bank tells of any more.
    ///
    /// What was typed as expected or pending is so again, with its day and amount of then.
    package mutating func forget(_ records: [BankRecord]) throws(SyntaxProblem) {
        for key in ["bank-date", "bank-amount", "booking-date", "value-date", "fx"] {
            attributes[key] = nil
        }
        if let balance = attributes["balance"],
            records.contains(where: { $0.balanceText == balance })
        {
            attributes["balance"] = nil
        }
        for (key, value) in records.flatMap(\.facts) where attributes[key] == value {
            attributes[key] = nil
        }
        try retype()
    }

    /// Day, mark and amount as they stand: kept in `typed:` where the bank's take their place on a line that a
    /// person had only expected.
    private var typedFacts: String {
        let mark = record.status.mark.map { String(readable: [$0]) } ?? ""
        let amount = decimalText(meaning.amount, decimals: meaning.currency.decimals)
        return "\(record.date) \(mark) \(amount)"
    }

    /// Puts back what `typed:` holds, where it has the form in which it was written.
    private mutating func retype() throws(SyntaxProblem) {
        let words = (attributes["typed"] ?? "").split(separator: " ")
        guard words.count == 3, let date = CivilDate(iso: String(words[0])),
            let status = words[1].utf8.first.flatMap({ Status(mark: $0) }),
            let amount = DecimalNumber(String(words[2]))
        else { return }
        attributes["typed"] = nil
        record.date = date
        record.status = status
        if amount.scaled(to: meaning.currency.decimals) != meaning.amount { try take(amount) }
    }

    /// Makes the line also that of other records: the smallest id of all stays its `id:` (S20).
    package mutating func join(_ ids: some Sequence<String>) {
        let all = Set(attributes.identities + ids).sorted(by: byBytes)
        guard let first = all.first else { return }
        attributes["id"] = first
        attributes.replaceSet("aka", with: all.dropFirst())
    }
}
