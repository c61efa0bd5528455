package import JSONText
import Model
package import Pages
package import Rendering
package import SourceText

/// Rows for CSV and TSV, the first of them the names of the columns.
package struct Sheet: Sendable {
    package var header: [String]
    package var rows: [[String]]

    package init(header: [String], rows: [[String]] = []) {
        self.header = header
        self.rows = rows
    }
}

/// A piece of text output.
package enum TextBlock {
    case table(Table)
    /// Rows made one at a time, for answers that may be long.
    case rows(StreamedRows)
    /// A line of text; what steers a terminal is taken out.
    case line(String)
    /// A line that this program has drawn, with its own colours.
    case drawn(String)
}

/// What a command answers, in the three shapes in which it can be written. Only the one that was
/// asked for is made.
package struct Answer {
    /// The command's name in `bankbook.<name>/1`.
    package var schema: String
    package var payload: () -> [JSONMember]
    package var sheet: () -> Sheet
    package var text: () -> [TextBlock]
    /// A page that is more than the table of `sheet`.
    package var page: (() -> Page)?
    package var status: ExitStatus
    package var diagnostics: [Diagnostic]

    package init(
        _ schema: String, status: ExitStatus = .done, diagnostics: [Diagnostic] = [],
        payload: @escaping () -> [JSONMember], sheet: @escaping () -> Sheet,
        text: @escaping () -> [TextBlock]
    ) {
        self.schema = schema
        self.status = status
        self.diagnostics = diagnostics
        self.payload = payload
        self.sheet = sheet
        self.text = text
    }
}

extension Answer {
    /// The rows of `sheet` as a page.
    func usualPage(today: CivilDate) -> Page {
        let sheet = sheet()
        let panel = Panel(
            schema, parts: [.table(PageTable.table(header: sheet.header, rows: sheet.rows))])
        return PanelPage.page(
            title: "bankbook \(schema)", subtitle: "\(today)", language: "en", columns: 1, [panel])
    }
}
