import Rendering

/// Pieces that every chart has. Coordinates are whole: a chart is drawn in a box of some hundred units.
enum SVG {
    /// A drawing with a name that is read out.
    static func drawing(_ title: String, width: Int, height: Int, _ content: String) -> String {
        let name = HTMLText.escaped(title)
        let wide = width > 600 ? " class=\"wide\"" : ""
        return
            "<svg\(wide) viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\"\(name)\">\n"
            + content + "</svg>\n"
    }

    /// What is said of a mark where it is pointed at.
    static func tip(_ text: String) -> String { " data-t=\"\(HTMLText.escaped(text))\"" }

    static func title(_ text: String) -> String { "<title>\(HTMLText.escaped(text))</title>" }

    static func text(
        _ text: String, x: Int, y: Int, anchor: String = "start", classes: String = ""
    ) -> String {
        let names = classes.isEmpty ? "" : " class=\"\(classes)\""
        return
            "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\"\(names)>\(HTMLText.escaped(text))</text>\n"
    }

    /// A label cut to about so many units.
    static func cut(_ text: String, to units: Int) -> String {
        DisplayWidth.cut(text, to: max(1, units / 7))
    }
}

enum SVGBars {
    static func svg(_ chart: BarChart, _ title: String) -> String {
        let greatest = chart.bars.map { abs($0.value) }.max() ?? 0
        var content = ""
        for (index, bar) in chart.bars.enumerated() {
            let y = index * 26
            let length = max(1, abs(bar.value).scaled(of: greatest, to: 330))
            content += SVG.text(SVG.cut(bar.label, to: 140), x: 0, y: y + 17)
            content +=
                "<rect class=\"f\(bar.value < 0 ? 1 : 0)\" x=\"150\" y=\"\(y + 4)\" width=\"\(length)\" height=\"18\" rx=\"3\""
                + SVG.tip("\(bar.label): \(bar.text)")
                + ">\(SVG.title("\(bar.label): \(bar.text)"))</rect>\n"
            content += SVG.text(bar.text, x: 600, y: y + 17, anchor: "end")
        }
        return SVG.drawing(title, width: 600, height: max(26, chart.bars.count * 26), content)
    }

    static func svg(_ bars: [ProgressBar], _ title: String) -> String {
        var content = ""
        for (index, bar) in bars.enumerated() {
            let y = index * 28
            let length = min(300, max(0, bar.percent) * 3)
            let words = "\(bar.label): \(bar.percent) %, \(bar.text) \(bar.detail)"
            content += SVG.text(SVG.cut(bar.label, to: 150), x: 0, y: y + 18)
            content +=
                "<rect class=\"track\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".4\" x=\"160\" y=\"\(y + 6)\" width=\"300\" height=\"16\" rx=\"3\"/>\n"
            content +=
                "<rect class=\"f\(bar.isOver ? 1 : 0)\" x=\"160\" y=\"\(y + 6)\" width=\"\(length)\" height=\"16\" rx=\"3\""
                + SVG.tip(words) + ">\(SVG.title(words))</rect>\n"
            if let usual = bar.usual {
                let x = 160 + min(300, max(0, usual) * 3)
                content +=
                    "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"\(y + 2)\" y2=\"\(y + 26)\" stroke=\"currentColor\" stroke-width=\"2\"/>\n"
            }
            content += SVG.text(bar.text, x: 600, y: y + 18, anchor: "end")
        }
        return SVG.drawing(title, width: 600, height: max(28, bars.count * 28), content)
    }
}

enum SVGColumns {
    /// - Parameter width: of the drawing; texts stay as large as they are.
    static func svg(_ chart: ColumnChart, _ title: String, width drawn: Int) -> String {
        let greatest = chart.series.flatMap(\.values).max() ?? 0
        let count = max(1, chart.labels.count)
        let slot = max(4, drawn / count)
        let width = max(1, (slot - 4) / max(1, chart.series.count))
        var content = SVG.text(chart.top, x: 0, y: 12, classes: "soft")
        content += "<line class=\"grid\" x1=\"0\" x2=\"\(drawn)\" y1=\"200\" y2=\"200\"/>\n"
        for (period, label) in chart.labels.enumerated() {
            for (index, series) in chart.series.enumerated()
            where series.values.indices.contains(period) {
                let height = series.values[period].scaled(of: greatest, to: 176)
                let words = "\(label) \(series.name): \(series.texts[period])"
                content +=
                    "<rect class=\"f\(index)\" x=\"\(period * slot + 2 + index * width)\" y=\"\(200 - height)\" width=\"\(width)\" height=\"\(height)\""
                    + SVG.tip(words) + ">\(SVG.title(words))</rect>\n"
            }
            let shown = slot >= 52 ? label : String(label.suffix(2))
            if slot >= 16 {
                content += SVG.text(
                    shown, x: period * slot + slot / 2, y: 216, anchor: "middle", classes: "soft")
            }
        }
        return SVG.drawing(title, width: drawn, height: 222, content)
    }
}

enum SVGLines {
    /// - Parameter width: of the drawing; texts stay as large as they are.
    static func svg(_ chart: LineChart, _ title: String, width drawn: Int) -> String {
        let all = chart.series + (chart.bounds?.series ?? [])
        let values = all.flatMap(\.values)
        let least = values.min() ?? 0
        let span = max(1, (values.max() ?? 0) - least)
        let count = max(1, chart.labels.count)
        let step = count > 1 ? (drawn - 56) / (count - 1) : 0
        func point(_ period: Int, _ value: Int128) -> (x: Int, y: Int) {
            (28 + period * step, 190 - (value - least).scaled(of: span, to: 165))
        }
        var content = SVG.text(
            chart.bounds?.greatest ?? chart.greatest, x: 0, y: 12, classes: "soft")
        content += SVG.text(chart.bounds?.least ?? chart.least, x: 0, y: 206, classes: "soft")
        content += "<line class=\"grid\" x1=\"0\" x2=\"\(drawn)\" y1=\"190\" y2=\"190\"/>\n"
        for (index, series) in all.enumerated() {
            let colour = index % Palette.seriesCount
            let points = series.values.enumerated().map { point($0, $1) }
            content +=
                "<polyline class=\"l\(colour)\" points=\"\(points.map { "\($0.x),\($0.y)" }.joined(separator: " "))\"/>\n"
            for (period, place) in points.enumerated() {
                let label = chart.labels.indices.contains(period) ? chart.labels[period] : ""
                let words = "\(label) \(series.name): \(series.texts[period])"
                content +=
                    "<circle class=\"f\(colour)\" cx=\"\(place.x)\" cy=\"\(place.y)\" r=\"4\""
                    + SVG.tip(words) + ">\(SVG.title(words))</circle>\n"
            }
        }
        for (period, label) in chart.labels.enumerated() where step >= 16 || period == count - 1 {
            let shown = step >= 52 ? label : String(label.suffix(2))
            content += SVG.text(
                shown, x: 28 + period * step, y: 224, anchor: "middle", classes: "soft")
        }
        return SVG.drawing(title, width: drawn, height: 230, content)
    }
}
