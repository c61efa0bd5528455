import Model
import SourceText

/// What the rows around the table tell: account, currency, period, balances.
struct Preamble {
    private(set) var iban: String?
    private(set) var number: String?
    private(set) var currency: CurrencyCode?
    private(set) var opening: (date: DateCell?, amount: NumberCell)?
    private(set) var closing: (date: DateCell?, amount: NumberCell)?
    private(set) var periodCells: [DateCell] = []
    /// Whether the file says that it is a credit card's.
    private(set) var isCreditCard = false

    private static let accountWords = StemList(
        "^account ^konto ^kontonummer ^conto ^compte ^cuenta rekening ^ucet ^szamla ^rachunek iban "
            + "girokonto tagesgeld ^numero+conto")
    private static let currencyWords = StemList(
        "currency wahrung waehrung valuta divisa devise monnaie moneda munt waluta mena "
            + "controvalore"
    )
    private static let openingWords = StemList(
        "opening inizial initial anterior precedent letzter anfang alter beginning debut begin "
            + "previous start pocatec poczatk ancien forward .old")
    private static let closingWords = StemList(
        "closing endsaldo eindsaldo .final finale .end ending neuer nuevo eind konecn koncow "
            + "nouveau ledger .new "
            + "attuale")
    private static let cardWords = StemList(
        "kreditkart carta+di+credito credit+card carte+de+credit tarjeta+de+credito kredietkaart "
            + "creditcard movimenti+carta kartenkonto")
    private static let periodWords = StemList(
        "period zeitraum periodo .from .von .bis .dal .al .until desde hasta date data datum")

    /// Takes in the rows before the header and those that the table does not use.
    init(_ sheet: Sheet, rows: some Sequence<Int>) {
        for row in rows { take(sheet, row) }
    }

    private mutating func take(_ sheet: Sheet, _ row: Int) {
        let count = Int(sheet.table.rows[row].count)
        var labels: [HeaderName] = []
        var numbers: [NumberCell] = []
        var dates: [DateCell] = []
        for column in 0..<count {
            let cell = sheet.cell(row, column)
            guard !cell.isEmpty, cell.count < 200 else { continue }
            if let number = NumberCell(sheet.table.bytes, cell.indices) {
                if !number.isCode { numbers.append(number) }
                if currency == nil, let code = number.currency,
                    sheet.known.decimals(of: code) != nil
                {
                    currency = code
                }
                noteNumber(cell, labels)
                if let date = DateCell(sheet.table.bytes, cell.indices) { dates.append(date) }
            } else if let date = DateCell(sheet.table.bytes, cell.indices) {
                dates.append(date)
            } else {
                let name = HeaderName(String(readable: cell), known: sheet.known)
                noteText(cell, name, labels, sheet, &dates)
                labels.append(name)
            }
        }
        noteBalance(labels, numbers, dates)
        if dates.count == 2
            || !dates.isEmpty && labels.contains(where: { $0.has(Self.periodWords) })
                && numbers.isEmpty
        {
            periodCells.append(contentsOf: dates)
        }
    }

    private mutating func noteNumber(_ cell: ArraySlice<UInt8>, _ labels: [HeaderName]) {
        guard number == nil, let label = labels.last, label.has(Self.accountWords) else { return }
        let digits = cell.filter(\.isDigit).count
        if digits >= 5 { number = String(readable: cell) }
    }

    private mutating func noteText(
        _ cell: ArraySlice<UInt8>, _ name: HeaderName, _ labels: [HeaderName], _ sheet: Sheet,
        _ dates: inout [DateCell]
    ) {
        if iban == nil { iban = IBAN.first(in: cell) }
        if name.has(Self.cardWords) { isCreditCard = true }
        if currency == nil, let code = name.currency,
            cell.count <= 6 || labels.contains(where: { $0.has(Self.currencyWords) })
                || name.has(Self.currencyWords)
        {
            currency = code
        }
        if number == nil {
            let parts = cell.split(separator: Ascii.colon, maxSplits: 1)
            if parts.count == 2, name.has(Self.accountWords) {
                let value = parts[1].drop { $0 == Ascii.space }
                if value.filter(\.isDigit).count >= 5, value.count <= 34 {
                    number = String(readable: value)
                }
            } else if let label = labels.last, label.has(Self.accountWords),
                cell.filter(\.isDigit).count >= 5, cell.count <= 34
            {
                number = String(readable: cell)
            }
        }
        // `26.08.2010 - 04.09.2010`, `Period: 01/09/2021 to 30/11/2021`
        var index = cell.startIndex
        while index < cell.endIndex {
            guard cell[index].isDigit else {
                index += 1
                continue
            }
            var end = index
            while end < cell.endIndex, cell[end] > Ascii.space { end += 1 }
            if let date = DateCell(sheet.table.bytes, index..<end) { dates.append(date) }
            index = end
        }
    }

    private mutating func noteBalance(
        _ labels: [HeaderName], _ numbers: [NumberCell], _ dates: [DateCell]
    ) {
        guard let amount = numbers.last(where: \.isMoneyLike) ?? numbers.last,
            labels.contains(where: { $0.has(HeaderWords.balance) })
        else { return }
        if labels.contains(where: { $0.has(StemList("dispon availab verfugbar")) }) { return }
        if labels.contains(where: { $0.has(Self.openingWords) }) {
            opening = opening ?? (dates.first, amount)
        } else if labels.contains(where: { $0.has(Self.closingWords) }) || !dates.isEmpty {
            closing = closing ?? (dates.first, amount)
        }
    }

    /// The period under an order, where the file states one.
    func period(_ order: DateOrder) -> ClosedRange<CivilDate>? {
        let days = periodCells.compactMap { $0.day(order) }
        guard days.count == periodCells.count, let low = days.min(), let high = days.max(),
            low < high
        else { return nil }
        return low...high
    }

    /// The period where its dates have one reading.
    var certainPeriod: ClosedRange<CivilDate>? {
        let day = period(.dmy)
        let month = period(.mdy)
        if periodCells.contains(where: \.hasPoints) { return day }
        return day == month ? day : month == nil ? day : day == nil ? month : nil
    }
}
