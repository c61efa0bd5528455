/// What a column is for.
enum ColumnRole: Equatable {
    case bookingDate, plainDate, deedDate, postedDate, valueDate, otherDate
    case amount, net, gross, total, debit, credit, mark, fee, balance
    case currency, originalAmount, originalCurrency
    case ownAccount, account, counterparty, payer, payee, counterpartyIBAN
    case text, kind, reference, endToEnd, mandate, transactionID, status
    case ignored, unknown

    var isDate: Bool {
        switch self {
        case .bookingDate, .plainDate, .deedDate, .postedDate, .valueDate, .otherDate: true
        default: false
        }
    }

    var isSum: Bool {
        switch self {
        case .amount, .net, .gross, .total, .debit, .credit: true
        default: false
        }
    }

    /// The role of a column by its name, and where the name could mean two things by its cells.
    init(_ name: HeaderName, _ cells: ColumnStatistics) {
        let isBlank = cells.filled == 0
        if cells.isDate, !(cells.isNumber && name.has(HeaderWords.amount) && cells.money > 0) {
            self = name.isEmpty ? .unknown : ColumnRole.dateRole(name)
        } else if isBlank, name.has(HeaderWords.day), !name.has(HeaderWords.amount) {
            self = ColumnRole.dateRole(name)
        } else if let sum = ColumnRole.sum(name, cells) {
            self = sum
        } else if cells.isNumber, !name.has(HeaderWords.account) {
            self = ColumnRole.words(name, cells).map { $0 == .text ? .ignored : $0 } ?? .unknown
        } else {
            self = ColumnRole.words(name, cells) ?? .unknown
        }
    }

    private static func dateRole(_ name: HeaderName) -> ColumnRole {
        if name.has(HeaderWords.otherDay), !name.has(HeaderWords.bookingDay) { return .otherDate }
        if name.has(HeaderWords.postedDay), !name.has(StemList("posting processed")) {
            return .postedDate
        }
        if name.has(HeaderWords.bookingDay) { return .bookingDate }
        if name.has(HeaderWords.valueDay) { return .valueDate }
        if name.has(HeaderWords.deedDay) { return .deedDate }
        if name.has(StemList("processed")) { return .plainDate }
        return name.words.count <= 1 && name.has(HeaderWords.day) ? .plainDate : .otherDate
    }

    /// The roles of columns that hold sums; `nil` for all others.
    private static func sum(_ name: HeaderName, _ cells: ColumnStatistics) -> ColumnRole? {
        let isBlank = cells.filled == 0
        guard cells.isNumber || isBlank else { return nil }
        typealias Words = HeaderWords
        let namesMoney = name.has(Words.amount)
        let isFee = name.has(Words.fee) && !name.has(Words.afterFees)
        if name.has(Words.rate) && !isFee { return .ignored }
        if name.has(Words.balance) {
            return name.has(Words.edgeBalance) ? .ignored : .balance
        }
        if name.has(Words.gross) { return .gross }
        if isFee { return name.has(Words.currency) && !namesMoney ? .ignored : .fee }
        if name.has(Words.sideSum), !name.has(StemList("inkl incl")) { return .ignored }
        if name.has(Words.net) { return .net }
        if name.has(Words.original), namesMoney || name.has(Words.currency) {
            return cells.isNumber ? .originalAmount : .originalCurrency
        }
        if name.has(Words.converted) { return .ignored }
        let isDebit = name.has(Words.debit)
        let isCredit = name.has(Words.credit)
        if isDebit || isCredit, !name.has(StemList("card karte entries ^rucklast")) {
            if isDebit && isCredit { return isBlank ? .unknown : .amount }
            return isDebit ? .debit : .credit
        }
        if name.has(Words.total) { return .total }
        if namesMoney, !name.has(StemList("number nummer .no .nr conto name")) { return .amount }
        if cells.isNumber, name.words.count == 1, name.currency != nil { return .amount }
        return nil
    }

    private static func words(_ name: HeaderName, _ cells: ColumnStatistics) -> ColumnRole? {
        typealias Words = HeaderWords
        let isBlank = cells.filled == 0
        if name.has(Words.currency), isBlank || cells.currencies * 2 > cells.filled {
            if name.has(Words.fee) { return .ignored }
            return name.has(Words.original) || name.has(Words.converted)
                ? .originalCurrency : .currency
        }
        if cells.isMark, cells.debitMarks > 0 && cells.creditMarks > 0 || isMarkName(name) {
            return .mark
        }
        if name.isEmpty { return cells.isMark ? .mark : nil }
        if !isBlank, cells.states * 2 > cells.filled { return .status }
        if name.has(Words.status), !name.has(StemList("card address counterparty")) {
            return .status
        }
        if name.has(Words.endToEnd) { return .endToEnd }
        if name.has(Words.mandate) { return .mandate }
        if name.has(Words.ownAccount) { return .ownAccount }
        if name.has(Words.iban) || name.has(Words.account) && !name.has(StemList("name nazev")) {
            let isOther = name.has(Words.other) && !name.has(StemList("auftraggeberkonto"))
            return isOther ? .counterpartyIBAN : .account
        }
        if name.has(Words.payer) { return .payer }
        if name.has(Words.payee) { return .payee }
        if name.has(Words.party), !name.has(Words.notParty) { return .counterparty }
        if name.has(Words.transactionID) { return .transactionID }
        if name.has(Words.side) { return .ignored }
        if name.has(Words.kind) { return .kind }
        if name.has(Words.text) { return .text }
        if name.has(Words.reference) { return .reference }
        return nil
    }

    private static func isMarkName(_ name: HeaderName) -> Bool {
        name.has(HeaderWords.mark) || name.has(HeaderWords.debit) && name.has(HeaderWords.credit)
            || name.isEmpty
    }

    /// Whether the name alone is one that banks use, whatever the cells hold.
    static func isKnown(_ name: HeaderName) -> Bool {
        guard !name.isEmpty else { return false }
        let blank = ColumnRole(name, ColumnStatistics())
        return blank != .unknown || name.has(HeaderWords.kind) || name.has(HeaderWords.valueDay)
            || name.has(HeaderWords.deedDay)
    }
}
