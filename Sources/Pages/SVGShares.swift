import Rendering

/// A ring whose arcs are as long as the parts are large.
enum SVGDonut {
    /// A ring of which one unit of length is a thousandth.
    static func svg(_ chart: ShareChart, _ title: String) -> String {
        let whole = chart.shares.reduce(Int128(0)) { $0 + $1.value }
        var content = ""
        var start = 0
        var sum: Int128 = 0
        for (index, share) in chart.shares.enumerated() {
            sum += share.value
            let end = sum.scaled(of: whole, to: 1_000)
            let words = "\(share.label): \(share.text), \(share.percent)"
            content +=
                "<circle class=\"l\(index % Palette.seriesCount)\" style=\"stroke-width: 40\" cx=\"300\" cy=\"135\" r=\"95\" pathLength=\"1000\""
                + " stroke-dasharray=\"\(max(0, end - start)) 1000\" stroke-dashoffset=\"\(-start)\" transform=\"rotate(-90 300 135)\""
                + SVG.tip(words) + ">\(SVG.title(words))</circle>\n"
            start = end
        }
        content += SVG.text(chart.total, x: 300, y: 140, anchor: "middle")
        return SVG.drawing(title, width: 600, height: 270, content)
    }
}

/// Rectangles as large as the parts, the largest first.
enum SVGTreemap {
    private struct Box {
        var x: Int
        var y: Int
        var width: Int
        var height: Int
    }

    static func svg(_ chart: ShareChart, _ title: String, width drawn: Int) -> String {
        let shares = chart.shares.enumerated().sorted {
            $0.element.value != $1.element.value
                ? $0.element.value > $1.element.value : $0.offset < $1.offset
        }
        var content = ""
        var rest = Box(x: 0, y: 0, width: drawn, height: 260)
        var whole = shares.reduce(Int128(0)) { $0 + $1.element.value }
        for (place, entry) in shares.enumerated() {
            let share = entry.element
            // Each part is cut off the longer side of what is left.
            var box = rest
            if place < shares.count - 1 {
                if rest.width >= rest.height {
                    box.width = share.value.scaled(of: whole, to: rest.width)
                    rest.x += box.width
                    rest.width -= box.width
                } else {
                    box.height = share.value.scaled(of: whole, to: rest.height)
                    rest.y += box.height
                    rest.height -= box.height
                }
            }
            whole -= share.value
            let words = "\(share.label): \(share.text), \(share.percent)"
            content +=
                "<rect class=\"f\(entry.offset % Palette.seriesCount)\" x=\"\(box.x)\" y=\"\(box.y)\" width=\"\(max(0, box.width - 2))\" height=\"\(max(0, box.height - 2))\""
                + SVG.tip(words) + ">\(SVG.title(words))</rect>\n"
            if box.width > 60, box.height > 24 {
                content += SVG.text(
                    SVG.cut(share.label, to: box.width - 12), x: box.x + 6, y: box.y + 17,
                    classes: "on")
            }
            if box.width > 60, box.height > 44 {
                content += SVG.text(
                    SVG.cut(share.percent, to: box.width - 12), x: box.x + 6, y: box.y + 34,
                    classes: "on")
            }
        }
        return SVG.drawing(title, width: drawn, height: 260, content)
    }
}
