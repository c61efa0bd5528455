import Model

/// Finds the layout by the names of the columns.
struct HeaderLayout {
    let sheet: Sheet
    let roles: [ColumnRole]
    let names: [HeaderName]

    init(_ sheet: Sheet, _ header: Header) {
        self.sheet = sheet
        names = header.names
        roles = header.names.enumerated().map { index, name in
            ColumnRole(
                name, index < sheet.statistics.count ? sheet.statistics[index] : ColumnStatistics())
        }
    }

    func columns(_ wanted: ColumnRole...) -> [Int] {
        roles.indices.filter { wanted.contains(roles[$0]) }
    }

    func isFilled(_ column: Int) -> Bool {
        column < sheet.statistics.count && sheet.statistics[column].filled > 0
    }

    private func first(_ role: ColumnRole) -> Int? {
        let all = columns(role)
        return all.first(where: isFilled) ?? all.first
    }

    private func filled(_ role: ColumnRole) -> Int? { columns(role).first(where: isFilled) }

    /// The column of the booking day: the bank's own, else a plain date, else the day of the deed.
    var date: Int? {
        let order: [ColumnRole] = [
            .bookingDate, .plainDate, .deedDate, .postedDate, .valueDate, .otherDate,
        ]
        for role in order {
            let found = columns(role).first { sheet.statistics[$0].isDate }
            if let found { return found }
        }
        return nil
    }

    /// Everything but the amount.
    func layout(date: Int, amount: AmountSource) -> Layout {
        var layout = Layout(date: date, amount: amount)
        layout.valueDate = [first(.valueDate), filled(.postedDate)].compactMap { $0 }
            .first { $0 != date }
        layout.madeOn = filled(.deedDate).flatMap { $0 == date ? nil : $0 }
        layout.balance = first(.balance)
        layout.fee = first(.fee)
        layout.currency = first(.currency)
        layout.account = account
        layout.counterparty = first(.counterparty)
        layout.payer = first(.payer)
        layout.payee = first(.payee)
        layout.counterpartyIBAN = first(.counterpartyIBAN) ?? otherAccount(than: layout.account)
        layout.texts = columns(.text, .kind)
        layout.reference = first(.reference)
        layout.endToEnd = first(.endToEnd)
        layout.mandate = first(.mandate)
        layout.transactionID = first(.transactionID)
        layout.status = first(.status)
        layout.originalAmount = first(.originalAmount)
        layout.originalCurrency = first(.originalCurrency)
        return layout
    }

    /// The column that names the account itself; a column called merely “IBAN” does so where all
    /// rows agree.
    private var account: Int? {
        if let own = filled(.ownAccount) { return own }
        return columns(.account).first { column in
            let cells = sheet.statistics[column]
            return cells.isConstant && cells.filled >= 2
                && cells.filled >= min(sheet.body.count, 400) - 2
        }
    }

    private func otherAccount(than own: Int?) -> Int? {
        columns(.account).first { $0 != own && isFilled($0) }
    }
}
