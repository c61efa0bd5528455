import Model
import SourceText

/// Makes statements of records: one for each account that the file names.
struct StatementAssembly {
    let sheet: Sheet
    let layout: Layout
    let order: DateOrder
    let reader: AmountReader
    let preamble: Preamble

    func statements(
        _ classes: RowClass, records assembly: RecordAssembly
    ) throws(ReadingStop) -> [Statement] {
        var assembly = assembly
        var drafts: [StatementDraft] = []
        var indexOf: [[UInt8]: Int] = [:]
        var latest: (account: ArraySlice<UInt8>, index: Int)?
        var cancelled = 0
        for row in classes.records {
            guard let record = try assembly.record(row) else {
                cancelled += 1
                continue
            }
            let account = layout.account.map { sheet.cell(row, $0) } ?? []
            if let latest, latest.account == account {
                drafts[latest.index].append(record)
                continue
            }
            let index = indexOf[Array(account)] ?? drafts.count
            if index == drafts.count {
                let name = account.isEmpty ? nil : String(readable: account)
                drafts.append(StatementDraft(name ?? preamble.iban ?? preamble.number))
                if index == 0 { drafts[0].reserve(classes.records.count) }
                indexOf[Array(account)] = index
            }
            drafts[index].append(record)
            latest = (account, index)
        }
        let isOnly = drafts.count == 1
        for index in drafts.indices { drafts[index].finish(hasBalance: layout.balance != nil) }
        if isOnly { stateBalances(&drafts[0]) }
        if !drafts.isEmpty { drafts[0].statement.skipped = classes.skipped.count + cancelled }
        return drafts.map(\.statement)
    }

    /// Balances beside the table, held against the rows.
    private func stateBalances(_ draft: inout StatementDraft) {
        func stated(_ pair: (date: DateCell?, amount: NumberCell)?) -> StatedBalance? {
            guard let pair, let amount = pair.amount.value(reader.mark) else { return nil }
            return StatedBalance(date: pair.date?.day(order), amount: amount)
        }
        let opening = stated(preamble.opening)
        let closing = stated(preamble.closing)
        if let first = opening?.amount.fine, let last = closing?.amount.fine,
            draft.statement.addsUp != true
        {
            draft.statement.addsUp = draft.bookedSum.map { first &+ $0 == last }
        }
        if draft.statement.opening == nil { draft.statement.opening = opening }
        if draft.statement.closing == nil { draft.statement.closing = closing }
    }
}
