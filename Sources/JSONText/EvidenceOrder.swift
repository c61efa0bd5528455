/// In which order the lines of evidence stand: by booking day, then by id; lines that are equal in it by their bytes.
package enum EvidenceOrder {
    /// Bytes that sort as the lines do.
    package static func key(_ record: JSONValue) -> [UInt8] {
        Array(((record["booking_date"]?.text ?? "") + "\n" + (record["id"]?.text ?? "")).utf8)
    }

    /// The file of lines, by their keys and then by their bytes.
    package static func text(_ lines: [(key: [UInt8], line: [UInt8])]) -> [UInt8] {
        let sorted = lines.sorted { left, right in
            if left.key != right.key { return left.key.lexicographicallyPrecedes(right.key) }
            return left.line.lexicographicallyPrecedes(right.line)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(lines.reduce(0) { $0 + $1.line.count + 1 })
        for entry in sorted {
            bytes += entry.line
            bytes.append(0x0A)
        }
        return bytes
    }
}
