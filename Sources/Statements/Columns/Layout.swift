import Model

/// Where the amount of a row stands.
enum AmountSource: Equatable {
    /// One column, signed by its own sign.
    case signed(Int)
    /// One column of amounts and one of marks.
    case marked(Int, mark: Int)
    /// A column for what comes in and one for what goes out; either may be missing.
    case pair(income: Int?, expense: Int?)

    var columns: [Int] {
        switch self {
        case .signed(let column): [column]
        case .marked(let column, _): [column]
        case .pair(let income, let expense): [income, expense].compactMap { $0 }
        }
    }
}

/// Which column holds what.
struct Layout {
    var date: Int
    var valueDate: Int?
    var madeOn: Int?
    var amount: AmountSource
    var balance: Int?
    var fee: Int?
    var currency: Int?
    var account: Int?
    var counterparty: Int?
    var payer: Int?
    var payee: Int?
    var counterpartyIBAN: Int?
    var texts: [Int] = []
    var reference: Int?
    var endToEnd: Int?
    var mandate: Int?
    var transactionID: Int?
    var status: Int?
    var originalAmount: Int?
    var originalCurrency: Int?

    /// Every column that holds dates of the row.
    var dates: [Int] { [date, valueDate, madeOn].compactMap { $0 } }
    /// Every column whose numbers must be understood.
    var numbers: [Int] { amount.columns + [balance, fee].compactMap { $0 } }

    /// The single columns with their keys in a profile.
    static var keys: [(key: String, path: WritableKeyPath<Layout, Int?>)] {
        [
            ("value_date", \.valueDate), ("made_on", \.madeOn), ("balance", \.balance),
            ("fee", \.fee), ("currency", \.currency), ("account", \.account),
            ("counterparty", \.counterparty), ("payer", \.payer), ("payee", \.payee),
            ("iban", \.counterpartyIBAN), ("reference", \.reference), ("end_to_end", \.endToEnd),
            ("mandate", \.mandate), ("id", \.transactionID), ("status", \.status),
            ("fx_amount", \.originalAmount), ("fx_currency", \.originalCurrency),
        ]
    }

    /// The columns as a profile names them, by `label`.
    func columns(_ label: (Int) -> String) -> [String: String] {
        var columns = ["date": label(date)]
        switch amount {
        case .signed(let column): columns["amount"] = label(column)
        case .marked(let column, let mark):
            columns["amount"] = label(column)
            columns["mark"] = label(mark)
        case .pair(let income, let expense):
            if let income { columns["in"] = label(income) }
            if let expense { columns["out"] = label(expense) }
        }
        for (key, path) in Layout.keys {
            if let column = self[keyPath: path] { columns[key] = label(column) }
        }
        for (index, column) in texts.enumerated() {
            columns[index == 0 ? "text" : "text.\(index + 1)"] = label(column)
        }
        return columns
    }
}
