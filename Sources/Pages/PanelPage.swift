package import Rendering

/// Panels as the sections of a page.
package enum PanelPage {
    /// - Parameter columns: how many stand beside each other where there is room.
    package static func page(
        title: String, subtitle: String, language: String, columns: Int, _ panels: [Panel]
    ) -> Page {
        let shown = max(1, columns)
        // Paper has room for two beside each other.
        var body = "<style>main { --columns: \(shown); --printed: \(min(shown, 2)); }</style>\n"
        for (number, panel) in panels.enumerated() {
            body += html(panel, number: number + 1, columns: max(1, columns))
        }
        return Page(title: title, subtitle: subtitle, body: body, language: language)
    }

    private static func html(_ panel: Panel, number: Int, columns: Int) -> String {
        let id = "block-\(number)"
        let span = min(max(1, panel.span), columns)
        var text =
            "<section aria-labelledby=\"\(id)\" style=\"--span: \(span); --half: \(min(span, 2))\">\n"
            + "<h2 id=\"\(id)\">\(HTMLText.escaped(panel.title))</h2>\n"
        if let subtitle = panel.subtitle {
            text += "<p class=\"faint\">\(HTMLText.escaped(subtitle))</p>\n"
        }
        for part in panel.parts { text += html(part, panel.title, width: 600 * span) }
        return text + "</section>\n"
    }

    private static func html(_ part: PanelPart, _ title: String, width: Int) -> String {
        switch part {
        case .number(let cell, let detail):
            let mark = cell.role == .negative ? " negative" : ""
            var text = "<p class=\"number\(mark)\">\(HTMLText.escaped(cell.text))</p>\n"
            if let detail { text += "<p class=\"faint\">\(HTMLText.escaped(detail))</p>\n" }
            return text
        case .table(let table): return PageTable.html(table, caption: title)
        case .text(let text):
            return text.split(separator: "\n").map { "<p>\(HTMLText.escaped(String($0)))</p>\n" }
                .joined()
        case .bars(let chart):
            return figure(title, SVGBars.svg(chart, title), table(chart))
        case .columns(let chart):
            return figure(
                title, SVGColumns.svg(chart, title, width: width),
                table(chart.labels, chart.series),
                legend: chart.series.map(\.name))
        case .lines(let chart):
            return figure(
                title, SVGLines.svg(chart, title, width: width), table(chart.labels, chart.series),
                legend: chart.series.map(\.name))
        case .shares(let chart):
            let svg =
                switch chart.form {
                case .donut: SVGDonut.svg(chart, title)
                case .treemap: SVGTreemap.svg(chart, title, width: width)
                case .bars:
                    SVGBars.svg(
                        BarChart(chart.shares.map { .init($0.label, $0.value, $0.text) }), title)
                }
            return figure(
                title, svg, table(chart),
                legend: chart.form == .donut ? chart.shares.map { "\($0.label) \($0.percent)" } : []
            )
        case .progress(let bars):
            return figure(title, SVGBars.svg(bars, title), table(bars))
        }
    }

    /// A chart with the same figures as a table behind it.
    private static func figure(
        _ title: String, _ svg: String, _ table: Table, legend: [String] = []
    ) -> String {
        var text = "<figure>\n\(svg)"
        if legend.count > 1 {
            text += "<ul class=\"legend\">"
            for (index, name) in legend.enumerated() {
                let colour = index % Palette.seriesCount
                text +=
                    "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"f\(colour)\" width=\"10\" height=\"10\"/></svg>"
                    + "\(HTMLText.escaped(name))</li>"
            }
            text += "</ul>\n"
        }
        return text + "<figcaption></figcaption>\n</figure>\n"
            + "<details><summary>Figures of \(HTMLText.escaped(title))</summary>\n"
            + PageTable.html(table, caption: title) + "</details>\n"
    }

    // The figures of charts

    private static func table(_ chart: BarChart) -> Table {
        Table(
            columns: [Column("name"), Column("amount", .right)],
            rows: chart.bars.map { [Cell($0.label), Cell($0.text)] })
    }

    private static func table(_ labels: [String], _ series: [ColumnChart.Series]) -> Table {
        Table(
            columns: [Column("period")] + series.map { Column($0.name, .right) },
            rows: labels.enumerated().map { index, label in
                [Cell(label)]
                    + series.map { Cell($0.texts.indices.contains(index) ? $0.texts[index] : "") }
            })
    }

    private static func table(_ chart: ShareChart) -> Table {
        Table(
            columns: [Column("name"), Column("amount", .right), Column("share", .right)],
            rows: chart.shares.map { [Cell($0.label), Cell($0.text), Cell($0.percent)] },
            footer: [[Cell("total", .total), Cell(chart.total, .total), Cell("")]])
    }

    private static func table(_ bars: [ProgressBar]) -> Table {
        Table(
            columns: [
                Column("name"), Column("used", .right), Column("left", .right), Column("pace"),
            ],
            rows: bars.map {
                [
                    Cell($0.label), Cell("\($0.percent) %"),
                    Cell($0.text, $0.isOver ? .negative : .plain), Cell($0.detail),
                ]
            })
    }
}
