package import Model

extension BankRecord {
    /// Every day that the bank gives the event, the booking day first.
    package var allDays: [CivilDate] {
        [days.booking, days.value, days.made].compactMap { $0 }
    }

    /// The records of one event, the newest last: what is booked says more than what is pending.
    package static func inTime(_ records: [BankRecord]) -> [BankRecord] {
        records.sorted { one, other in
            let ranks = [one, other].map { $0.status == .pending ? 0 : 1 }
            if ranks[0] != ranks[1] { return ranks[0] < ranks[1] }
            return (one.days.booking, one.id) < (other.days.booking, other.id)
        }
    }

    /// Whether the bank says what the account held after it.
    package var hasBalance: Bool { balance != nil }

    /// Neighbouring rows, the oldest first, between which the bank's balance moved otherwise than the later row says.
    /// Rows without a balance are passed over with their amounts; pending ones say nothing.
    package static func chainBreaks(
        _ records: [BankRecord]
    ) -> [(before: BankRecord, after: BankRecord, difference: Int64)] {
        var breaks: [(before: BankRecord, after: BankRecord, difference: Int64)] = []
        var last: [CurrencyCode: (record: BankRecord, balance: Int64)] = [:]
        var moved: [CurrencyCode: Int64] = [:]
        for record in records where record.status == .booked {
            moved[record.currency, default: 0] &+= record.amount
            guard let balance = record.balance else { continue }
            if let known = last[record.currency] {
                let difference = balance &- known.balance &- (moved[record.currency] ?? 0)
                if difference != 0 { breaks.append((known.record, record, difference)) }
            }
            last[record.currency] = (record, balance)
            moved[record.currency] = 0
        }
        return breaks
    }

    /// The amount as a number, with the decimals of its currency.
    package var number: String { decimalText(amount, decimals: decimals) }
}
