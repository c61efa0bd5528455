package import Model
import SourceText

/// `date`: `YYYY-MM-DD`, an existing day of the years 1900 to 2199.
package enum DateField {
    package static func parse(
        _ line: [UInt8], _ range: Range<Int>
    ) throws(SyntaxProblem) -> CivilDate {
        let text = String(readable: line[range])
        if let date = CivilDate(iso: text) { return date }
        let bytes = Array(line[range])
        let hasForm =
            bytes.count == 10 && bytes[4] == Ascii.minus && bytes[7] == Ascii.minus
            && bytes.enumerated().allSatisfy {
                $0.offset == 4 || $0.offset == 7 || $0.element.isDigit
            }
        if hasForm {
            throw SyntaxProblem(
                "date.day", range, "“\(text)” is no day of the years 1900 to 2199",
                remedy: "check the day and the month")
        }
        throw SyntaxProblem(
            "date.form", range, text.isEmpty ? "the date is missing" : "“\(text)” is not a date",
            remedy: "write YYYY-MM-DD, such as 2026-11-03")
    }
}
