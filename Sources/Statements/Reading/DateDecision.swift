import Model
import SourceText

/// In which order the dates of a file write day, month and year.
enum DateDecision {
    /// What else the file shows that bears on the order.
    struct Clues {
        var period: ClosedRange<CivilDate>?
        var usesDecimalComma = false
        var isForeign = false
    }

    /// The order that all date columns share.
    ///
    /// First what the numbers allow, then what only one order can explain: days inside the period
    /// that the file states, days near those of a column with one reading, days in sequence. Points
    /// between the numbers, decimal commas and names in another language than English are never
    /// seen with the month in front.
    static func order(
        _ sheet: Sheet, _ layout: Layout, rows: [Int], clues: Clues
    ) throws(ReadingStop) -> DateOrder {
        var table = Readings()
        var sharesOrder: [Int] = []
        for column in layout.dates
        where table.add(sheet, rows: rows, column: column, isMain: column == layout.date) {
            sharesOrder.append(column)
        }
        if let wanted = sheet.settings.dateOrder {
            if let against = table.against[wanted] {
                throw sheet.refusal(
                    "the date cannot be read in the order \(wanted.rawValue)", row: against.row,
                    column: against.column)
            }
            return wanted
        }
        guard let sample = table.sample else { return table.hasYearFirst ? .ymd : .dmy }
        var open = [DateOrder.dmy, .mdy].filter { table.against[$0] == nil }
        if table.hasPoints { open.removeAll { $0 == .mdy } }
        if open.isEmpty {
            if table.allShort, table.against[.ymd] == nil { return .ymd }
            let worst = table.against[.dmy] ?? (sample.row, sample.column)
            throw sheet.refusal(
                "there is no such date", row: worst.row, column: worst.column)
        }
        if open.count == 1 { return open[0] }
        if !table.differs { return .dmy }
        if let settled = byPeriod(sheet, layout, rows, clues.period) { return settled }
        if let settled = byNeighbour(sheet, layout, rows) { return settled }
        if let settled = bySequence(sheet, layout, rows) { return settled }
        if clues.usesDecimalComma || clues.isForeign { return .dmy }
        let cell = sheet.date(sample.row, sample.column)
        let readings = [DateOrder.dmy, .mdy].compactMap { cell?.day($0)?.description }
        throw .asked([
            sheet.question(
                "date.order", row: sample.row, column: sample.column, readings: readings,
                settle: "--date-order dmy or --date-order mdy")
        ])
    }

    /// What the cells of all date columns allow.
    private struct Readings {
        var against: [DateOrder: (row: Int, column: Int)] = [:]
        /// The first date whose order matters.
        var sample: (row: Int, column: Int)?
        var hasPoints = false
        var hasYearFirst = false
        var allShort = true
        var differs = false

        mutating func add(_ sheet: Sheet, rows: [Int], column: Int, isMain: Bool) -> Bool {
            var other = Readings()
            for row in rows {
                guard let cell = sheet.date(row, column) else { continue }
                if cell.isFixed {
                    other.hasYearFirst = true
                    continue
                }
                if cell.hasPoints { other.hasPoints = true }
                if !cell.isShort { other.allShort = false }
                let days = DateOrder.allCases.map { ($0, cell.day($0)) }
                for (order, day) in days where day == nil && other.against[order] == nil {
                    other.against[order] = (row, column)
                }
                if other.sample == nil || !other.differs, days[0].1 != days[1].1 {
                    other.sample = (row, column)
                    other.differs = true
                }
                other.sample = other.sample ?? (row, column)
            }
            // A side column of impossible dates says nothing about the others.
            if !isMain, other.against[.dmy] != nil, other.against[.mdy] != nil { return false }
            against.merge(other.against) { first, _ in first }
            hasPoints = hasPoints || other.hasPoints
            hasYearFirst = hasYearFirst || other.hasYearFirst
            allShort = allShort && other.allShort
            if sample == nil || !differs && other.differs { sample = other.sample ?? sample }
            differs = differs || other.differs
            return other.sample != nil
        }
    }

    private static func days(
        _ sheet: Sheet, _ column: Int, _ rows: [Int], _ order: DateOrder
    ) -> [CivilDate] {
        rows.compactMap { sheet.date($0, column)?.day(order) }
    }

    private static func byPeriod(
        _ sheet: Sheet, _ layout: Layout, _ rows: [Int], _ period: ClosedRange<CivilDate>?
    ) -> DateOrder? {
        guard let period else { return nil }
        return only { order in
            days(sheet, layout.date, rows, order).allSatisfy { period.contains($0) }
        }
    }

    /// The days of one row lie within ten days of each other, in all rows, in one reading only.
    private static func byNeighbour(_ sheet: Sheet, _ layout: Layout, _ rows: [Int]) -> DateOrder? {
        for column in layout.dates where column != layout.date {
            let pairs = rows.prefix(500).compactMap { row -> (DateCell, DateCell)? in
                guard let here = sheet.date(row, layout.date), !here.isFixed,
                    let there = sheet.date(row, column)
                else { return nil }
                return (here, there)
            }
            guard !pairs.isEmpty else { continue }
            let found = only { order in
                pairs.allSatisfy { here, there in
                    guard let one = here.day(order), let other = there.day(order) else {
                        return false
                    }
                    return abs(one.day - other.day) <= 10
                }
            }
            if let found { return found }
        }
        return nil
    }

    /// Rows stand in the sequence of days, upwards or downwards, in one reading only.
    private static func bySequence(_ sheet: Sheet, _ layout: Layout, _ rows: [Int]) -> DateOrder? {
        only { order in
            let days = days(sheet, layout.date, rows, order)
            guard Set(days).count >= 4 else { return false }
            let steps = zip(days, days.dropFirst())
            return steps.allSatisfy { $0 <= $1 } || steps.allSatisfy { $0 >= $1 }
        }
    }

    private static func only(_ fits: (DateOrder) -> Bool) -> DateOrder? {
        let found = [DateOrder.dmy, .mdy].filter(fits)
        return found.count == 1 ? found[0] : nil
    }
}
