import SourceText

/// A bank's statement of one account as CSV: `Date,Description,Amount,Balance`, oldest row first.
package enum StatementCSV {
    /// The account that the statement is of.
    package static let account = BenchmarkAccount.all[0].name

    /// A file of `rows` rows over the ledger's ten years, none of which is in a ledger. Each
    /// balance is the one before plus the amount.
    package static func bytes(rows: Int, seed: UInt64) -> [UInt8] {
        var random = SplitMix64(seed: seed ^ 0x5747_6174_656D_656E)
        let dates = BenchmarkCalendar.texts()
        var bytes = Array("Date,Description,Amount,Balance\n".utf8)
        bytes.reserveCapacity(rows * 64)
        var balance = 500_000
        for row in 0..<rows {
            let counterparty = Counterparty.all[random.below(Counterparty.all.count)]
            let magnitude = random.between(
                counterparty.amounts.lowerBound, counterparty.amounts.upperBound)
            let isIn = random.happens(1, in: 4)
            let amount = isIn ? magnitude : -magnitude
            balance += amount
            bytes += dates[row * BenchmarkCalendar.dayCount / rows]
            bytes += ",COMPRA TARJ ".utf8
            bytes += counterparty.text.utf8
            bytes.append(Ascii.comma)
            MinorUnits.append(amount, to: &bytes)
            bytes.append(Ascii.comma)
            MinorUnits.append(balance, to: &bytes)
            bytes.append(Ascii.lineFeed)
        }
        return bytes
    }
}
