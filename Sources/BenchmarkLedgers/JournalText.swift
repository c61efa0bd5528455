import SourceText

/// The same transactions as a plain text journal that hledger and ledger both read.
///
/// A transfer is one transaction of two accounts; what reports leave out is booked against
/// `equity:`, so that the accounts below `expenses` and `income` answer the same question.
struct JournalText {
    private let dates = BenchmarkCalendar.texts()
    private let accounts = BenchmarkAccount.all.map { Array("    assets:\($0.name)  ".utf8) }
    private let categories = BenchmarkCategory.all.map { Array("    \($0.journalAccount)  ".utf8) }
    private let currencies = BenchmarkAccount.all.map { Array(" \($0.currency.rawValue)\n".utf8) }
    private let counterparties = Counterparty.all.map { Array("\($0.text)\n".utf8) }

    func append(_ entry: Entry, to bytes: inout [UInt8]) {
        if entry.form == .transfer, entry.amount > 0 { return }
        bytes += dates[Int(entry.day)]
        bytes += Self.booked
        if entry.form == .transfer {
            bytes += Self.transfer
        } else {
            bytes += counterparties[Int(entry.counterparty)]
        }
        let currency = currencies[Int(entry.account)]
        append(accounts[Int(entry.account)], Int(entry.amount), currency, to: &bytes)
        if entry.form == .ignored {
            append(Self.ignored, -Int(entry.amount), currency, to: &bytes)
        } else {
            for part in entry.parts {
                let account =
                    switch part.target {
                    case .category(let category): categories[category]
                    case .transfer(let other): accounts[other]
                    case .ignored: Self.ignored
                    }
                append(account, -part.amount, currency, to: &bytes)
            }
        }
        bytes.append(Ascii.lineFeed)
    }

    private func append(
        _ account: [UInt8], _ units: Int, _ currency: [UInt8], to bytes: inout [UInt8]
    ) {
        bytes += account
        MinorUnits.append(units, to: &bytes)
        bytes += currency
    }

    private static let booked = Array(" * ".utf8)
    private static let transfer = Array("Traspaso\n".utf8)
    private static let ignored = Array("    equity:ignored  ".utf8)
}
