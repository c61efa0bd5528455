/// A list that grows by chunks, so that no element is ever copied and no memory is held twice.
///
/// An element's place stays the same when other lists are put behind: it counts whole chunks, of
/// which the last of a list may be only partly filled.
struct ChunkedList<Element: Sendable>: Sendable {
    private var chunks: [[Element]] = []
    private static var shift: Int { 14 }
    private static var mask: Int { 1 << shift - 1 }

    /// The place that the next element gets; the number of elements of a list that no other was put
    /// behind.
    var end: Int {
        guard let last = chunks.last else { return 0 }
        return (chunks.count - 1) << ChunkedList.shift + last.count
    }

    /// - Complexity: O(1).
    mutating func append(_ element: Element) {
        if end & ChunkedList.mask == 0 {
            var chunk: [Element] = []
            chunk.reserveCapacity(chunks.isEmpty ? 64 : 1 << ChunkedList.shift)
            chunks.append(chunk)
        }
        chunks[chunks.count - 1].append(element)
    }

    /// Puts the elements of `other` behind; the place of its first one.
    mutating func append(_ other: ChunkedList) -> Int {
        let first = chunks.count << ChunkedList.shift
        chunks += other.chunks
        return first
    }

    subscript(place: Int) -> Element {
        chunks[place >> ChunkedList.shift][place & ChunkedList.mask]
    }
}
