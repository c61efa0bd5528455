import Editing
import Model
import SourceText
import Syntax

/// The lines of one account while imports change them: each line is found by every id that it has.
///
/// New lines are gathered and put into their files at the end, so that places in files stay valid.
struct AccountBook: Sendable {
    /// A line, by the order in which the book met it.
    typealias LineNumber = Int

    private let account: String
    private let writer: String?
    private let paths: [String]
    private let files: [EditableFile]
    /// Where each line stands: the number of its file and the place in it; new lines have none.
    private var places: [(file: Int32, line: Int32)] = []
    /// The lines that are new, or no longer what the files hold; a line that moves is empty at its old place.
    private var texts: [LineNumber: [UInt8]] = [:]
    private(set) var dates: [CivilDate] = []
    private(set) var statuses: [Status] = []
    private var numberByID: [String: LineNumber] = [:]
    private var removed: Set<LineNumber> = []
    /// Balance assertions, which are no transactions, by their days.
    private var assertions: [CivilDate: [Assertion]] = [:]
    private(set) var isChanged = false

    private struct Assertion {
        /// Where it stands; a new one has no place.
        var place: (file: Int, line: Int)?
        var text: [UInt8]
        var isChanged = false
    }

    /// - Complexity: O(bytes).
    init(_ account: String, _ files: [String: EditableFile], writer: String?) {
        self.writer = writer
        self.account = account
        paths = files.keys.sorted(by: byBytes)
        self.files = paths.compactMap { files[$0] }
        for (number, file) in self.files.enumerated() {
            for index in 0..<file.lineCount {
                let text = file.content(index)
                guard case .record = LineKind(text), let date = LineText.date(text) else {
                    continue
                }
                let status = LineText.status(text)
                if status == .assertion {
                    assertions[date, default: []].append(
                        Assertion(place: (number, index), text: Array(text)))
                    continue
                }
                places.append((Int32(number), Int32(index)))
                dates.append(date)
                statuses.append(status)
                self.index(text, count - 1)
            }
        }
    }

    var count: Int { places.count }

    func number(of id: String) -> LineNumber? { numberByID[id] }

    /// The line that stands at a place of a file, from 1.
    func number(path: String, line: Int) -> LineNumber? {
        guard let file = paths.firstIndex(of: path) else { return nil }
        // The lines of a file follow each other.
        return places.partitioningIndex { place in
            place.file < 0 || (place.file, place.line) >= (Int32(file), Int32(line - 1))
        }
    }

    func text(_ number: LineNumber) -> [UInt8] {
        if let text = texts[number] { return text }
        let place = places[number]
        return files[Int(place.file)].content(Int(place.line))
    }

    /// The path of the file that holds the line, or will.
    func path(_ number: LineNumber) -> String {
        let place = places[number]
        return place.file < 0
            ? LinePlacement.path(account: account, date: dates[number], writer: writer)
            : paths[Int(place.file)]
    }

    /// Adds a line, which has no other id; it goes to the file of its year.
    mutating func insert(_ text: [UInt8], id: String, _ date: CivilDate, _ status: Status) {
        texts[count] = text
        numberByID[id] = count
        places.append((-1, -1))
        dates.append(date)
        statuses.append(status)
        isChanged = true
    }

    /// Changes a line. One that gets another day also gets another place in its file.
    ///
    /// - Parameter newID: the only id that it did not have, where that is known.
    mutating func replace(
        _ number: LineNumber, with text: [UInt8], _ date: CivilDate, _ status: Status,
        newID: String? = nil
    ) {
        dates[number] = date
        statuses[number] = status
        texts[number] = text
        if let newID { numberByID[newID] = number } else { index(text, number) }
        isChanged = true
    }

    /// Takes a line out; its number stays, and nothing finds it.
    mutating func remove(_ number: LineNumber) {
        removed.insert(number)
        numberByID = numberByID.filter { $0.value != number }
        isChanged = true
    }

    /// Gives a line that was typed without an id the one that everybody derives from it (S19).
    mutating func identify(_ number: LineNumber, _ line: TransactionLine) -> TransactionLine {
        guard line.id == nil else { return line }
        let line = identified(line) { _ in false }
        replace(number, with: line.canonical, line.record.date, line.record.status)
        return line
    }

    /// The line with the id that everybody derives from it, where it has none.
    func identified(_ line: TransactionLine, _ isTaken: (String) -> Bool) -> TransactionLine {
        guard line.id == nil else { return line }
        var line = line
        line.attributes["id"] = IDAssigner.derived(from: line.core, account: account) {
            numberByID[$0] != nil || isTaken($0)
        }
        return line
    }

    /// The balance assertions of a day.
    func assertions(on date: CivilDate) -> [[UInt8]] { assertions[date, default: []].map(\.text) }

    /// Adds a balance assertion, or changes the one with a number among those of its day.
    mutating func state(_ text: [UInt8], on date: CivilDate, replacing number: Int?) {
        if let number {
            assertions[date]?[number].text = text
            assertions[date]?[number].isChanged = true
        } else {
            assertions[date, default: []].append(Assertion(text: text, isChanged: true))
        }
        isChanged = true
    }

    func isRemoved(_ number: LineNumber) -> Bool { removed.contains(number) }

    private mutating func index(_ text: [UInt8], _ number: LineNumber) {
        for id in LineText.attributes(text).attributes.identities { numberByID[id] = number }
    }

    /// All files as they would stand.
    var currentFiles: [String: EditableFile] {
        let known = Dictionary(uniqueKeysWithValues: zip(paths, files))
        return isChanged ? known.merging(changedFiles) { _, new in new } : known
    }

    /// The files that changed, by their paths.
    var sortedChanges: [EditableFile] {
        isChanged ? changedFiles.values.sorted { byBytes($0.path, $1.path) } : []
    }

    /// The files that changed, with everything in its place (S22).
    private var changedFiles: [String: EditableFile] {
        var changed: [String: EditableFile] = [:]
        var additions: [String: [(date: CivilDate, line: [UInt8])]] = [:]
        var removals: [String: [Int]] = [:]
        for (date, stated) in assertions {
            for assertion in stated where assertion.isChanged {
                if let place = assertion.place {
                    changed[paths[place.file], default: files[place.file]]
                        .replace(place.line, with: assertion.text)
                } else {
                    additions[
                        LinePlacement.path(account: account, date: date, writer: writer),
                        default: []
                    ]
                    .append((date, assertion.text))
                }
            }
        }
        for number in removed where places[number].file >= 0 {
            removals[path(number), default: []].append(Int(places[number].line))
        }
        for number in texts.keys.sorted() where !removed.contains(number) {
            guard let text = texts[number] else { continue }
            let place = places[number]
            let path = path(number)
            if place.file < 0 {
                additions[path, default: []].append((dates[number], text))
                continue
            }
            let file = files[Int(place.file)]
            let line = Int(place.line)
            if LineText.date(file.content(line)) == dates[number] || hasLead(file, line) {
                changed[path, default: file].replace(line, with: text)
            } else {
                additions[path, default: []].append((dates[number], text))
                removals[path, default: []].append(line)
            }
        }
        for (path, lines) in removals {
            guard let index = paths.firstIndex(of: path) else { continue }
            for line in lines.sorted().reversed() {
                changed[path, default: files[index]].remove(line)
            }
        }
        for (path, lines) in additions {
            let known = paths.firstIndex(of: path).map { files[$0] }
            var file = changed[path] ?? known ?? EditableFile(path: path, bytes: nil)
            LinePlacement.insert(lines, into: &file)
            changed[path] = file
        }
        return changed
    }

    /// Whether the line above is a comment, which belongs to this one.
    private func hasLead(_ file: EditableFile, _ line: Int) -> Bool {
        guard line > 0, case .comment = LineKind(file.content(line - 1)) else { return false }
        return true
    }
}
