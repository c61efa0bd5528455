import Model

/// One transaction of a journal.
struct JournalEntry {
    struct Posting {
        var account: String
        var amount: Int128
        var currency: CurrencyCode
        /// What the account holds behind it, as stated.
        var assertion: Int128?
    }

    var date: CivilDate
    var isPending = false
    var id: String?
    var text: String
    var tags: [String] = []
    var values: [(key: String, value: String)] = []
    var postings: [Posting]
}

/// Writes entries in a tool's own form.
struct JournalWriter {
    let dialect: JournalDialect
    private let currencies: CurrencyTable

    init(_ dialect: JournalDialect, _ currencies: CurrencyTable) {
        self.dialect = dialect
        self.currencies = currencies
    }

    func amount(_ units: Int128, _ code: CurrencyCode) -> String {
        let number = decimalText(units, decimals: currencies.decimals(of: code) ?? 2)
        return "\(number) \(dialect.commodity(code))"
    }

    func append(_ entry: JournalEntry, to text: inout String) {
        let mark = entry.isPending ? "!" : "*"
        let words = dialect.line(entry.text)
        switch dialect {
        case .beancount:
            text += "\(entry.date) \(mark) \"\(words)\""
            for tag in entry.tags { text += " #\(dialect.tag(tag))" }
            text += "\n"
            if let id = entry.id { text += "  id: \"\(id)\"\n" }
            for (key, value) in entry.values { text += "  \(key): \"\(dialect.value(value))\"\n" }
        case .hledger:
            // The code keeps a text that begins with a bracket from being taken for one.
            text += "\(entry.date) \(mark) (\(entry.id ?? "-")) \(words)"
            let tags =
                entry.tags.map { "\(dialect.tag($0)):" }
                + entry.values.map { "\($0.key):\(dialect.value($0.value))" }
            text += tags.isEmpty ? "\n" : "  ; \(tags.joined(separator: ", "))\n"
        case .ledger:
            text += "\(entry.date) \(mark) (\(entry.id ?? "-")) \(words)\n"
            if !entry.tags.isEmpty {
                text += "    ; :\(entry.tags.map(dialect.tag).joined(separator: ":")):\n"
            }
            for (key, value) in entry.values {
                text += "    ; \(key): \(dialect.value(value))\n"
            }
        }
        for posting in entry.postings {
            text += "    \(posting.account)  \(amount(posting.amount, posting.currency))"
            if let assertion = posting.assertion {
                text += " = \(amount(assertion, posting.currency))"
            }
            text += "\n"
        }
        text += "\n"
    }
}
