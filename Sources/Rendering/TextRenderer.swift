/// Sets tables as text for people.
package struct TextRenderer: Sendable {
    let colours: Bool
    private let width: Int?
    let threads: Int
    /// The columns that a column which gives way keeps.
    private let leastShrunk: Int

    /// - Parameters:
    ///   - colours: whether to write ANSI colour codes.
    ///   - width: the columns of the terminal, or `nil` where nothing needs to be cut.
    ///   - threads: the most threads to use for long tables.
    package init(colours: Bool, width: Int?, threads: Int, leastShrunk: Int = 12) {
        self.leastShrunk = leastShrunk
        self.colours = colours
        self.width = width
        self.threads = threads
    }

    /// The widths with what does not fit into the terminal taken from the columns that give way.
    func fitted(_ columns: [Column], _ measured: [Int]) -> [Int] {
        var widths = measured
        guard let width else { return widths }
        var surplus = widths.reduce(0, +) + 2 * (columns.count - 1) - width
        for (index, column) in columns.enumerated() where column.shrinks && surplus > 0 {
            let cut = min(surplus, max(0, widths[index] - leastShrunk))
            widths[index] -= cut
            surplus -= cut
        }
        return widths
    }
}

/// The colours of roles, as ANSI codes that suit dark and light backgrounds.
package enum Theme {
    static func code(_ role: Role) -> String? {
        switch role {
        case .plain: nil
        case .heading, .total: "1"
        case .negative: "31"
        case .faint: "2"
        case .series(let number): ["36", "31", "33", "35", "32", "34"][number % 6]
        }
    }
}
