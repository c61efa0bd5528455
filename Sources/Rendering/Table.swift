/// What a cell means; a theme turns it into colour.
package enum Role: Sendable, Equatable {
    case plain, heading, negative, total, faint
    /// The marks of one of several series of a chart.
    case series(Int)
}

/// One cell of a table. Amounts are texts already: rendering knows no money.
package struct Cell: Sendable, Equatable {
    package var text: String
    package var role: Role

    /// - Parameter text: what steers a terminal is taken out; a line feed begins a further line of the cell.
    package init(_ text: String, _ role: Role = .plain) {
        self.text = text.harmless
        self.role = role
    }
}

/// One column: its name in machine formats, its heading for people, and how it is set.
package struct Column: Sendable {
    package enum Alignment: Sendable { case left, right }

    package var name: String
    package var heading: String
    package var alignment: Alignment
    /// Whether the column gives way where the terminal is too narrow.
    package var shrinks: Bool

    package init(
        _ name: String, heading: String? = nil, _ alignment: Alignment = .left,
        shrinks: Bool = false
    ) {
        self.name = name
        self.heading = heading ?? name
        self.alignment = alignment
        self.shrinks = shrinks
    }
}

/// Rows of cells. A cell of several lines (amounts in several currencies) takes several lines in
/// text.
package struct Table: Sendable {
    package var columns: [Column]
    package var rows: [[Cell]]
    /// Rows below a rule.
    package var footer: [[Cell]]
    package var hasHeading: Bool

    package init(
        columns: [Column], rows: [[Cell]] = [], footer: [[Cell]] = [], hasHeading: Bool = true
    ) {
        self.columns = columns
        self.rows = rows
        self.footer = footer
        self.hasHeading = hasHeading
    }
}
