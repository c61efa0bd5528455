import Glibc

/// Bytes in memory that somebody else keeps alive for as long as the view is used, read a byte or a
/// word at a time.
///
/// Every access is checked against the bounds; a checked 8-byte load is what makes a scanner fast
/// (a line takes 13 loads instead of 100). Public, because the compiler inlines across targets only
/// what is public and inlinable.
@safe public struct ByteView: @unchecked Sendable {
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

    /// How many of the 32 bytes from `index` on stand before the first that is neither printable ASCII
    /// nor U+007F; one of them must not be.
    ///
    /// The high bits of a word's bytes are gathered by a product, so that nothing is looked for in a
    /// loop whose end no processor can foretell. A borrow only reaches bytes behind a real hit.
    @inlinable @inline(__always) public func firstUnprintable32(at index: Int) -> Int {
        precondition(index >= 0 && index &+ 32 <= count)
        let words = unsafe start.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self)
        let found =
            ((words &- SIMD4(repeating: 0x2020_2020_2020_2020)) | words)
            & SIMD4(repeating: 0x8080_8080_8080_8080)
        let low = ByteView.gather(found[0]) | ByteView.gather(found[1]) &<< 8
        let high = ByteView.gather(found[2]) | ByteView.gather(found[3]) &<< 8
        return (low | high &<< 16).trailingZeroBitCount
    }

    /// The high bits of the eight bytes as the eight lowest bits.
    @inlinable @inline(__always) static func gather(_ highBits: UInt64) -> UInt64 {
        ((highBits &>> 7) &* 0x0102_0408_1020_4080) &>> 56
    }

    /// Whether the 32 bytes from `index` on are ASCII, and none of them is `first` with `second` standing
    /// `distance` bytes behind it; both stand in every byte of their word, and bit 5 is not compared.
    @inlinable @inline(__always) public func lacksPair32(
        at index: Int, _ first: UInt64, _ second: UInt64, distance: Int
    ) -> Bool {
        precondition(index >= 0 && distance >= 0 && index &+ distance &+ 32 <= count)
        let words = unsafe start.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self)
        let next = unsafe start.loadUnaligned(
            fromByteOffset: index &+ distance, as: SIMD4<UInt64>.self)
        let differences =
            ((words ^ SIMD4(repeating: first)) | (next ^ SIMD4(repeating: second)))
            & SIMD4(repeating: 0xDFDF_DFDF_DFDF_DFDF)
        let found =
            ((differences &- SIMD4(repeating: 0x0101_0101_0101_0101)) & ~differences) | words
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
    /// All bytes and the 64 behind them; good for as long as the buffer.
    package var view: ByteView {
        unsafe ByteView(start: UnsafeRawPointer(start), count: capacity + 64)
    }

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
    /// The offset of the first `byte` in a range that begins at `start`, else its end; at least 8 bytes
    /// behind the end are readable.
    @inlinable @inline(__always) public func firstIndex(
        of byte: UInt8, from start: Int, before end: Int
    ) -> Int {
        let wanted = UInt64(byte) &* 0x0101_0101_0101_0101
        var index = start
        while index < end {
            let differences = word(at: index) ^ wanted
            let hits =
                (differences &- 0x0101_0101_0101_0101) & ~differences & 0x8080_8080_8080_8080
            if hits != 0 { return min(index &+ hits.trailingZeroBitCount &>> 3, end) }
            index &+= 8
        }
        return end
    }

    /// Hands a range to `body`.
    @inlinable @inline(__always) public func withSpan(
        _ range: Range<Int>, _ body: (borrowing Span<UInt8>) -> Void
    ) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let part = unsafe UnsafeRawBufferPointer(
            start: start + range.lowerBound, count: range.count)
        unsafe part.withMemoryRebound(to: UInt8.self) { unsafe body($0.span) }
    }

    /// Copies a range into a buffer.
    package func copy(_ range: Range<Int>, to buffer: ByteBuffer, at offset: Int) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        precondition(offset >= 0 && offset + range.count <= buffer.capacity)
        unsafe memcpy(buffer.start + offset, start + range.lowerBound, range.count)
    }

    /// Appends a range.
    package func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        unsafe bytes.append(
            contentsOf: UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count))
    }
}
