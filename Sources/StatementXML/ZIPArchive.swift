/// The files in a ZIP archive, as far as statements need it: stored or deflated, no encryption.
///
/// An archive that would grow beyond 256 MiB, or by more than its size explains, is refused.
struct ZIPArchive {
    /// Why an archive cannot be read.
    struct Refusal: Error { let reason: String }

    private struct Entry {
        var method: Int
        var packedSize: Int
        var size: Int
        var checksum: UInt32
        var header: Int
    }

    private let bytes: [UInt8]
    private var entries: [String: Entry] = [:]
    /// In the order of the archive.
    private(set) var names: [String] = []
    private static let sizeLimit = 1 << 28
    private static let entryLimit = 10_000

    init(_ bytes: [UInt8]) throws(Refusal) {
        self.bytes = bytes
        let directory = try ZIPArchive.directory(bytes)
        var place = directory.start
        var total = 0
        for _ in 0..<directory.count {
            guard number(place, 4) == 0x0201_4B50, let flags = number(place + 8, 2),
                let method = number(place + 10, 2), let checksum = number(place + 16, 4),
                let packed = number(place + 20, 4), let size = number(place + 24, 4),
                let nameLength = number(place + 28, 2), let extraLength = number(place + 30, 2),
                let commentLength = number(place + 32, 2), let header = number(place + 42, 4),
                place + 46 + nameLength <= bytes.count
            else { throw Refusal(reason: "the archive is damaged or cut off") }
            if flags & 1 == 1 { throw Refusal(reason: "the archive is encrypted") }
            total += size
            guard total <= ZIPArchive.sizeLimit, size <= 1 << 20 || size <= packed * 200 else {
                throw Refusal(reason: "the archive would grow far beyond its size")
            }
            let name = String(
                decoding: bytes[(place + 46)..<(place + 46 + nameLength)], as: UTF8.self)
            if entries[name] == nil { names.append(name) }
            entries[name] = Entry(
                method: method, packedSize: packed, size: size, checksum: UInt32(checksum),
                header: header)
            place += 46 + nameLength + extraLength + commentLength
        }
    }

    /// The record at the end that says where the list of files stands.
    private static func directory(
        _ bytes: [UInt8]
    ) throws(Refusal) -> (start: Int, count: Int) {
        var place = bytes.count - 22
        while place >= 0, place >= bytes.count - 22 - 65_535 {
            if bytes[place] == 0x50, bytes[place + 1] == 0x4B, bytes[place + 2] == 5,
                bytes[place + 3] == 6
            {
                let count = Int(bytes[place + 10]) | Int(bytes[place + 11]) << 8
                let start = (0..<4).reduce(0) { $0 | Int(bytes[place + 16 + $1]) << (8 * $1) }
                if count > entryLimit { break }
                return (start, count)
            }
            place -= 1
        }
        throw Refusal(reason: "the archive is damaged or cut off")
    }

    private func number(_ place: Int, _ size: Int) -> Int? {
        guard place >= 0, place + size <= bytes.count else { return nil }
        return (0..<size).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }

    /// The content of a file; `nil` where the archive has none of that name.
    func data(_ name: String) throws(Refusal) -> [UInt8]? {
        guard let entry = entries[name] else { return nil }
        guard number(entry.header, 4) == 0x0403_4B50,
            let nameLength = number(entry.header + 26, 2),
            let extraLength = number(entry.header + 28, 2)
        else { throw Refusal(reason: "the archive is damaged or cut off") }
        let start = entry.header + 30 + nameLength + extraLength
        guard start + entry.packedSize <= bytes.count else {
            throw Refusal(reason: "the archive is damaged or cut off")
        }
        let range = start..<start + entry.packedSize
        var content: [UInt8]
        switch entry.method {
        case 0: content = Array(bytes[range])
        case 8:
            do throws(Inflate.Failure) {
                content = try Inflate.data(bytes, range, limit: entry.size)
            } catch {
                throw Refusal(reason: "\(name) in the archive is damaged")
            }
        default: throw Refusal(reason: "\(name) in the archive is packed in an unknown way")
        }
        guard content.count == entry.size, ZIPArchive.checksum(content) == entry.checksum else {
            throw Refusal(reason: "\(name) in the archive is damaged")
        }
        return content
    }

    private static let checksums: [UInt32] = (0..<256).map { number in
        (0..<8).reduce(UInt32(number)) { value, _ in
            value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
        }
    }

    /// CRC-32.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { value, byte in
            checksums[Int((value ^ UInt32(byte)) & 0xFF)] ^ value >> 8
        }
    }
}
