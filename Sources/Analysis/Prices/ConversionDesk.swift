package import Model
package import SourceText

/// Converters of several ledgers, handed to closures that tell sums in one currency.
package final class ConversionDesk {
    private var converters: [Converter]

    /// - Parameter converters: one per ledger; none where nothing is converted.
    package init(_ converters: [Converter]) { self.converters = converters }

    /// The worth of a sum of one ledger; the sum itself where nothing is converted.
    package func worth(_ sum: Totals, of ledger: Int, on date: CivilDate) -> Totals {
        converters.isEmpty ? sum : converters[ledger].worth(of: sum, on: date)
    }

    package func findings(isAllowed: Bool) -> [Diagnostic] {
        converters.flatMap { $0.findings(isAllowed: isAllowed) }
    }
}
