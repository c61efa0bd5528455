/// Charts over time.
extension PanelCharts {
    private static let height = 8

    /// Columns of several series beside each other, with what they mean below.
    func lines(_ chart: ColumnChart, width: Int) -> [StyledLine] {
        let greatest = chart.series.flatMap(\.values).max() ?? 0
        let count = max(1, chart.labels.count)
        // Each period has its bars and a gap.
        let bar = max(1, (width / count - 1) / max(1, chart.series.count))
        let slot = bar * chart.series.count + (width / count > bar * chart.series.count ? 1 : 0)
        let shownCount = min(count, max(1, width / max(slot, 1)))
        let first = count - shownCount
        var lines = [StyledLine(glyphs.shown(chart.top), .faint)]
        for row in (0..<PanelCharts.height).reversed() {
            var line = StyledLine()
            for period in first..<count {
                for (index, series) in chart.series.enumerated() {
                    let value = series.values.indices.contains(period) ? series.values[period] : 0
                    let eighths = value.scaled(of: greatest, to: PanelCharts.height * 8) - row * 8
                    line.append(
                        String(repeating: glyphs.column(eighths: eighths), count: bar),
                        .series(index))
                }
                line.pad(to: (period - first + 1) * slot)
            }
            lines.append(line)
        }
        lines.append(
            StyledLine(String(repeating: glyphs.horizontal, count: shownCount * slot), .faint))
        lines.append(labelLine(Array(chart.labels[first...]), slot))
        var legend = StyledLine()
        for (index, series) in chart.series.enumerated() {
            if index > 0 { legend.append("  ") }
            legend.append(glyphs.bar(eighths: 8), .series(index))
            legend.append(" \(series.name)")
            if let last = series.texts.last { legend.append(" \(last)", .faint) }
        }
        lines.append(legend)
        return lines
    }

    /// As much of each label as fits below its column, from its end: the month of `2026-11`. Where not even that fits, the
    /// columns between go without.
    private func labelLine(_ labels: [String], _ slot: Int) -> StyledLine {
        var line = StyledLine()
        let longest = labels.map(\.count).max() ?? 0
        let room = max(1, slot - 1)
        let short = longest == 10 && (room >= 5 || room < 2) ? 5 : 2
        let width = longest <= room ? longest : min(short, longest)
        let step = (width + slot) / slot
        for (index, label) in labels.enumerated() where index.isMultiple(of: step) {
            if index > 0, index * slot + width > labels.count * slot { break }
            line.pad(to: index * slot)
            line.append(longest <= room ? label : String(label.suffix(width)), .faint)
        }
        return line
    }

    /// One series, between its least and its greatest value.
    func tall(_ chart: LineChart, width: Int) -> [StyledLine] {
        guard let series = chart.series.first, !series.values.isEmpty else { return [] }
        let least = series.values.min() ?? 0
        let span = max(1, (series.values.max() ?? 0) - least)
        let count = series.values.count
        let slot = max(1, width / count)
        let shownCount = min(count, max(1, width / slot))
        let first = count - shownCount
        var lines = [StyledLine(glyphs.shown(chart.greatest), .faint)]
        for row in (0..<PanelCharts.height).reversed() {
            var line = StyledLine()
            for value in series.values[first...] {
                // The least value still stands on the line.
                let eighths = 1 + (value - least).scaled(of: span, to: PanelCharts.height * 8 - 1)
                line.append(
                    String(
                        repeating: glyphs.column(eighths: eighths - row * 8),
                        count: slot > 1 ? slot - 1 : 1),
                    .series(0))
                if slot > 1 { line.append(" ") }
            }
            lines.append(line)
        }
        lines.append(labelLine(Array(chart.labels[first...]), slot))
        lines.append(StyledLine(glyphs.shown(chart.least), .faint))
        return lines
    }

    /// A line of small columns for each series, with the last value.
    func sparks(_ chart: LineChart, width: Int) -> [StyledLine] {
        let texts = chart.series.reduce(0) { max($0, DisplayWidth.of($1.texts.last ?? "")) }
        let labels = labelWidth(chart.series.map(\.name), width: width, texts: texts)
        let room = max(2, width - labels - texts - 4)
        return chart.series.enumerated().map { index, series in
            var line = StyledLine(shown(series.name, labels))
            line.pad(to: labels + 2)
            let values = series.values.suffix(room)
            let least = min(0, values.min() ?? 0)
            let span = max(1, max(0, values.max() ?? 0) - least)
            let isFalling = (values.max() ?? 0) <= 0
            for value in values {
                // What only goes out is drawn as what went out.
                let height = isFalling ? -value : value - least
                line.append(
                    glyphs.column(eighths: height == 0 ? 0 : 1 + height.scaled(of: span, to: 7)),
                    .series(index))
            }
            line.pad(to: labels + 2 + room + 2 + texts - DisplayWidth.of(series.texts.last ?? ""))
            line.append(series.texts.last ?? "")
            return line
        }
    }
}
