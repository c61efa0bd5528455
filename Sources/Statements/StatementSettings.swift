package import Model

/// The order of day, month and year in a date of three numbers.
package enum DateOrder: String, Sendable, CaseIterable {
    case dmy, mdy, ymd
}

/// What separates the decimals.
package enum DecimalMark: String, Sendable, CaseIterable {
    case comma = ","
    case point = "."
}

/// Whether a positive amount comes in, as banks write it, or goes out, as card issuers often do.
package enum SignConvention: String, Sendable, CaseIterable {
    case normal, inverted
}

/// How a file is to be read: what a person said, or what was recognised. `nil` means: recognise it.
///
/// Its entries are the profile that a person may keep and edit.
package struct StatementSettings: Sendable, Equatable {
    package var dateOrder: DateOrder?
    package var decimalMark: DecimalMark?
    package var sign: SignConvention?
    /// `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, `windows-1250`, `iso-8859-1`, `-2`, `-15`.
    package var encoding: String?
    /// The currency of rows that name none.
    package var currency: CurrencyCode?
    /// One ASCII byte.
    package var delimiter: UInt8?
    /// Whether a row names the columns.
    package var hasHeader: Bool?
    /// Whether a separate fee is part of what the account is charged.
    package var countsFee: Bool?
    /// Whether rows that are merely authorised count as booked.
    package var authorisedIsBooked: Bool?
    /// The column of each purpose, by the name in its header or by its number, 1 being the first:
    /// `date value_date made_on amount in out mark balance currency fee account counterparty payer
    /// payee iban text text.2 … reference end_to_end mandate id status fx_amount fx_currency`.
    package var columns: [String: String]

    package init(
        dateOrder: DateOrder? = nil, decimalMark: DecimalMark? = nil,
        sign: SignConvention? = nil, encoding: String? = nil, currency: CurrencyCode? = nil,
        columns: [String: String] = [:]
    ) {
        self.dateOrder = dateOrder
        self.decimalMark = decimalMark
        self.sign = sign
        self.encoding = encoding
        self.currency = currency
        self.columns = columns
    }
}

extension StatementSettings {
    private static let delimiterNames: [(name: String, byte: UInt8)] = [
        ("comma", UInt8(ascii: ",")), ("semicolon", UInt8(ascii: ";")), ("tab", 9),
        ("bar", UInt8(ascii: "|")), ("caret", UInt8(ascii: "^")), ("tilde", UInt8(ascii: "~")),
    ]

    /// The settings as keys and values for a flat text file; the same settings give the same list.
    package var entries: [(key: String, value: String)] {
        var list: [(key: String, value: String)] = []
        func add(_ key: String, _ value: String?) {
            if let value { list.append((key, value)) }
        }
        add("encoding", encoding)
        add("delimiter", Self.delimiterNames.first { $0.byte == delimiter }?.name)
        add("header", hasHeader.map { $0 ? "present" : "none" })
        add("date_order", dateOrder?.rawValue)
        add("decimal", decimalMark?.rawValue)
        add("sign", sign?.rawValue)
        add("currency", currency?.description)
        add("fee", countsFee.map { $0 ? "counted" : "ignored" })
        add("authorised", authorisedIsBooked.map { $0 ? "booked" : "pending" })
        for key in columns.keys.sorted(by: byKey) { add("column.\(key)", columns[key]) }
        return list
    }

    /// Reads what `entries` writes. Unknown keys and values that fit no key are left out; `set`
    /// tells them.
    package init(entries: [(key: String, value: String)]) {
        self.init()
        for (key, value) in entries { _ = set(key, to: value) }
    }

    /// Sets one entry; `false` where the key is unknown or the value does not fit it.
    package mutating func set(_ key: String, to value: String) -> Bool {
        switch key {
        case "encoding": encoding = value
        case "delimiter":
            delimiter = Self.delimiterNames.first { $0.name == value }?.byte
            return delimiter != nil
        case "header": return choose(&hasHeader, value, yes: "present", no: "none")
        case "date_order":
            dateOrder = DateOrder(rawValue: value)
            return dateOrder != nil
        case "decimal":
            decimalMark = DecimalMark(rawValue: value)
            return decimalMark != nil
        case "sign":
            sign = SignConvention(rawValue: value)
            return sign != nil
        case "currency":
            currency = CurrencyCode(value)
            return currency != nil
        case "fee": return choose(&countsFee, value, yes: "counted", no: "ignored")
        case "authorised": return choose(&authorisedIsBooked, value, yes: "booked", no: "pending")
        default:
            guard key.utf8.starts(with: "column.".utf8) else { return false }
            columns[String(key.dropFirst(7))] = value
        }
        return true
    }

    private func choose(_ field: inout Bool?, _ value: String, yes: String, no: String) -> Bool {
        guard value == yes || value == no else { return false }
        field = value == yes
        return true
    }

    private func byKey(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
