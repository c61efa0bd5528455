import Model
import SourceText

/// Reads Norma 43 (cuaderno 43 of AEB and CECA), the statements of Spanish banks: lines of 80 columns that
/// begin with the number of their kind.
enum Norma43Statement {
    /// Whether a text begins with the heading of an account.
    static func looksLike(_ text: [UInt8]) -> Bool {
        let lines = StatementLines(decoded: text).lines.prefix(2).map(\.bytes)
        let isHeaded = lines.first?.starts(with: "00".utf8) == true
        guard let first = isHeaded ? lines.last : lines.first, first.count >= 51 else {
            return false
        }
        let start = first.startIndex
        return first.starts(with: "11".utf8)
            && first[(start + 2)..<(start + 32)].allSatisfy(\.isDigit)
            && [UInt8(ascii: "1"), UInt8(ascii: "2")].contains(first[start + 32])
            && first[(start + 33)..<(start + 50)].allSatisfy(\.isDigit)
    }

    static func read(
        _ bytes: [UInt8], _ settings: StatementSettings
    ) throws(ReadingStop) -> StatementReading {
        let lines = try StatementLines(bytes, settings)
        var reader = Norma43Reader()
        for line in lines.lines where !line.bytes.trimmed.isEmpty { try reader.take(line) }
        return .read(
            statements: try reader.finished(), layout: settings,
            headerSignature: StatementFormat.n43.rawValue, encoding: lines.encoding)
    }
}

/// The columns of one line, counted from 1 as the norm does, in characters.
private struct Norma43Line {
    let number: Int
    let text: String
    private let scalars: [Unicode.Scalar]

    init(_ line: StatementLines.Line) {
        number = line.number
        text = line.text
        scalars = Array(text.unicodeScalars)
    }

    var kind: String { columns(1, 2) }

    func columns(_ first: Int, _ last: Int) -> String {
        guard first <= scalars.count else { return "" }
        var part = String.UnicodeScalarView()
        part.append(contentsOf: scalars[(first - 1)..<min(last, scalars.count)])
        return String(part)
    }

    func field(_ first: Int, _ last: Int) -> String? {
        guard let text = columns(first, last).meaningful,
            !text.utf8.allSatisfy({ $0 == Ascii.zero })
        else { return nil }
        return text
    }

    func day(_ first: Int) throws(ReadingStop) -> CivilDate {
        let text = columns(first, first + 5)
        guard let day = SWIFTDay.day(Array(text.utf8)[...]) else {
            throw .refused(reason: "there is no such day", row: number, column: first, value: text)
        }
        return day
    }

    /// 14 digits with two decimals, and the mark that says on which side they stand.
    func amount(mark: Int, digits: Int) throws(ReadingStop) -> DecimalNumber {
        let text = columns(digits, digits + 13)
        let side = columns(mark, mark)
        guard let units = Array(text.utf8)[...].number, side == "1" || side == "2" else {
            throw .refused(
                reason: "this is no amount", row: number, column: digits, value: side + text)
        }
        return DecimalNumber(units: side == "1" ? -Int64(units) : Int64(units), decimals: 2)
    }
}

private struct Norma43Reader {
    private var statements: [Statement] = []
    private var builder: StatementBuilder?
    private var record: StatementRecord?
    private var firstDay: CivilDate?
    private var lastDay: CivilDate?
    /// How many lines of the account take and give, and what they add up to.
    private var taken = (count: 0, sum: Int64(0))
    private var given = (count: 0, sum: Int64(0))

    mutating func take(_ line: StatementLines.Line) throws(ReadingStop) {
        let line = Norma43Line(line)
        switch line.kind {
        case "11": try begin(line)
        case "22":
            try end()
            guard builder != nil else { throw outside(line) }
            let found = try entry(line)
            let size = Int64(found.amount.units.magnitude)
            // A zero has no sign, but stands on a side.
            if line.columns(28, 28) == "1" {
                taken = (taken.count + 1, taken.sum + size)
            } else {
                given = (given.count + 1, given.sum + size)
            }
            record = found
        case "23", "24":
            guard record != nil else { throw outside(line) }
            continueRecord(line)
        case "33":
            guard builder != nil else { throw outside(line) }
            try close(line)
        case "88", "00": return
        default:
            throw .refused(
                reason: "a line of Norma 43 begins with 11, 22, 23, 24, 33 or 88", row: line.number,
                column: 1, value: line.kind)
        }
    }

    private func outside(_ line: Norma43Line) -> ReadingStop {
        .refused(
            reason: "a line \(line.kind) stands outside an account", row: line.number, column: 1,
            value: line.kind)
    }

    private static let currencies = [
        "978": "EUR", "840": "USD", "826": "GBP", "756": "CHF", "392": "JPY", "124": "CAD",
        "036": "AUD", "208": "DKK", "752": "SEK", "578": "NOK", "985": "PLN", "203": "CZK",
        "348": "HUF", "484": "MXN", "986": "BRL", "504": "MAD", "156": "CNY", "344": "HKD",
    ]

    private mutating func begin(_ line: Norma43Line) throws(ReadingStop) {
        try end()
        if builder != nil {
            throw .refused(reason: "the account before this one has no line 33", row: line.number)
        }
        let (bank, branch, account) = (
            line.columns(3, 6), line.columns(7, 10), line.columns(11, 20)
        )
        let code = line.columns(48, 50)
        guard let currency = Norma43Reader.currencies[code].flatMap({ CurrencyCode($0) }) else {
            throw .refused(
                reason: "the number of the currency is not known", row: line.number, column: 48,
                value: code)
        }
        firstDay = try line.day(21)
        lastDay = try line.day(27)
        var next = StatementBuilder(
            identifier: IBAN.spanish(bank: bank, branch: branch, account: account)
                ?? bank + branch + account, currency: currency)
        next.setOpening(
            StatedBalance(date: firstDay, amount: try line.amount(mark: 33, digits: 34)))
        builder = next
    }

    private func entry(_ line: Norma43Line) throws(ReadingStop) -> StatementRecord {
        var entry = StatementRecord(
            row: line.number, bookingDate: try line.day(11),
            amount: try line.amount(mark: 28, digits: 29), raw: line.text)
        if line.field(17, 22) != nil { entry.valueDate = try line.day(17) }
        entry.entryReference = line.field(43, 52)
        let references = [line.field(53, 64), line.field(65, 80)].compactMap { $0 }
        entry.text = references
        return entry
    }

    private mutating func continueRecord(_ line: Norma43Line) {
        record?.raw += "\n" + line.text
        guard line.kind == "23" else { return }
        for piece in [line.columns(5, 42), line.columns(43, 80)] {
            if let text = piece.meaningful { record?.text.append(text) }
        }
    }

    private mutating func end() throws(ReadingStop) {
        if let record { builder?.append(record) }
        record = nil
    }

    /// Line 33: how many lines there are on each side, what they add up to, and the closing balance.
    private mutating func close(_ line: Norma43Line) throws(ReadingStop) {
        try end()
        guard var open = builder else { return }
        open.setClosing(
            StatedBalance(date: lastDay, amount: try line.amount(mark: 59, digits: 60)))
        for (side, first) in [(taken, 21), (given, 40)] {
            let count = Array(line.columns(first, first + 4).utf8)[...].number
            let total = Array(line.columns(first + 5, first + 18).utf8)[...].number
            if count != side.count {
                throw .refused(
                    reason:
                        "the line of totals states another number of lines than the account has, "
                        + "\(side.count); the file is not whole",
                    row: line.number, column: first, value: line.columns(first, first + 4))
            }
            if total.map(Int64.init) != side.sum {
                throw .refused(
                    reason: "the line of totals states another sum than the lines have, "
                        + "\(decimalText(side.sum, decimals: 2)); the file is not whole",
                    row: line.number, column: first + 5, value: line.columns(first + 5, first + 18))
            }
        }
        (taken, given) = ((0, 0), (0, 0))
        statements.append(open.finished())
        builder = nil
    }

    mutating func finished() throws(ReadingStop) -> [Statement] {
        if builder != nil {
            throw .refused(reason: "the account has no line 33; the file is not whole")
        }
        return statements
    }
}
