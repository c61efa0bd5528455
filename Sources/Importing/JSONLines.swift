package import JSONText
import SourceText

/// A file that is a set of compact JSON objects, one a line: evidence and logs.
package struct JSONLines: Sendable {
    /// The path inside the ledger.
    package let path: String
    package let original: [UInt8]?
    /// The lines as they stand, in their order.
    package private(set) var lines: [[UInt8]]
    private var known: Set<[UInt8]>

    /// Reads a file. Lines are kept byte for byte, whatever they hold.
    package init(path: String, bytes: [UInt8]?) {
        self.path = path
        original = bytes
        lines = (bytes ?? []).split(separator: Ascii.lineFeed).map(Array.init)
        known = Set(lines)
    }

    /// The objects of the lines that can be read.
    package var objects: [JSONValue] {
        lines.compactMap { line in
            do throws(JSONProblem) { return try JSONParser.parse(line).value } catch { return nil }
        }
    }

    /// Adds a line unless it is there.
    package mutating func insert(_ value: JSONValue) {
        let line = JSONWriter.compact(value)
        if known.insert(line).inserted { lines.append(line) }
    }

    /// Keeps only the lines for which `isKept` holds.
    package mutating func filter(_ isKept: (JSONValue) -> Bool) {
        lines = lines.filter { line in
            do throws(JSONProblem) {
                return isKept(try JSONParser.parse(line).value)
            } catch {
                return true
            }
        }
        known = Set(lines)
    }

    /// The text, its lines in the order of `key` and then of their bytes.
    package func bytes(sortedBy key: (JSONValue) -> String) -> [UInt8] {
        if known.count == (original ?? []).split(separator: Ascii.lineFeed).count,
            original != nil,
            Set((original ?? []).split(separator: Ascii.lineFeed).map(Array.init)) == known
        {
            return original ?? []
        }
        let keyed = lines.map { line -> (key: [UInt8], line: [UInt8]) in
            do throws(JSONProblem) {
                return (Array(key(try JSONParser.parse(line).value).utf8), line)
            } catch {
                return ([], line)
            }
        }
        let sorted = keyed.sorted { left, right in
            if left.key != right.key { return left.key.lexicographicallyPrecedes(right.key) }
            return left.line.lexicographicallyPrecedes(right.line)
        }
        return sorted.flatMap { $0.line + [Ascii.lineFeed] }
    }
}

extension JSONLines {
    /// The order of evidence: booking date, id, bytes.
    package var evidenceBytes: [UInt8] {
        bytes { ($0["booking_date"]?.text ?? "") + "\n" + ($0["id"]?.text ?? "") }
    }

    /// The order of a log: by bytes.
    package var logBytes: [UInt8] { bytes { _ in "" } }

    package var ids: Set<String> { Set(objects.compactMap { $0["id"]?.text }) }
}
