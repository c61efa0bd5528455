/// Decompresses data by the method DEFLATE (RFC 1951).
struct Inflate {
    /// Why data cannot be decompressed.
    enum Failure: Error, Equatable { case damaged, tooLarge }

    private let input: [UInt8]
    private var position: Int
    private let end: Int
    private let limit: Int
    private var bits: UInt64 = 0
    private var bitCount = 0
    private var output: [UInt8] = []

    /// The data in `range` of `input`, which may grow to `limit` bytes.
    static func data(
        _ input: [UInt8], _ range: Range<Int>, limit: Int
    ) throws(Failure) -> [UInt8] {
        var inflate = Inflate(input: input, range: range, limit: limit)
        return try inflate.run()
    }

    private init(input: [UInt8], range: Range<Int>, limit: Int) {
        self.input = input
        position = range.lowerBound
        end = range.upperBound
        self.limit = limit
    }

    private mutating func run() throws(Failure) -> [UInt8] {
        var isLast = false
        while !isLast {
            isLast = try take(1) == 1
            switch try take(2) {
            case 0: try stored()
            case 1:
                guard let literals = Inflate.fixedLiterals, let distances = Inflate.fixedDistances
                else { throw .damaged }
                try coded(literals, distances)
            case 2:
                let (literals, distances) = try tables()
                try coded(literals, distances)
            default: throw .damaged
            }
        }
        return output
    }

    private mutating func fill(_ count: Int) throws(Failure) {
        while bitCount < count {
            guard position < end else { throw .damaged }
            bits |= UInt64(input[position]) << UInt64(bitCount)
            position += 1
            bitCount += 8
        }
    }

    private mutating func take(_ count: Int) throws(Failure) -> Int {
        if count == 0 { return 0 }
        try fill(count)
        let value = Int(bits & (1 << UInt64(count) - 1))
        bits >>= UInt64(count)
        bitCount -= count
        return value
    }

    private mutating func append(_ byte: UInt8) throws(Failure) {
        guard output.count < limit else { throw .tooLarge }
        output.append(byte)
    }

    private mutating func stored() throws(Failure) {
        _ = try take(bitCount % 8)
        let length = try take(16)
        guard try take(16) == length ^ 0xFFFF else { throw .damaged }
        for _ in 0..<length { try append(UInt8(try take(8))) }
    }

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
        131, 163, 195, 227, 258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
        2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ]
    private static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12,
        13, 13,
    ]

    private mutating func coded(_ literals: Code, _ distances: Code) throws(Failure) {
        while true {
            let symbol = try decode(literals)
            if symbol < 256 {
                try append(UInt8(symbol))
                continue
            }
            if symbol == 256 { return }
            guard symbol - 257 < Inflate.lengthBases.count else { throw .damaged }
            let length =
                Inflate.lengthBases[symbol - 257] + (try take(Inflate.lengthBits[symbol - 257]))
            let place = try decode(distances)
            guard place < Inflate.distanceBases.count else { throw .damaged }
            let distance =
                Inflate.distanceBases[place] + (try take(Inflate.distanceBits[place]))
            guard distance <= output.count else { throw .damaged }
            for _ in 0..<length { try append(output[output.count - distance]) }
        }
    }

    /// A prefix code: how many codes there are of each length, and the symbols in the order of their codes.
    private struct Code {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int] = []

        /// `nil` where the lengths make more codes than there is room for.
        init?(_ lengths: [Int]) {
            for length in lengths { counts[length] += 1 }
            counts[0] = 0
            var room = 1
            for length in 1..<16 {
                room = room * 2 - counts[length]
                if room < 0 { return nil }
            }
            var offsets = [Int](repeating: 0, count: 17)
            for length in 1..<16 { offsets[length + 1] = offsets[length] + counts[length] }
            symbols = [Int](repeating: 0, count: offsets[16])
            for (symbol, length) in lengths.enumerated() where length > 0 {
                symbols[offsets[length]] = symbol
                offsets[length] += 1
            }
        }
    }

    private mutating func decode(_ code: Code) throws(Failure) -> Int {
        var value = 0
        var first = 0
        var index = 0
        for length in 1..<16 {
            value |= try take(1)
            let count = code.counts[length]
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw .damaged
    }

    private static let fixedLiterals = Code(
        (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
    private static let fixedDistances = Code([Int](repeating: 5, count: 30))

    private static let lengthOrder = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ]

    private mutating func tables() throws(Failure) -> (Code, Code) {
        let literalCount = try take(5) + 257
        let distanceCount = try take(5) + 1
        var lengths = [Int](repeating: 0, count: 19)
        for place in 0..<(try take(4)) + 4 { lengths[Inflate.lengthOrder[place]] = try take(3) }
        guard let code = Code(lengths) else { throw .damaged }
        var list: [Int] = []
        while list.count < literalCount + distanceCount {
            let symbol = try decode(code)
            switch symbol {
            case 0..<16: list.append(symbol)
            case 16:
                guard let last = list.last else { throw .damaged }
                list += Array(repeating: last, count: try take(2) + 3)
            case 17: list += Array(repeating: 0, count: try take(3) + 3)
            default: list += Array(repeating: 0, count: try take(7) + 11)
            }
        }
        guard list.count == literalCount + distanceCount,
            let literals = Code(Array(list[..<literalCount])),
            let distances = Code(Array(list[literalCount...]))
        else { throw .damaged }
        return (literals, distances)
    }
}
