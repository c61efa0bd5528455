import Model
import SourceText

/// The numbers of a journal, read once to learn which mark separates their decimals and once to take their values.
///
/// `1,000` may be one thousand, or one with three decimals: programs differ in it. It is settled by what the
/// journal declares, by the other numbers of the commodity, by those of the whole journal, or else asked.
struct JournalNumbers {
    /// What a person or the journal says; beancount knows the point only.
    var given: DecimalMark?
    /// Whether the journal has no say in it.
    private let isFixed: Bool
    /// How many decimals the number that was taken last has.
    private(set) var lastDecimals = 0
    private var marks: [String: Marks] = [:]
    private var whole = Marks()
    /// The most decimals that the journal writes of a commodity.
    private(set) var decimals: [String: Int] = [:]
    /// Whether a number was taken that only those behind it may settle.
    private(set) var hasDoubts = false
    /// Whether all numbers were noted.
    private(set) var isSettled = false

    /// The marks with which every number so far can be read that has but one reading.
    private struct Marks {
        var point = true
        var comma = true

        var only: DecimalMark? { point == comma ? nil : point ? .point : .comma }
    }

    init(_ given: DecimalMark?) {
        self.given = given
        isFixed = given != nil
    }

    /// What the journal says, for the numbers that follow.
    mutating func declare(_ mark: DecimalMark) {
        if !isFixed { given = mark }
    }

    /// From now on numbers are read as those before them say.
    mutating func settle() { isSettled = true }

    /// Takes note of a number, typed where `commodity` is; while noting, what is doubtful has any value.
    mutating func take(
        _ cell: NumberCell, _ commodity: String, row: Int, text: String
    ) throws(ReadingStop) -> WideDecimal {
        // A mark behind the last digit parts decimals, of which there are none.
        let mark = text.last.flatMap { DecimalMark(rawValue: String($0)) } ?? given
        guard let value = try value(cell, commodity, mark, row: row, text: text) else {
            throw .refused(reason: "this is no number", row: row, value: text)
        }
        lastDecimals = value.decimals
        if isSettled { return WideDecimal(value) }
        decimals[commodity] = max(decimals[commodity] ?? 0, value.decimals)
        note(cell, commodity, mark)
        return WideDecimal(value)
    }

    /// What a declaration settles says how the commodity is written, but nothing of numbers of others.
    private mutating func note(_ cell: NumberCell, _ commodity: String, _ mark: DecimalMark?) {
        if cell.isAmbiguous {
            if mark == nil { hasDoubts = true }
            if let mark, mark == .point {
                marks[commodity, default: Marks()].comma = false
            } else if mark != nil {
                marks[commodity, default: Marks()].point = false
            }
            return
        }
        if cell.value(.point) == nil {
            marks[commodity, default: Marks()].point = false
            if given == nil { whole.point = false }
        }
        if cell.value(.comma) == nil {
            marks[commodity, default: Marks()].comma = false
            if given == nil { whole.comma = false }
        }
    }

    private func value(
        _ cell: NumberCell, _ commodity: String, _ mark: DecimalMark?, row: Int, text: String
    ) throws(ReadingStop) -> DecimalNumber? {
        if let mark { return cell.value(mark) }
        guard cell.isAmbiguous else { return cell.value(.point) ?? cell.value(.comma) }
        if let mark = marks[commodity]?.only ?? whole.only { return cell.value(mark) }
        if !isSettled { return cell.value(.point) }
        throw .asked([
            ReadingQuestion(
                code: "decimal.mark", row: row, column: "", value: text,
                readings: [DecimalMark.point, .comma].compactMap { mark in
                    cell.value(mark).map { decimalText($0.units, decimals: $0.decimals) }
                },
                settle: "--decimal . or --decimal ,")
        ])
    }
}
