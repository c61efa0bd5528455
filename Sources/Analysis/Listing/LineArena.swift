import Platform

/// Lines kept one behind the other in chunks of 4 MiB.
///
/// Reading takes a view of a chunk instead of the chunk, so that threads which read at the same time do
/// not count references to it.
struct LineArena: Sendable {
    private var chunks: [ByteBuffer] = []
    private var views: [ByteView] = []
    /// The bytes used of the last chunk.
    private var used = 0
    private static let chunkBits: UInt32 = 22

    /// Where a line lies: the chunk and the offset in it.
    struct Position: Sendable {
        fileprivate var packed: UInt32
    }

    /// Keeps the bytes in `range` of a text and gives their place.
    mutating func append(_ text: ByteView, _ range: Range<Int>) -> Position {
        if chunks.isEmpty || used + range.count > chunks[chunks.count - 1].capacity {
            let chunk = ByteBuffer(capacity: max(range.count, 1 << Int(LineArena.chunkBits)))
            chunks.append(chunk)
            views.append(chunk.view)
            used = 0
        }
        let last = chunks.count - 1
        let offset = used
        text.copy(range, to: chunks[last], at: offset)
        used += range.count
        return Position(packed: UInt32(last) << LineArena.chunkBits | UInt32(offset))
    }

    /// The text that holds the line; 64 bytes behind its end are readable. Good for as long as the arena.
    @inline(__always)
    func text(_ position: Position) -> ByteView {
        views[Int(position.packed >> LineArena.chunkBits)]
    }

    /// Where the line begins in its text.
    @inline(__always)
    func start(_ position: Position) -> Int {
        Int(position.packed & (1 << LineArena.chunkBits - 1))
    }
}
