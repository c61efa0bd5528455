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

    /// The amount as a number, with the decimals of its currency.
    package var number: String { decimalText(amount, decimals: decimals) }
}
