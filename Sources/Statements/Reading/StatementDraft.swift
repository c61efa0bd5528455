import Model

/// A statement that is being filled, with the figures that its proof needs.
struct StatementDraft {
    var statement: Statement
    private var all = BalanceChain()
    private var booked = BalanceChain()
    private var currencies: Set<CurrencyCode?> = []
    private var days: (first: CivilDate, last: CivilDate)?
    private var decimals = 2
    private var pendingWithoutBalance = false
    private var overflows = false

    init(_ identifier: String?) {
        statement = Statement(identifier: identifier, currency: nil, records: [], skipped: 0)
    }

    /// What the booked rows add up to, in steps of 10⁻⁸.
    private(set) var bookedSum: Int64? = 0

    mutating func reserve(_ count: Int) { statement.records.reserveCapacity(count) }

    mutating func append(_ record: StatementRecord) {
        if statement.records.last?.currency != record.currency || statement.records.isEmpty {
            currencies.insert(record.currency)
        }
        let amount = record.amount.fine
        if let amount {
            let balance = record.balance?.fine
            all.append(amount, balance: balance)
            if !record.isPending { booked.append(amount, balance: balance) }
        } else {
            overflows = true
        }
        if record.isPending {
            if record.balance == nil { pendingWithoutBalance = true }
        } else {
            let (sum, overflow) = (bookedSum ?? 0).addingReportingOverflow(amount ?? 0)
            bookedSum = overflow || bookedSum == nil || amount == nil ? nil : sum
            let day = record.bookingDate
            days = days.map { (min($0.first, day), max($0.last, day)) } ?? (day, day)
        }
        if let balance = record.balance { decimals = max(decimals, min(balance.decimals, 8)) }
        statement.records.append(record)
    }

    /// Settles the currency and lets the running balance tell the opening and the closing one.
    mutating func finish(hasBalance: Bool) {
        guard currencies.count == 1 else { return }
        statement.currency = statement.records.first?.currency
        guard hasBalance, !overflows else { return }
        takeUpPending()
        let proof = booked.best
        guard proof.holds || proof.links == 0 else {
            if proof.fitting * 2 > proof.links { statement.addsUp = false }
            return
        }
        if proof.links > 0 { statement.addsUp = true }
        guard !booked.isTwoWay, proof.links > 0 || booked.amounts.count == 1,
            let opening = proof.opening, let closing = proof.closing
        else { return }
        statement.opening = StatedBalance(
            date: days?.first, amount: DecimalNumber(fine: opening, minimum: decimals))
        statement.closing = StatedBalance(
            date: days?.last, amount: DecimalNumber(fine: closing, minimum: decimals))
    }

    /// Rows called pending whose amounts the balance has taken in are booked.
    private mutating func takeUpPending() {
        guard booked.amounts.count < all.amounts.count, !pendingWithoutBalance else { return }
        let proof = all.best
        guard proof.holds, proof.links >= 2 else { return }
        for index in statement.records.indices {
            statement.records[index].isPending = false
            let day = statement.records[index].bookingDate
            days = days.map { (min($0.first, day), max($0.last, day)) } ?? (day, day)
        }
        booked = all
    }
}
