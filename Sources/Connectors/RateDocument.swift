import Foundation
import FoundationXML
import Model

/// The form in which the European Central Bank tells rates: `Cube` elements with a day, and in each of them one for each
/// currency.
///
///     <Cube time="2026-11-27"><Cube currency="USD" rate="1.0987"/>…</Cube>
enum RateDocument {
    struct Rate {
        var currency: String
        /// As it is written.
        var rate: String
    }

    struct Day {
        var date: CivilDate
        var rates: [Rate] = []
    }

    /// The days of a document, in its order; `nil` where it is no XML or says a day in another form.
    static func days(_ bytes: [UInt8]) -> [Day]? {
        let parser = XMLParser(data: Data(bytes))
        parser.shouldResolveExternalEntities = false
        let reader = RateReader()
        parser.delegate = reader
        return parser.parse() && !reader.isBroken ? reader.days : nil
    }
}

/// Collects days and rates as the parser meets them.
private final class RateReader: NSObject, XMLParserDelegate {
    private(set) var days: [RateDocument.Day] = []
    private(set) var isBroken = false

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String] = [:]
    ) {
        if let time = attributes["time"] {
            guard let date = CivilDate(iso: time) else {
                isBroken = true
                return
            }
            days.append(RateDocument.Day(date: date))
        } else if let currency = attributes["currency"], let rate = attributes["rate"] {
            guard let last = days.indices.last else {
                isBroken = true
                return
            }
            days[last].rates.append(RateDocument.Rate(currency: currency, rate: rate))
        }
    }

    /// Declarations of entities, of which rates have no need, end the reading.
    func parser(
        _ parser: XMLParser, foundInternalEntityDeclarationWithName name: String, value: String?
    ) {
        isBroken = true
        parser.abortParsing()
    }
}
