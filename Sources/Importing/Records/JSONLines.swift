package import JSONText
import SourceText

/// A file that is a set of compact JSON objects, one a line: evidence and logs.
package struct JSONLines: Sendable {
    /// How writers order the lines; lines that are equal in it are ordered by their bytes.
    package enum Order: Sendable {
        /// By booking date, then by id.
        case evidence
        case log

        func key(_ value: JSONValue) -> [UInt8] {
            switch self {
            case .evidence: EvidenceOrder.key(value)
            case .log: []
            }
        }
    }

    /// The path inside the ledger.
    package let path: String
    package let original: [UInt8]?
    private let order: Order
    /// The lines as they stand, in their order.
    package private(set) var lines: [[UInt8]]
    private var known: Set<ByteKey>
    /// The keys of the lines that were added here, by their places.
    private var addedKeys: [Int: [UInt8]] = [:]
    /// Whether lines were added or taken away.
    package private(set) var isChanged = false

    /// Reads a file. Lines are kept byte for byte, whatever they hold.
    package init(path: String, bytes: [UInt8]?, order: Order = .evidence) {
        self.path = path
        self.order = order
        original = bytes
        lines = (bytes ?? []).split(separator: Ascii.lineFeed).map(Array.init)
        known = Set(lines.map(ByteKey.init))
    }

    /// The objects of the lines that can be read.
    package var objects: [JSONValue] { lines.compactMap(JSONLines.object) }

    static func object(_ line: [UInt8]) -> JSONValue? {
        do throws(JSONProblem) { return try JSONParser.parse(line) } catch { return nil }
    }

    /// Adds a line unless it is there.
    package mutating func insert(_ value: JSONValue) {
        insert(JSONWriter.compact(value), key: order.key(value))
    }

    /// The same for a line whose bytes and key are made already; its place, or `nil` where it is there.
    @discardableResult
    mutating func insert(_ line: [UInt8], key: [UInt8]) -> Int? {
        guard known.insert(ByteKey(line)).inserted else { return nil }
        addedKeys[lines.count] = key
        lines.append(line)
        isChanged = true
        return lines.count - 1
    }

    /// Keeps only the lines for which `isKept` holds, and those that cannot be read.
    package mutating func filter(_ isKept: (JSONValue) -> Bool) {
        let kept = lines.filter { JSONLines.object($0).map(isKept) ?? true }
        if kept.count == lines.count { return }
        lines = kept
        known = Set(lines.map(ByteKey.init))
        addedKeys = [:]
        isChanged = true
    }

    /// The text with its lines in order, as it was read where nothing was added or taken away.
    package var bytes: [UInt8] {
        if !isChanged, let original { return original }
        return EvidenceOrder.text(
            lines.indices.map { index in
                let line = lines[index]
                let key = addedKeys[index] ?? JSONLines.object(line).map(order.key) ?? []
                return (key, line)
            })
    }
}
