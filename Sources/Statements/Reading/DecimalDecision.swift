import Model
import SourceText

/// Which sign separates the decimals in some columns.
enum DecimalDecision {
    enum Outcome {
        case settled(DecimalMark)
        /// All numbers can be read in both ways and some differ; this is the first of them.
        case open(row: Int, column: Int)
    }

    static func outcome(
        _ sheet: Sheet, rows: [Int], columns: [Int]
    ) throws(ReadingStop) -> Outcome {
        var comma: (row: Int, column: Int)?
        var point: (row: Int, column: Int)?
        var open: (row: Int, column: Int)?
        var headless: (row: Int, column: Int)?
        for row in rows {
            for column in columns {
                guard let cell = sheet.number(row, column), cell.dots + cell.commas > 0 else {
                    continue
                }
                if cell.lacksHead { headless = headless ?? (row, column) }
                let marks = cell.marks
                if marks.point && !marks.comma {
                    point = point ?? (row, column)
                } else if marks.comma && !marks.point {
                    comma = comma ?? (row, column)
                } else if cell.isAmbiguous {
                    open = open ?? (row, column)
                }
            }
        }
        if let mark = sheet.settings.decimalMark {
            if let against = mark == .comma ? point : comma {
                throw sheet.refusal(
                    "the number cannot be read with the decimal mark “\(mark.rawValue)”",
                    row: against.row, column: against.column)
            }
            return .settled(mark)
        }
        if let comma, let point {
            let later = comma.row > point.row ? comma : point
            throw sheet.refusal(
                "the file writes decimals both with a comma and with a point", row: later.row,
                column: later.column)
        }
        if let headless {
            let text = sheet.table.text(headless.row, headless.column) ?? ""
            throw .asked([
                sheet.question(
                    "decimal.mark", row: headless.row, column: headless.column,
                    readings: ["“\(text)” is below one", "digits are missing in “\(text)”"],
                    settle: "--decimal , or --decimal .")
            ])
        }
        if comma != nil { return .settled(.comma) }
        if point != nil { return .settled(.point) }
        if let open { return .open(row: open.row, column: open.column) }
        return .settled(.point)
    }

    static func question(_ sheet: Sheet, row: Int, column: Int) -> ReadingQuestion {
        let cell = sheet.number(row, column)
        let readings = [DecimalMark.comma, .point].compactMap { mark in
            cell?.value(mark).map { decimalText($0.units, decimals: $0.decimals) }
        }
        return sheet.question(
            "decimal.mark", row: row, column: column, readings: readings,
            settle: "--decimal , or --decimal .")
    }
}
