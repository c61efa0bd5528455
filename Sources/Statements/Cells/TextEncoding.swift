import SourceText

/// The encodings in which banks write text files.
enum TextEncoding: String, CaseIterable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"
    case windows1250 = "windows-1250"
    case latin1 = "iso-8859-1"
    case latin2 = "iso-8859-2"
    case latin9 = "iso-8859-15"

    /// The encoding with this name in any case; `utf8`, `latin1` and the like are understood too.
    init?(named name: String) {
        let folded = name.lowercased().filter { $0.isLetter || $0.isNumber }
        let aliases: [String: TextEncoding] = [
            "utf16": .utf16LittleEndian, "cp1252": .windows1252, "cp1250": .windows1250,
            "latin1": .latin1, "latin2": .latin2, "latin9": .latin9, "latin15": .latin9,
            "utf8bom": .utf8,
        ]
        let all = TextEncoding.allCases
        let exact = all.first { $0.rawValue.filter { $0 != "-" } == folded }
        guard let found = exact ?? aliases[folded] else { return nil }
        self = found
    }

    /// The encoding that the bytes show: by byte order mark, by zeros, by being valid UTF-8, and
    /// else by which single-byte reading makes the letters of a European language.
    init(of bytes: [UInt8]) {
        if bytes.starts(with: [0xFF, 0xFE]) {
            self = .utf16LittleEndian
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            self = .utf16BigEndian
        } else if let wide = TextEncoding.wide(bytes) {
            self = wide
        } else if TextEncoding.isUTF8(bytes) {
            self = .utf8
        } else {
            self = TextEncoding.singleByte(bytes)
        }
    }

    /// UTF-16 without a mark: Latin text has a zero in every other byte.
    private static func wide(_ bytes: [UInt8]) -> TextEncoding? {
        let sample = min(bytes.count & ~1, 512)
        guard sample >= 8 else { return nil }
        var even = 0
        var odd = 0
        for index in 0..<sample where bytes[index] == 0 {
            if index & 1 == 0 { even += 1 } else { odd += 1 }
        }
        if odd * 10 >= sample * 4, even * 20 < sample { return .utf16LittleEndian }
        if even * 10 >= sample * 4, odd * 20 < sample { return .utf16BigEndian }
        return nil
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        var index = 0
        let count = bytes.count
        while index < count {
            let byte = bytes[index]
            if byte < 0x80 {
                index += 1
                continue
            }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
            guard byte >= 0xC2, byte <= 0xF4, index + length <= count else { return false }
            for next in index + 1..<index + length where bytes[next] & 0xC0 != 0x80 { return false }
            index += length
        }
        return true
    }

    /// Each reading scores by the letters it gives; a letter of Central Europe counts only in its
    /// own reading. On a tie the western one stands, as most files are western.
    private static func singleByte(_ bytes: [UInt8]) -> TextEncoding {
        var counts = [Int](repeating: 0, count: 128)
        for byte in bytes where byte >= 0x80 { counts[Int(byte) - 0x80] += 1 }
        let pounds = poundSigns(bytes)
        let hasControls = (0..<32).contains { counts[$0] > 0 }
        let candidates: [TextEncoding] =
            hasControls
            ? [.windows1252, .windows1250]
            : [.windows1252, .latin2, .windows1250, .latin9]
        var best = TextEncoding.windows1252
        var bestScore = Int.min
        for candidate in candidates {
            var score = 0
            for (offset, count) in counts.enumerated() where count > 0 {
                score += count * weight(candidate.scalar(UInt8(offset + 0x80)))
            }
            score += pounds * (candidate.scalar(poundSign) == 0xA3 ? 3 : -3)
            if score > bestScore {
                best = candidate
                bestScore = score
            }
        }
        return best
    }

    /// The byte that is a pound in the West and a letter of Polish in the East.
    private static let poundSign: UInt8 = 0xA3

    /// How many of these bytes stand by a number, as a letter does not.
    private static func poundSigns(_ bytes: [UInt8]) -> Int {
        bytes.indices.count { place in
            guard bytes[place] == poundSign else { return false }
            let next = bytes[(place + 1)...].prefix(2).first { $0 != 0x20 }
            return next.map { $0.isDigit || $0 == Ascii.minus } ?? false
                || place > 0 && bytes[place - 1].isDigit
        }
    }

    private static func weight(_ scalar: UInt32) -> Int {
        switch scalar {
        case 0xFFFD: -20
        case 0xA0, 0x20AC, 0xA3, 0x2018...0x201E, 0x2013, 0x2014, 0xA7, 0xB0, 0x2026: 1
        case 0xE4, 0xF6, 0xFC, 0xC4, 0xD6, 0xDC, 0xDF, 0xE9, 0xE8, 0xE0, 0xE1, 0xED, 0xF3, 0xFA,
            0xE7, 0xF1, 0xE5, 0xF8, 0xE6, 0xC5, 0xC9:
            3
        // The letters of Czech, Polish, Hungarian and Slovak that Western readings lack.
        case 0x159, 0x11B, 0x161, 0x10D, 0x17E, 0x16F, 0x142, 0x105, 0x119, 0x15B, 0x17C, 0x107,
            0x144, 0x17A, 0x151, 0x171, 0xFD, 0x10F, 0x165, 0x148, 0x160, 0x10C, 0x17D, 0x158,
            0x141, 0x15A:
            3
        case 0xC0...0x17F: 1
        case 0x80...0x9F: -10
        default: -2
        }
    }

    private func scalar(_ byte: UInt8) -> UInt32 {
        guard byte >= 0x80 else { return UInt32(byte) }
        switch self {
        case .windows1252:
            return byte < 0xA0 ? SingleByteTable.windows1252[Int(byte) - 0x80] : UInt32(byte)
        case .windows1250: return SingleByteTable.windows1250[Int(byte) - 0x80]
        case .latin2: return byte < 0xA0 ? UInt32(byte) : SingleByteTable.latin2[Int(byte) - 0xA0]
        case .latin9: return SingleByteTable.latin9[byte] ?? UInt32(byte)
        case .latin1, .utf8, .utf16LittleEndian, .utf16BigEndian: return UInt32(byte)
        }
    }

    /// The text in UTF-8 without its byte order mark.
    func decoded(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .utf8:
            return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        case .utf16LittleEndian, .utf16BigEndian: return decodedWide(bytes)
        default:
            var text: [UInt8] = []
            text.reserveCapacity(bytes.count + bytes.count / 8)
            for byte in bytes {
                if byte < 0x80 { text.append(byte) } else { Self.append(scalar(byte), to: &text) }
            }
            return text
        }
    }

    private func decodedWide(_ bytes: [UInt8]) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = 0
        while index + 1 < bytes.count {
            let first = UInt16(bytes[index])
            let second = UInt16(bytes[index + 1])
            let unit = self == .utf16LittleEndian ? first | second << 8 : first << 8 | second
            if index > 0 || unit != 0xFEFF { units.append(unit) }
            index += 2
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
        func tail(_ shift: UInt32) -> UInt8 {
            UInt8(truncatingIfNeeded: 0x80 | (scalar >> shift) & 0x3F)
        }
        if scalar < 0x800 {
            text.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
        } else {
            text.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
            text.append(tail(6))
        }
        text.append(tail(0))
    }
}
