import Model

@testable import Merging

/// A file as a hand edits it: lines.
struct Document {
    var lines: [String] = []

    init() {}

    init(_ bytes: [UInt8]) {
        lines = String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        if lines.last?.isEmpty ?? false { lines.removeLast() }
    }

    var bytes: [UInt8] { lines.flatMap { Array($0.utf8) + [0x0A] } }

    /// The places of records.
    var ids: [Int] { lines.indices.filter { fields($0) != nil } }

    private func fields(_ place: Int) -> RecordFields? {
        (try? ParsedRecord(Array(lines[place].utf8), History.kind))?.fields
    }

    mutating func change(_ place: Int, _ change: (inout RecordFields) -> Void) {
        guard var fields = fields(place) else { return }
        change(&fields)
        guard let line = fields.line(History.kind, isAssertion: false) else { return }
        lines[place] = String(decoding: line, as: UTF8.self)
    }

    func open(_ place: Int) -> [ByteText] {
        (fields(place)?.decisions ?? [:]).filter { $0.value.keys.count > 1 }.keys.sorted()
    }

    mutating func insert(_ fields: RecordFields, at place: Int, _ isSorted: Bool) {
        guard let line = fields.line(History.kind, isAssertion: false) else { return }
        lines.insert(String(decoding: line, as: UTF8.self), at: place)
        if isSorted { sort() }
    }

    /// Puts a line behind those of its day.
    mutating func moveToEnd(_ place: Int) {
        lines.append(lines.remove(at: place))
        sort()
    }

    /// By days; lines of a day stay in their order.
    mutating func sort() {
        lines = lines.enumerated().sorted {
            let days = ($0.element.prefix(10), $1.element.prefix(10))
            return days.0 != days.1 ? days.0 < days.1 : $0.offset < $1.offset
        }.map(\.element)
    }
}
