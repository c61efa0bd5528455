/// In which order the lines of evidence stand: by booking day, then by id; lines that are equal in it by their bytes.
package enum EvidenceOrder {
    /// Bytes that sort as the lines do.
    package static func key(_ record: JSONValue) -> [UInt8] {
        Array(((record["booking_date"]?.text ?? "") + "\n" + (record["id"]?.text ?? "")).utf8)
    }
}
