/// Sets panels beside and below each other on a screen.
package struct PanelScreen: Sendable {
    private let glyphs: Glyphs
    private let colours: Bool
    private let width: Int
    private let columns: Int

    /// The least columns of a terminal that a panel is readable in.
    private static let leastWidth = 38

    /// - Parameters:
    ///   - width: the columns of the terminal.
    ///   - columns: how many panels stand beside each other where there is room.
    package init(glyphs: Glyphs.Set, colours: Bool, width: Int, columns: Int) {
        self.glyphs = Glyphs(glyphs)
        self.colours = colours
        self.width = max(width, 24)
        self.columns = max(1, min(columns, self.width / PanelScreen.leastWidth))
    }

    /// The screen, each line ended.
    package func text(title: String, _ panels: [Panel]) -> String {
        var text =
            StyledLine(glyphs.shown(title), .heading).cut(to: width).text(colours: colours) + "\n"
        for row in rows(panels) {
            for line in lines(row) { text += line.text(colours: colours) + "\n" }
        }
        return text
    }

    /// The panels of each row, none wider than the screen.
    private func rows(_ panels: [Panel]) -> [[(panel: Panel, span: Int)]] {
        var rows: [[(panel: Panel, span: Int)]] = []
        var used = columns
        for panel in panels {
            let span = max(1, min(panel.span, columns))
            if used + span > columns {
                rows.append([])
                used = 0
            }
            rows[rows.count - 1].append((panel, span))
            used += span
        }
        return rows
    }

    private func lines(_ row: [(panel: Panel, span: Int)]) -> [StyledLine] {
        // The last panel of a row takes what is left.
        let used = row.reduce(0) { $0 + $1.span }
        var start = 0
        var boxes: [[StyledLine]] = []
        var widths: [Int] = []
        for (index, entry) in row.enumerated() {
            let isLast = index == row.count - 1
            let span = isLast ? columns - used + entry.span : entry.span
            let end = isLast ? width : (start + span) * (width + 1) / columns - 1
            let left = start * (width + 1) / columns
            widths.append(end - left)
            boxes.append(content(entry.panel, width: end - left - 4))
            start += span
        }
        let height = boxes.map(\.count).max() ?? 0
        var lines = Array(repeating: StyledLine(), count: height + 2)
        for (index, box) in boxes.enumerated() {
            let frame = frame(row[index].panel, box, width: widths[index], height: height)
            for place in lines.indices {
                if index > 0 { lines[place].append(" ") }
                lines[place].append(frame[place])
            }
        }
        return lines
    }

    private func content(_ panel: Panel, width: Int) -> [StyledLine] {
        let charts = PanelCharts(glyphs: glyphs, colours: colours)
        var lines: [StyledLine] = []
        if let subtitle = panel.subtitle {
            lines += charts.wrapped(glyphs.shown(subtitle), width).map { StyledLine($0, .faint) }
        }
        for part in panel.parts { lines += charts.lines(part, width: width) }
        return lines.map { $0.cut(to: width) }
    }

    private func frame(
        _ panel: Panel, _ box: [StyledLine], width: Int, height: Int
    ) -> [StyledLine] {
        let corners = glyphs.corners
        let title = glyphs.shown(DisplayWidth.cut(panel.title, to: max(1, width - 6)))
        var top = StyledLine(corners.0 + glyphs.horizontal + " ", .faint)
        top.append(title, .heading)
        top.append(" ")
        top.append(
            String(repeating: glyphs.horizontal, count: max(0, width - top.width - 1)) + corners.1,
            .faint)
        var lines = [top]
        for place in 0..<height {
            var line = StyledLine(glyphs.vertical, .faint)
            line.append(" ")
            if place < box.count { line.append(box[place]) }
            line.pad(to: width - 1)
            line.append(glyphs.vertical, .faint)
            lines.append(line)
        }
        lines.append(
            StyledLine(
                corners.2 + String(repeating: glyphs.horizontal, count: max(0, width - 2))
                    + corners.3, .faint))
        return lines
    }
}
