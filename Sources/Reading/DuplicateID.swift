import Model
package import SourceText
import Syntax

/// The finding for an id that stands on two lines.
package enum DuplicateID {
    /// - Parameter line: the bytes of the later line, whose id the finding points at.
    package static func finding(
        _ line: [UInt8], at location: Location, other: Location
    ) -> Diagnostic {
        var location = location
        if let range = idRange(line) {
            location.column = range.lowerBound + 1
            location.endColumn = range.upperBound + 1
        }
        let place = other.file == location.file ? "line" : "\(other.file), line"
        return Diagnostic(
            "id.twice", .error, at: location,
            "the same id stands on \(place) \(other.line ?? 0)", excerpt: String(readable: line),
            remedy:
                "if the two are one transaction, bankbook repair joins them; else delete the id of the later one",
            related: [RelatedLocation(other, "the id stands here too")])
    }

    private static func idRange(_ line: [UInt8]) -> Range<Int>? {
        let field = LineText.attributes(line)
        return zip(field.attributes.list, field.ranges).first { $0.0.key == "id" }?.1
    }
}
