import Model
import SourceText

/// Makes records of rows.
struct RecordAssembly {
    let sheet: Sheet
    let layout: Layout
    let order: DateOrder
    let reader: AmountReader
    let classes: RowClass
    /// The currency of rows that name none.
    let currency: CurrencyCode?
    private let markCurrency: CurrencyCode?
    /// The currency cell read last: most files repeat one.
    private var latestCode: (cell: ArraySlice<UInt8>, code: CurrencyCode?)?

    init(
        sheet: Sheet, layout: Layout, order: DateOrder, reader: AmountReader, classes: RowClass,
        currency: CurrencyCode?
    ) {
        self.sheet = sheet
        self.layout = layout
        self.order = order
        self.reader = reader
        self.classes = classes
        self.currency = currency
        markCurrency = sheet.header.flatMap { header in
            layout.amount.columns.lazy.compactMap { header.names[$0].currency }.first
        }
    }

    private var table: CellTable { sheet.table }

    /// The record of a row; `nil` where the row was cancelled.
    mutating func record(_ row: Int) throws(ReadingStop) -> StatementRecord? {
        guard case .value(let amount, let cell) = reader.read(sheet, row) else { return nil }
        let state = layout.status.flatMap { BookingState.of(sheet.cell(row, $0)) }
        if state == .cancelled { return nil }
        let isUndated = classes.undated.contains(row)
        let valueDate = layout.valueDate.flatMap { sheet.date(row, $0)?.day(order) }
        let madeOn = layout.madeOn.flatMap { sheet.date(row, $0)?.day(order) }
        let own = isUndated ? nil : sheet.date(row, layout.date)?.day(order)
        guard let bookingDate = own ?? madeOn ?? valueDate else { return nil }
        let isPending =
            isUndated || state == .pending
            || state == .authorised && sheet.settings.authorisedIsBooked == false
        var balance: DecimalNumber?
        if let column = layout.balance, let number = sheet.number(row, column) {
            balance = number.value(reader.mark)
            if number.isCredit == false { balance = balance?.negated }
        }
        return StatementRecord(
            row: table.line(row), bookingDate: bookingDate, valueDate: valueDate, madeOn: madeOn,
            amount: amount, currency: rowCurrency(row, cell), balance: balance,
            counterparty: counterparty(row, amount),
            counterpartyIBAN: text(row, layout.counterpartyIBAN), text: texts(row),
            entryReference: text(row, layout.reference), endToEnd: text(row, layout.endToEnd),
            mandate: text(row, layout.mandate), transactionID: text(row, layout.transactionID),
            fx: foreign(row, amount), isPending: isPending, raw: raw(row))
    }

    /// The text of a cell that says something.
    private func text(_ row: Int, _ column: Int?) -> String? {
        guard let column else { return nil }
        let cell = sheet.cell(row, column)
        if cell.isEmpty || cell.elementsEqual("NOTPROVIDED".utf8) || cell.elementsEqual("-".utf8) {
            return nil
        }
        return table.text(row, column)
    }

    private func texts(_ row: Int) -> [String] {
        var texts: [String] = []
        for column in layout.texts {
            if let text = text(row, column), !texts.contains(text) { texts.append(text) }
        }
        for next in classes.continued[row] ?? [] {
            for column in layout.texts {
                if let text = text(next, column) { texts.append(text) }
            }
        }
        return texts
    }

    private func counterparty(_ row: Int, _ amount: DecimalNumber) -> String? {
        let side = amount.units < 0 ? layout.payee : layout.payer
        return text(row, side) ?? text(row, layout.counterparty)
            ?? (layout.payer == nil || layout.payee == nil
                ? text(row, layout.payee ?? layout.payer) : nil)
    }

    private mutating func rowCurrency(_ row: Int, _ cell: NumberCell) -> CurrencyCode? {
        if let code = cell.currency { return code }
        if let column = layout.currency, let code = code(row, column) { return code }
        return sheet.settings.currency ?? markCurrency ?? currency
    }

    private mutating func code(_ row: Int, _ column: Int) -> CurrencyCode? {
        let cell = sheet.cell(row, column)
        if let latestCode, latestCode.cell == cell { return latestCode.code }
        var code: CurrencyCode?
        if cell.elementsEqual("€".utf8) {
            code = .eur
        } else if cell.count == 3 {
            code = CurrencyCode(cell.map { $0.isLower ? $0 & 0xDF : $0 })
        }
        latestCode = (cell, code)
        return code
    }

    private mutating func foreign(_ row: Int, _ amount: DecimalNumber) -> ForeignAmount? {
        guard let column = layout.originalAmount, let currencyColumn = layout.originalCurrency,
            let code = code(row, currencyColumn),
            let original = sheet.number(row, column)?.value(reader.mark)
        else { return nil }
        return ForeignAmount(amount: original, currency: code)
    }

    private func raw(_ row: Int) -> String {
        var raw = table.raw(row)
        for next in classes.continued[row] ?? [] { raw += "\n" + table.raw(next) }
        return raw
    }
}
