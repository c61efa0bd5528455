package import Editing
package import Model
package import Reading
package import Syntax

/// Makes the line of a bank record.
package enum ImportedLine {
    /// The day that the account's preference chooses (S16).
    package static func date(_ record: BankRecord, _ account: Account) -> CivilDate {
        switch account.datePreference {
        case .booking: record.bookingDate
        case .value: record.valueDate ?? record.bookingDate
        case .transaction: record.madeOn ?? record.bookingDate
        }
    }

    /// The line. A category that a keyword chose is marked as a machine's (S18).
    package static func line(
        _ record: BankRecord, description: String, _ account: Account,
        _ reader: TransactionReader, category: KeywordCategories.Choice?,
        taxonomies: Set<String>
    ) throws(SyntaxProblem) -> TransactionLine {
        let date = date(record, account)
        var attributes = Attributes([.value(key: "id", record.id)])
        if record.bookingDate != date {
            attributes["booking-date"] = record.bookingDate.description
        }
        if let value = record.valueDate, value != date {
            attributes["value-date"] = value.description
        }
        if let fx = record.fx { attributes["fx"] = "\(fx.amount) \(fx.currency)" }
        for (key, value) in record.facts { attributes[key] = value }
        attributes["balance"] = record.balanceText
        let path = category?.auto == nil ? "" : category?.text ?? ""
        attributes["auto"] = category?.auto
        let bytes = Array(path.utf8)
        let typed = TransactionRecord(
            date: date, status: record.status,
            amount: AmountField(
                number: DecimalNumber(units: record.amount, decimals: record.decimals),
                currency: record.currency, numberRange: 0..<0, currencyRange: 0..<0),
            category: try CategoryField.parse(bytes, 0..<bytes.count),
            description: description,
            attributes: AttributesField(attributes: attributes))
        var line = try TransactionLine(typed, in: reader, taxonomies: taxonomies)
        if let category, category.auto == nil { try line.decide("category", category.text) }
        return line
    }
}
