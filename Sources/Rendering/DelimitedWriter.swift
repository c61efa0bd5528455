/// Writes rows as CSV (RFC 4180, but LF) or TSV.
package enum DelimitedWriter {
    package enum Form: Sendable { case csv, tsv }

    /// Appends one row. In TSV tabs and line breaks inside a field become blanks.
    package static func append(_ fields: [String], _ form: Form, to bytes: inout [UInt8]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(form == .csv ? 0x2C : 0x09) }
            switch form {
            case .csv: appendQuoted(field, to: &bytes)
            case .tsv:
                for byte in field.utf8 {
                    bytes.append(byte == 0x09 || byte == 0x0A || byte == 0x0D ? 0x20 : byte)
                }
            }
        }
        bytes.append(0x0A)
    }

    private static func appendQuoted(_ field: String, to bytes: inout [UInt8]) {
        let needsQuotes = field.utf8.contains {
            $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D
        }
        guard needsQuotes else {
            bytes += field.utf8
            return
        }
        bytes.append(0x22)
        for byte in field.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }
}
