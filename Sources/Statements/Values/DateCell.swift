import Model
import SourceText

/// A cell that holds a date, before it is known in which order its numbers stand.
struct DateCell {
    private enum Form { case yearFirst, yearLast, short, named }
    private var form: Form
    private var first: Int
    private var second: Int
    private var third: Int
    /// Whether points part the numbers; nobody writes the month first that way.
    private(set) var hasPoints = false

    /// The day under an order, `nil` where there is no such day or the cell has another form.
    func day(_ order: DateOrder) -> CivilDate? {
        switch form {
        case .named, .yearFirst: CivilDate(year: first, month: second, day: third)
        case .yearLast:
            switch order {
            case .dmy: CivilDate(year: third, month: second, day: first)
            case .mdy: CivilDate(year: third, month: first, day: second)
            case .ymd: nil
            }
        case .short:
            switch order {
            case .dmy: CivilDate(year: Self.full(third), month: second, day: first)
            case .mdy: CivilDate(year: Self.full(third), month: first, day: second)
            case .ymd: CivilDate(year: Self.full(first), month: second, day: third)
            }
        }
    }

    /// Whether the order matters at all.
    var isFixed: Bool { form == .named || form == .yearFirst }
    var isShort: Bool { form == .short }

    /// Two digits stand for 1970 to 2069.
    private static func full(_ year: Int) -> Int { year < 70 ? 2000 + year : 1900 + year }

    /// Reads a cell that begins with a date and holds at most a time of day behind it.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
        guard range.count >= 6, range.count <= 48 else { return nil }
        if range.count == 10, let plain = DateCell(plain: bytes, at: range.lowerBound) {
            self = plain
            return
        }
        var scan = DateScan(bytes: bytes, position: range.lowerBound, end: range.upperBound)
        guard let found = scan.date(), scan.onlyTimeFollows() else { return nil }
        hasPoints = found.separator == Ascii.dot
        (first, second, third) = (found.first, found.second, found.third)
        switch found.kind {
        case .named:
            form = .named
            if found.yearLength <= 2 { first = Self.full(first) }
        case .packed: form = .yearFirst
        case .numbers:
            if found.firstLength == 4 {
                form = .yearFirst
            } else if found.yearLength == 4 {
                form = .yearLast
            } else if found.firstLength <= 2, found.yearLength <= 2 {
                form = .short
            } else {
                return nil
            }
        }
    }

    /// The two commonest forms, `31.12.2026` and `2026-12-31` with any separator, in one step.
    private init?(plain bytes: [UInt8], at start: Int) {
        func value(_ offset: Int, _ count: Int) -> Int? {
            var value = 0
            for index in start + offset..<start + offset + count {
                let digit = bytes[index] &- Ascii.zero
                guard digit < 10 else { return nil }
                value = value * 10 + Int(digit)
            }
            return value
        }
        func isSeparator(_ byte: UInt8) -> Bool {
            byte == Ascii.dot || byte == Ascii.minus || byte == Ascii.slash
        }
        let separator = bytes[start + 2]
        if isSeparator(separator) {
            guard bytes[start + 5] == separator, let one = value(0, 2), let two = value(3, 2),
                let year = value(6, 4)
            else { return nil }
            (form, first, second, third) = (.yearLast, one, two, year)
            hasPoints = separator == Ascii.dot
        } else {
            guard isSeparator(bytes[start + 4]), bytes[start + 7] == bytes[start + 4],
                let year = value(0, 4), let month = value(5, 2), let day = value(8, 2)
            else { return nil }
            (form, first, second, third) = (.yearFirst, year, month, day)
        }
    }
}
