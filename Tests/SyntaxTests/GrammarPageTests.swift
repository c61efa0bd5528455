import Foundation
import Syntax
import Testing

struct GrammarPageTests {
    private let page: GrammarPage
    private let reader: LineReader

    init() throws {
        page = try GrammarPage()
        reader = try LineReader()
    }

    @Test func `the accepted lines are accepted`() {
        let lines = page.block("accepted")
        #expect(lines.count == 22)
        for line in lines {
            let problem = reader.problem(line)
            #expect(problem == nil, "\(line)")
        }
    }

    @Test func `the rejected lines are rejected at the text in brackets`() {
        let lines = page.rejected()
        #expect(lines.count == page.block("rejected").count)
        #expect(lines.count == 22)
        for line in lines {
            let column = reader.problem(line.line).map { $0.range.lowerBound + 1 }
            #expect(column == line.column, "\(line.line)")
        }
    }

    @Test func `the table of attributes is that of the program`() {
        let rows = ReservedAttribute.all.map {
            "| `\($0.key)` | \($0.form.summary) | \($0.merge.rawValue) | \($0.writtenBy) | \($0.meaning) |"
        }
        let head = "|---|---|---|---|---|\n"
        let start = page.text.range(of: head)?.upperBound ?? page.text.endIndex
        let table = page.text[start...].components(separatedBy: "\n\n")[0]
        #expect(table == rows.joined(separator: "\n"))
    }
}
