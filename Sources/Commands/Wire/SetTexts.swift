import Rendering

/// Texts that many rows show, with the columns they take.
///
/// One array holds them all: threads that set rows at the same time do not count references to each.
struct SetTexts: Sendable {
    private var bytes: [UInt8] = []
    private var places: [Place] = []

    private struct Place: Sendable {
        var start: Int
        var end: Int
        var width: Int
    }

    init(_ texts: [String]) {
        for text in texts {
            let start = bytes.count
            bytes += text.utf8
            places.append(
                Place(
                    start: start, end: bytes.count,
                    width: RowWriter.width(bytes.span.extracting(start..<bytes.count))))
        }
    }

    func width(_ index: Int) -> Int { places[index].width }

    /// Appends the text to an open cell.
    func append(_ index: Int, to writer: inout RowWriter) {
        let place = places[index]
        writer.text.append(bytes.span.extracting(place.start..<place.end))
    }
}
