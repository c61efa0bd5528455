import Model
import SourceText

/// A bank's statement of one account as CSV: `Date,Description,Amount,Balance`, oldest row first.
package enum StatementCSV {
    /// The account that the statement is of.
    package static let account = BenchmarkAccount.all[0].name

    /// One event of the account.
    private struct Event {
        var day: Int
        var counterparty: Counterparty
        var amount: Int
    }

    /// Events over the ledger's ten years, by day.
    private static func events(_ count: Int, seed: UInt64) -> [Event] {
        var random = SplitMix64(seed: seed ^ 0x5747_6174_656D_656E)
        return (0..<count).map { number in
            let counterparty = Counterparty.all[random.below(Counterparty.all.count)]
            let magnitude = random.between(
                counterparty.amounts.lowerBound, counterparty.amounts.upperBound)
            let isIn = random.happens(1, in: 4)
            return Event(
                day: number * BenchmarkCalendar.dayCount / count, counterparty: counterparty,
                amount: isIn ? magnitude : -magnitude)
        }
    }

    /// A file of `rows` rows, none of which is in a ledger. Each balance is the one before plus the amount.
    package static func bytes(rows: Int, seed: UInt64) -> [UInt8] {
        let dates = BenchmarkCalendar.texts()
        var bytes = Array("Date,Description,Amount,Balance\n".utf8)
        bytes.reserveCapacity(rows * 64)
        var balance = 500_000
        for event in events(rows, seed: seed) {
            balance += event.amount
            bytes += dates[event.day]
            bytes += ",COMPRA TARJ ".utf8
            bytes += event.counterparty.text.utf8
            bytes.append(Ascii.comma)
            MinorUnits.append(event.amount, to: &bytes)
            bytes.append(Ascii.comma)
            MinorUnits.append(balance, to: &bytes)
            bytes.append(Ascii.lineFeed)
        }
        return bytes
    }

    /// The folder of a ledger whose only account has a line, typed by hand up to two days before, for every row
    /// of the statement of as many rows.
    package static func typedLedger(rows: Int, seed: UInt64) -> [LedgerFile] {
        var random = SplitMix64(seed: seed ^ 0x7479_7065_6420)
        let dates = BenchmarkCalendar.texts()
        var files: [String: [UInt8]] = [:]
        for (number, event) in events(rows, seed: seed).enumerated() {
            let date = dates[max(event.day - random.below(3), 0)]
            let year = String(decoding: date[..<4], as: UTF8.self)
            var line = date
            line += "   | ".utf8
            MinorUnits.append(event.amount, width: 10, to: &line)
            line += " EUR |                        | ".utf8
            line += event.counterparty.text.utf8
            line += " | id:".utf8
            TransactionID.append(UInt32(number), seed: seed, to: &line)
            line.append(Ascii.lineFeed)
            files["transactions/\(account)/\(year).txt", default: []] += line
        }
        let described = BenchmarkLedger(transactions: 0, seed: seed).descriptionFiles()
        return described
            + files.keys.sorted().compactMap { path in
                files[path].map { LedgerFile(path: path, bytes: $0) }
            }
    }
}
