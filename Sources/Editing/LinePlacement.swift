package import Model
import SourceText
import Syntax

/// Where a new line goes in its file (S22): after the last line of the same day, else after the last
/// of an earlier day, else before the first record.
package enum LinePlacement {
    /// Inserts lines, each at its place, those of one day in the order given.
    ///
    /// - Complexity: O(lines of the file + new lines × log).
    package static func insert(
        _ additions: [(date: CivilDate, line: [UInt8])], into file: inout EditableFile
    ) {
        let days = (0..<file.lineCount).map { LineText.date(file.content($0)) }
        let sorted = additions.enumerated().sorted {
            ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
        }.map(\.element)
        var lastOfDay: [CivilDate: Int] = [:]
        for (index, day) in days.enumerated() { if let day { lastOfDay[day] = index } }
        let ordered = lastOfDay.keys.sorted()
        let first = days.firstIndex { $0 != nil } ?? file.lineCount
        var places: [(index: Int, line: [UInt8])] = []
        var position = 0
        for (date, line) in sorted {
            while position < ordered.count, ordered[position] <= date { position += 1 }
            let index = position == 0 ? nil : lastOfDay[ordered[position - 1]].map { $0 + 1 }
            places.append((index ?? first, line))
        }
        file.insert(places)
    }

    /// Inserts one line at its place.
    package static func insert(_ line: [UInt8], of date: CivilDate, into file: inout EditableFile) {
        insert([(date, line)], into: &file)
    }

    /// The path of the file that takes new lines of an account's day.
    ///
    /// - Parameter writer: the device's own suffix; `nil` where all devices write one file.
    package static func path(account: String, date: CivilDate, writer: String?) -> String {
        "transactions/\(account)/\(stem(date, writer: writer)).txt"
    }

    /// What the file of a year is called that a device writes, without its ending.
    package static func stem(_ date: CivilDate, writer: String?) -> String {
        "\(date.year)" + (writer.map { "@\($0)" } ?? "")
    }
}
