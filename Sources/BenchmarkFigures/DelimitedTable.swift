/// A table of comma separated values with a header (RFC 4180).
package struct DelimitedTable {
    package let header: [String]
    package let rows: [[String]]

    package init(_ text: String) {
        var records: [[String]] = []
        var record: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var bytes = Array(text.utf8)[...]
        func end(_ field: inout [UInt8], _ record: inout [String]) {
            record.append(String(decoding: field, as: UTF8.self))
            field.removeAll()
        }
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                if isQuoted, bytes.first == byte {
                    field.append(byte)
                    bytes.removeFirst()
                } else {
                    isQuoted.toggle()
                }
            case UInt8(ascii: ",") where !isQuoted: end(&field, &record)
            case UInt8(ascii: "\r") where !isQuoted: break
            case UInt8(ascii: "\n") where !isQuoted:
                end(&field, &record)
                records.append(record)
                record.removeAll()
            default: field.append(byte)
            }
        }
        if !field.isEmpty || !record.isEmpty {
            end(&field, &record)
            records.append(record)
        }
        header = records.first ?? []
        rows = Array(records.dropFirst())
    }

    /// The first of these columns that the table has.
    package func column(_ names: String...) -> Int? {
        names.lazy.compactMap { header.firstIndex(of: $0) }.first
    }
}
