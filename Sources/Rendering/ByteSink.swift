/// Bytes that are written one behind the other and taken away now and then: an array of fixed places
/// and a cursor, because appending a few bytes to an array costs more than the bytes.
package struct ByteSink {
    private var places: [UInt8] = []
    package private(set) var count = 0

    package init() {}

    package mutating func append(_ byte: UInt8) {
        makeRoom(for: 1)
        places[count] = byte
        count &+= 1
    }

    package mutating func append(_ bytes: borrowing [UInt8]) { append(bytes.span) }

    package mutating func append(_ bytes: borrowing Span<UInt8>) {
        makeRoom(for: bytes.count)
        let start = count
        var target = places.mutableSpan
        for index in bytes.indices { target[start &+ index] = bytes[index] }
        count = start &+ bytes.count
    }

    package mutating func appendBlanks(_ number: Int) {
        makeRoom(for: number)
        let start = count
        var target = places.mutableSpan
        for index in start..<start &+ number { target[index] = 0x20 }
        count = start &+ number
    }

    private mutating func makeRoom(for number: Int) {
        if count &+ number > places.count { grow(number) }
    }

    private mutating func grow(_ number: Int) {
        let size = max(count + number, places.count * 2, 1 << 16)
        places += repeatElement(0, count: size - places.count)
    }

    /// The bytes so far.
    package var bytes: ArraySlice<UInt8> { places[..<count] }

    func string(from start: Int) -> String {
        String(decoding: places[start..<count], as: UTF8.self)
    }

    mutating func removeAll(from start: Int) { count = start }
}
