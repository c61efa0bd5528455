import Editing
import JSONText
package import Model
import SourceText

/// The bank records of an account, found by their ids, and read only when asked for.
package struct EvidenceIndex: Sendable {
    /// The files by their paths.
    package private(set) var files: [String: JSONLines]
    private let account: String
    /// What stands behind the year in the names of files to which this device adds.
    private let writer: String?
    /// The first line of each id in the order of files and lines, and the further ones: a record may have
    /// several versions.
    private var firstPlaces: [String: Place] = [:]
    private var furtherPlaces: [String: [Place]] = [:]

    private struct Place: Sendable {
        let path: String
        let line: Int
    }

    /// - Complexity: O(bytes).
    package init(_ files: [String: JSONLines], account: String, writer: String? = nil) {
        self.writer = writer
        self.files = files
        self.account = account
        for path in files.keys.sorted(by: byBytes) {
            for (number, line) in (files[path]?.lines ?? []).enumerated() {
                guard let id = EvidenceIndex.id(line) else { continue }
                add(id, Place(path: path, line: number))
            }
        }
    }

    private mutating func add(_ id: String, _ place: Place) {
        if let old = firstPlaces.updateValue(place, forKey: id) {
            firstPlaces[id] = old
            furtherPlaces[id, default: []].append(place)
        }
    }

    package func has(_ id: String) -> Bool { firstPlaces[id] != nil }

    /// Every record in every version; lines that hold none are left out.
    var all: [BankRecord] {
        files.keys.sorted(by: byBytes).flatMap { path in
            (files[path]?.objects ?? []).compactMap(BankRecord.init)
        }
    }

    /// The ids of all records.
    var ids: some Sequence<String> { firstPlaces.keys }

    /// Every version of a record.
    package func records(_ id: String) -> [BankRecord] {
        guard let first = firstPlaces[id] else { return [] }
        return ([first] + (furtherPlaces[id] ?? [])).compactMap { place in
            files[place.path].flatMap { JSONLines.object($0.lines[place.line]) }
                .flatMap(BankRecord.init)
        }
    }

    /// Where the record stands that was there first: the file, and its line from 1.
    package func place(of id: String) -> (path: String, line: Int)? {
        firstPlaces[id].map { ($0.path, $0.line + 1) }
    }

    /// The records behind a line, by its ids.
    package func records(of transaction: Transaction) -> [BankRecord] {
        transaction.identities.flatMap(records)
    }

    /// The record behind a line that was there first: that of its `id:`, else the first that its `aka:`
    /// names.
    package func firstRecord(of transaction: Transaction) -> BankRecord? {
        for id in transaction.identities {
            if let record = records(id).first { return record }
        }
        return nil
    }

    /// Adds a record, whose line is made already; whether it was not there.
    mutating func insert(_ record: BankRecord, line: [UInt8], key: [UInt8]) -> Bool {
        let stem = LinePlacement.stem(record.bookingDate, writer: writer)
        let path = "evidence/\(account)/\(stem).jsonl"
        // In place: a copy of the set for each record would make an import quadratic.
        let number = files[path, default: JSONLines(path: path, bytes: nil)]
            .insert(line, key: key)
        guard let number else { return false }
        add(record.id, Place(path: path, line: number))
        return true
    }

    private static let head = Array("{\"id\":\"".utf8)

    /// The id of a line: writers put it first.
    private static func id(_ line: [UInt8]) -> String? {
        if line.starts(with: head),
            let end = line[head.count...].firstIndex(where: {
                $0 == Ascii.quote || $0 == Ascii.backslash
            }), line[end] == Ascii.quote
        {
            return String(readable: line[head.count..<end])
        }
        return JSONLines.object(line)?["id"]?.text
    }
}
