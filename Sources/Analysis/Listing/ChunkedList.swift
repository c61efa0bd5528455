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

/// Lines kept one behind the other in chunks of 4 MiB.
struct LineArena: Sendable {
    private var chunks: [[UInt8]] = []
    private static let chunkBits: UInt32 = 22

    /// Where a line lies: the chunk and the offset in it.
    struct Position: Sendable {
        fileprivate var packed: UInt32
    }

    /// Makes room for a line and gives its place; `write` appends the line's bytes.
    mutating func append(_ length: Int, _ write: (inout [UInt8]) -> Void) -> Position {
        let limit = 1 << Int(LineArena.chunkBits)
        if chunks.isEmpty || chunks[chunks.count - 1].count + length > limit {
            var chunk: [UInt8] = []
            chunk.reserveCapacity(max(length, limit))
            chunks.append(chunk)
        }
        let last = chunks.count - 1
        let offset = chunks[last].count
        write(&chunks[last])
        return Position(packed: UInt32(last) << LineArena.chunkBits | UInt32(offset))
    }

    /// The bytes of a line.
    func bytes(_ position: Position, _ length: Int) -> ArraySlice<UInt8> {
        let start = LineArena.offset(position)
        return chunks[LineArena.chunk(position)][start..<start + length]
    }

    private static func chunk(_ position: Position) -> Int {
        Int(position.packed >> LineArena.chunkBits)
    }

    private static func offset(_ position: Position) -> Int {
        Int(position.packed & (1 << LineArena.chunkBits - 1))
    }
}
