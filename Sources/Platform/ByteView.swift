/// Bytes in memory that somebody else keeps alive for as long as the view is used, read a byte or a
/// word at a time.
///
/// Every access is checked against the bounds; a checked 8-byte load is what makes a scanner fast
/// (a line takes 13 loads instead of 100). Public, because the compiler inlines across targets only
/// what is public and inlinable.
@safe public struct ByteView {
    @usableFromInline let start: UnsafeRawPointer
    public let count: Int

    init(start: UnsafeRawPointer, count: Int) {
        unsafe self.start = start
        self.count = count
    }

    @inlinable @inline(__always) public subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < count)
        return unsafe start.load(fromByteOffset: index, as: UInt8.self)
    }

    /// Eight bytes from `index` on, the first one lowest.
    @inlinable @inline(__always) public func word(at index: Int) -> UInt64 {
        precondition(index >= 0 && index &+ 8 <= count)
        return unsafe UInt64(
            littleEndian: start.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// Whether all 32 bytes from `index` on are printable ASCII or U+007F.
    ///
    /// Per word: subtracting a blank from each byte leaves the high bit set in those below U+0020,
    /// and those above U+007F have it already.
    @inlinable @inline(__always) public func isPrintable32(at index: Int) -> Bool {
        precondition(index >= 0 && index &+ 32 <= count)
        let words = unsafe start.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self)
        let found = (words &- SIMD4(repeating: 0x2020_2020_2020_2020)) | words
        return (found[0] | found[1] | found[2] | found[3]) & 0x8080_8080_8080_8080 == 0
    }

    /// Four bytes from `index` on, the first one lowest.
    @inlinable @inline(__always) public func halfWord(at index: Int) -> UInt32 {
        precondition(index >= 0 && index &+ 4 <= count)
        return unsafe UInt32(
            littleEndian: start.loadUnaligned(fromByteOffset: index, as: UInt32.self))
    }

    /// A copy of a range.
    package func bytes(_ range: Range<Int>) -> [UInt8] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let part = unsafe UnsafeRawBufferPointer(
            start: start + range.lowerBound, count: range.count)
        return unsafe Array(part)
    }
}

extension ByteBuffer {
    /// The first `count` bytes and the 64 behind them.
    package func withView<R>(_ count: Int, _ body: (ByteView) throws -> R) rethrows -> R {
        precondition(count >= 0 && count <= capacity)
        return try body(unsafe ByteView(start: UnsafeRawPointer(start), count: count + 64))
    }

    /// Sets one byte; `index` may lie in the 64 behind the capacity.
    package func set(_ index: Int, _ byte: UInt8) {
        precondition(index >= 0 && index < capacity + 64)
        unsafe start.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
    }

    /// The offset of the last `byte` before `end`.
    package func lastIndex(of byte: UInt8, before end: Int) -> Int? {
        precondition(end >= 0 && end <= capacity)
        var index = end
        while index > 0 {
            index -= 1
            if unsafe start.load(fromByteOffset: index, as: UInt8.self) == byte { return index }
        }
        return nil
    }
}

extension [UInt8] {
    /// A view of the bytes followed by 64 zero bytes, for scanners that look ahead.
    package func withPaddedView<R>(_ body: (ByteView) throws -> R) rethrows -> R {
        let buffer = ByteBuffer(capacity: Swift.max(count, 1))
        for (index, byte) in enumerated() { buffer.set(index, byte) }
        return try buffer.withView(count, body)
    }
}

extension ByteView {
    /// Appends a range.
    package func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        unsafe bytes.append(
            contentsOf: UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count))
    }
}
