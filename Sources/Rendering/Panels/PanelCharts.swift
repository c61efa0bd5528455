/// Draws the parts of a panel as lines of a given width.
struct PanelCharts {
    let glyphs: Glyphs
    let colours: Bool

    func lines(_ part: PanelPart, width: Int) -> [StyledLine] {
        switch part {
        case .number(let cell, let detail):
            let texts = cell.text.split(separator: "\n").map(String.init)
            return texts.map { StyledLine($0, cell.role == .negative ? .negative : .total) }
                + (detail.map { wrapped(glyphs.shown($0), width).map { StyledLine($0, .faint) } }
                    ?? [])
        case .table(let table): return lines(table, width: width)
        case .bars(let chart): return lines(chart, width: width)
        case .columns(let chart): return lines(chart, width: width)
        case .lines(let chart):
            return chart.series.count == 1 ? tall(chart, width: width) : sparks(chart, width: width)
        case .shares(let chart): return lines(chart, width: width)
        case .progress(let bars): return lines(bars, width: width)
        case .text(let text):
            return text.split(separator: "\n", omittingEmptySubsequences: false)
                .flatMap { wrapped(String($0), width) }.map { StyledLine($0) }
        }
    }

    /// A text cut at blanks into lines of at most `width` columns.
    func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            let longer = line.isEmpty ? String(word) : line + " " + word
            if DisplayWidth.of(longer) > width, !line.isEmpty {
                lines.append(line)
                line = String(word)
            } else {
                line = longer
            }
        }
        return lines + [line]
    }

    private func lines(_ table: Table, width: Int) -> [StyledLine] {
        func set(_ colours: Bool) -> [Substring] {
            var bytes: [UInt8] = []
            TextRenderer(colours: colours, width: width, threads: 1, leastShrunk: 5).append(
                table, to: &bytes)
            let text = glyphs.shown(String(decoding: bytes, as: UTF8.self))
            return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .map { $0 }
        }
        // A line with codes takes the columns of the line without them.
        return zip(set(false), set(colours)).map { plain, coloured in
            let shown = DisplayWidth.of(String(plain))
            return shown > width
                ? StyledLine(String(plain)) : StyledLine.measured(String(coloured), width: shown)
        }
    }

    private func lines(_ chart: BarChart, width: Int) -> [StyledLine] {
        let texts = chart.bars.reduce(0) { max($0, DisplayWidth.of($1.text)) }
        let labels = labelWidth(chart.bars.map(\.label), width: width, texts: texts)
        let room = max(4, width - labels - texts - 4)
        let greatest = chart.bars.map { $0.value.magnitudeValue }.max() ?? 0
        return chart.bars.map { bar in
            var line = StyledLine(shown(bar.label, labels))
            line.pad(to: labels + 2)
            let eighths = bar.value.magnitudeValue.scaled(of: greatest, to: room * 8)
            line.append(glyphs.bar(eighths: eighths), bar.value < 0 ? .series(1) : .series(0))
            line.pad(to: labels + 2 + room + 2 + texts - DisplayWidth.of(bar.text))
            line.append(bar.text, bar.value < 0 ? .negative : .plain)
            return line
        }
    }

    private func lines(_ chart: ShareChart, width: Int) -> [StyledLine] {
        // Where there is little room, how large a part is says the bar alone.
        let bars = chart.shares.map { share in
            BarChart.Bar(
                share.label, share.value,
                width < 50 ? share.text : "\(share.text)  \(padded(share.percent, 7))")
        }
        return lines(BarChart(bars), width: width) + [StyledLine(chart.total, .total)]
    }

    /// The columns for labels: a third, or less where the texts and a bar of six need more.
    func labelWidth(_ labels: [String], width: Int, texts: Int) -> Int {
        let widest = labels.reduce(0) { max($0, DisplayWidth.of($1)) }
        return min(widest, max(6, min(width / 3, width - texts - 10)))
    }

    private func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - DisplayWidth.of(text))) + text
    }

    func shown(_ label: String, _ width: Int) -> String {
        glyphs.shown(DisplayWidth.cut(label, to: width))
    }

    private func lines(_ bars: [ProgressBar], width: Int) -> [StyledLine] {
        let texts = bars.reduce(0) { max($0, DisplayWidth.of($1.text)) }
        let labels = labelWidth(bars.map(\.label), width: width, texts: texts)
        let room = max(6, width - labels - texts - 4)
        return bars.map { bar in
            var line = StyledLine(shown(bar.label, labels))
            line.pad(to: labels + 2)
            let filled = min(room, max(0, bar.percent) * room / 100)
            let mark = bar.usual.map { min(room - 1, max(0, $0) * room / 100) }
            let role: Role = bar.isOver ? .series(1) : .series(0)
            for place in 0..<room {
                if place == mark {
                    line.append(glyphs.mark, .faint)
                } else if place < filled {
                    line.append(glyphs.bar(eighths: 8), role)
                } else {
                    line.append(glyphs.empty, .faint)
                }
            }
            line.pad(to: labels + 2 + room + 2 + texts - DisplayWidth.of(bar.text))
            line.append(bar.text, bar.isOver ? .negative : .plain)
            return line
        }
    }
}

extension StyledLine {
    /// A line that has its codes already.
    static func measured(_ text: String, width: Int) -> StyledLine {
        var line = StyledLine()
        line.appendMeasured(text, width: width)
        return line
    }
}

extension Int128 {
    var magnitudeValue: Int128 { self < 0 ? -self : self }
}
