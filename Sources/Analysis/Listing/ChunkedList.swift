/// A list that grows by chunks, so that no element is ever copied and no memory is held twice.
struct ChunkedList<Element: Sendable>: Sendable {
    private var chunks: [[Element]] = []
    private(set) var count = 0
    private static var shift: Int { 14 }

    /// - Complexity: O(1).
    mutating func append(_ element: Element) {
        let size = 1 << ChunkedList.shift
        if count & (size - 1) == 0 {
            var chunk: [Element] = []
            chunk.reserveCapacity(chunks.isEmpty ? 64 : size)
            chunks.append(chunk)
        }
        chunks[chunks.count - 1].append(element)
        count += 1
    }

    subscript(index: Int) -> Element {
        chunks[index >> ChunkedList.shift][index & ((1 << ChunkedList.shift) - 1)]
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
            chunk.reserveCapacity(chunks.isEmpty ? max(length, 4_096) : max(length, limit))
            chunks.append(chunk)
        }
        let last = chunks.count - 1
        let offset = chunks[last].count
        write(&chunks[last])
        return Position(packed: UInt32(last) << LineArena.chunkBits | UInt32(offset))
    }

    /// The bytes of a line.
    func bytes(_ position: Position, _ length: Int) -> ArraySlice<UInt8> {
        let chunk = Int(position.packed >> LineArena.chunkBits)
        let offset = Int(position.packed & ((1 << LineArena.chunkBits) - 1))
        return chunks[chunk][offset..<offset + length]
    }
}
