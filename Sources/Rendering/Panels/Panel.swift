/// A block of a page or a screen: a heading, and parts below each other. Amounts are texts already; the numbers beside them
/// only say how long a bar is.
package struct Panel: Sendable {
    package var title: String
    /// The days or lines that it is of.
    package var subtitle: String?
    package var parts: [PanelPart]
    /// How many columns of the layout it takes, at least one.
    package var span: Int

    package init(_ title: String, subtitle: String? = nil, span: Int = 1, parts: [PanelPart]) {
        self.title = title.harmless
        self.subtitle = subtitle?.harmless
        self.span = span
        self.parts = parts.map(\.harmless)
    }
}

extension PanelPart {
    /// The part with texts that steer no terminal; tables hold none anyway.
    fileprivate var harmless: PanelPart {
        switch self {
        case .text(let text): .text(text.harmless)
        case .number(let cell, let detail): .number(cell, detail: detail?.harmless)
        default: self
        }
    }
}

/// One part of a panel.
package enum PanelPart: Sendable {
    /// A big number with a line below it.
    case number(Cell, detail: String?)
    case table(Table)
    case bars(BarChart)
    case columns(ColumnChart)
    case lines(LineChart)
    case shares(ShareChart)
    case progress([ProgressBar])
    case text(String)
}

/// Amounts beside each other, as horizontal bars from one zero.
package struct BarChart: Sendable {
    package struct Bar: Sendable {
        package var label: String
        package var value: Int128
        package var text: String

        package init(_ label: String, _ value: Int128, _ text: String) {
            self.label = label
            self.value = value
            self.text = text
        }
    }

    package var bars: [Bar]

    package init(_ bars: [Bar]) { self.bars = bars }
}

/// Amounts of periods, as columns; several series stand beside each other.
package struct ColumnChart: Sendable {
    package struct Series: Sendable {
        package var name: String
        /// Above or at zero, one a period.
        package var values: [Int128]
        package var texts: [String]

        package init(_ name: String, values: [Int128], texts: [String]) {
            self.name = name
            self.values = values
            self.texts = texts
        }
    }

    package var labels: [String]
    package var series: [Series]
    /// The greatest value, in words.
    package var top: String

    package init(labels: [String], series: [Series], top: String) {
        self.labels = labels
        self.series = series
        self.top = top
    }
}

/// How amounts go over time.
package struct LineChart: Sendable {
    package var labels: [String]
    /// Any sign, one value a period.
    package var series: [ColumnChart.Series]
    /// The ends of the scale in words.
    package var least: String
    package var greatest: String
    /// Series around the others, such as the ends of a band, which pages draw and screens leave out.
    package var bounds: Bounds?

    /// Series around others, with the ends of the scale of all in words.
    package struct Bounds: Sendable {
        package let series: [ColumnChart.Series]
        package let least: String
        package let greatest: String

        package init(_ series: [ColumnChart.Series], least: String, greatest: String) {
            self.series = series
            self.least = least
            self.greatest = greatest
        }
    }

    package init(
        labels: [String], series: [ColumnChart.Series], least: String, greatest: String,
        bounds: Bounds? = nil
    ) {
        self.labels = labels
        self.series = series
        self.least = least
        self.greatest = greatest
        self.bounds = bounds
    }
}

/// Parts of a whole.
package struct ShareChart: Sendable {
    package enum Form: String, Sendable, CaseIterable { case donut, treemap, bars }

    package struct Share: Sendable {
        package var label: String
        /// Above zero.
        package var value: Int128
        package var text: String
        /// Of the whole, such as `12.5 %`.
        package var percent: String

        package init(_ label: String, _ value: Int128, text: String, percent: String) {
            self.label = label
            self.value = value
            self.text = text
            self.percent = percent
        }
    }

    package var form: Form
    package var shares: [Share]
    /// The whole, in words.
    package var total: String

    package init(_ form: Form, shares: [Share], total: String) {
        self.form = form
        self.shares = shares
        self.total = total
    }
}

/// How far something has come.
package struct ProgressBar: Sendable {
    package var label: String
    /// In percent; above 100 where it is more than there was.
    package var percent: Int
    /// Where it usually is by now, in percent.
    package var usual: Int?
    package var text: String
    package var detail: String
    package var isOver: Bool

    package init(
        _ label: String, percent: Int, usual: Int?, text: String, detail: String, isOver: Bool
    ) {
        self.label = label
        self.percent = percent
        self.usual = usual
        self.text = text
        self.detail = detail
        self.isOver = isOver
    }
}
