package import Model
package import SourceText

/// Converters of several ledgers, handed to closures that tell sums in one currency.
package final class ConversionDesk {
    private var converters: [Converter]
    private let books: [ReportBook]

    /// - Parameter target: `nil` where nothing is converted.
    package init(to target: CurrencyCode?, _ books: [ReportBook]) {
        self.books = books
        converters = target.map { code in books.map { Converter(to: code, $0.ledger) } } ?? []
    }

    /// The worth of a sum of one ledger; the sum itself where nothing is converted.
    package func worth(_ sum: Totals, of ledger: Int, on date: CivilDate) -> Totals {
        converters.isEmpty ? sum : converters[ledger].worth(of: sum, on: date)
    }

    package func findings(isAllowed: Bool) -> [Diagnostic] {
        zip(books, converters).flatMap { book, converter in
            book.located(converter.findings(isAllowed: isAllowed))
        }
    }
}
