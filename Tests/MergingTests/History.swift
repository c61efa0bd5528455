import Model

@testable import Merging

/// What a random history may hold.
struct HistoryMode {
    /// Whether every value that is written is new; else there are three.
    var isFresh = true
    /// Whether lines stay in canonical form; else hands change blanks, order and comments.
    var isCanonical = true
    /// Whether lines are removed by hand.
    var removes = false
    /// Whether lines are typed without an id.
    var typesWithoutID = false
    /// Whether lines get another day.
    var movesDays = false
    /// Whether there are several files, with lines that go from one to another, imports and renamed categories.
    var isFolder = false
    /// Whether bytes are damaged, and line ends changed.
    var isDamaged = false
    /// Whether replicas merge on their way; else each goes on by itself.
    var merges = true
    var replicas = 3
    /// Below how many lines a history begins.
    var lines = 4
}

/// Replicas of a folder that are edited and merged at random, as git does it.
struct History {
    struct Commit {
        var parents: [Int]
        var files: [String: [UInt8]]
        var what: String

        /// The file of a history of one file.
        var bytes: [UInt8] { files[History.path] ?? [] }
    }

    typealias Merge = (
        _ path: String, _ base: [UInt8], _ left: [UInt8], _ right: [UInt8]
    ) -> [UInt8]

    static let path = "transactions/main/2026.txt"
    static let kind = RecordKind.transactions(account: "main")
    /// What else a folder holds.
    static let others = ["transactions/main/2025.txt", "transactions/cash/2026.txt"]
    static let categories = "categories.txt"

    private(set) var commits: [Commit] = []
    private(set) var heads: [Int] = []
    let mode: HistoryMode
    private var fresh = 0
    private var choices: Choices
    let merge: Merge

    init(_ choices: Choices, _ mode: HistoryMode, merge: @escaping Merge = History.merged) {
        self.choices = choices
        self.mode = mode
        self.merge = merge
        var start = Document()
        for _ in 0..<self.choices.draw(mode.lines) { add(to: &start, hasID: true) }
        var files = [History.path: start.bytes]
        if mode.isFolder {
            for path in History.others { files[path] = [] }
            files[History.categories] = Array(
                "food | expense\nfun | expense\nhome | expense\n".utf8)
        }
        commits = [Commit(parents: [], files: files, what: "start")]
        heads = Array(repeating: 0, count: 2 + self.choices.draw(mode.replicas - 1))
        let steps = self.choices.draw(24)
        for _ in 0..<steps { step() }
    }

    static func merged(
        _ path: String, _ base: [UInt8], _ left: [UInt8], _ right: [UInt8]
    ) -> [UInt8] {
        FileMerge.kind(of: path).flatMap {
            FileMerge.merge(base: base, left: left, right: right, $0)?.bytes
        } ?? left
    }

    static func real(_ base: [UInt8], _ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        merged(path, base, left, right)
    }

    var used: [UInt64] { choices.used }

    // MARK: Steps

    private mutating func step() {
        let replica = choices.draw(heads.count)
        if mode.merges, choices.draw(4) == 3 {
            let other = choices.draw(heads.count)
            if other != replica { heads[replica] = merged(heads[replica], heads[other]) }
            return
        }
        var files = commits[heads[replica]].files
        let what = mode.isFolder && choices.draw(3) == 2 ? changeFolder(&files) : changeFile(&files)
        commits.append(
            Commit(parents: [heads[replica]], files: files, what: "\(replica): \(what)"))
        heads[replica] = commits.count - 1
    }

    private mutating func changeFile(_ files: inout [String: [UInt8]]) -> String {
        let paths = [History.path] + (mode.isFolder ? History.others : [])
        let path = choices.pick(paths)
        var bytes = files[path] ?? []
        if mode.isDamaged, choices.draw(8) == 7 {
            files[path] = damaged(bytes)
            return "damage"
        }
        var document = Document(bytes)
        let what = change(&document)
        bytes = document.bytes
        files[path] = bytes
        return what
    }

    // MARK: Folders

    private mutating func changeFolder(_ files: inout [String: [UInt8]]) -> String {
        switch choices.draw(4) {
        case 0: return bankLines(&files)
        case 1: return rename(&files)
        case 2: return split(&files)
        default: return move(&files)
        }
    }

    /// Imports events of a bank that every replica gets alike, be it in overlapping pieces.
    private mutating func bankLines(_ files: inout [String: [UInt8]]) -> String {
        let first = choices.draw(6)
        let count = 1 + choices.draw(4)
        var document = Document(files[History.path] ?? [])
        // An import looks for its rows in every file.
        let known = files.values.map { String(decoding: $0, as: UTF8.self) }.joined()
        for event in first..<first + count where !known.contains("id:bank\(event)") {
            var fields = RecordFields()
            fields.add("date", "2026-11-0\(1 + event % 4)")
            fields.add("amount", decimalText(-event * 100 - 99, decimals: 2))
            fields.add("currency", "EUR")
            fields.add("description", "Event \(event)")
            fields.facts[FactOrder.status] = "booked"
            fields.ids = [ByteText("bank\(event)")]
            document.insert(fields, at: document.lines.count, true)
        }
        files[History.path] = document.bytes
        return "import \(first)+\(count)"
    }

    /// Renames a category as the program does: its own line alone changes.
    private mutating func rename(_ files: inout [String: [UInt8]]) -> String {
        var document = Document(files[History.categories] ?? [])
        let place = choices.draw(max(document.lines.count, 1))
        guard place < document.lines.count else { return "no category" }
        let old = document.lines[place].split(separator: " ")[0]
        let new = value("cat")
        document.lines[place] = document.lines[place].replacing(
            old + " | expense", with: new + " | expense", maxReplacements: 1)
        if !document.lines[place].contains("was:") { document.lines[place] += " | | was:\(old)" }
        files[History.categories] = document.bytes
        return "rename \(old) to \(new)"
    }

    private mutating func split(_ files: inout [String: [UInt8]]) -> String {
        var document = Document(files[History.path] ?? [])
        let ids = document.ids
        if ids.isEmpty { return "nothing to split" }
        let (one, other) = (value("a"), value("b"))
        document.change(choices.pick(ids)) { fields in
            fields.decisions["category"] = nil
            fields.add("category", "\(one) 0.01, \(other)")
        }
        files[History.path] = document.bytes
        return "split"
    }

    /// Moves a line to another file, by hand.
    private mutating func move(_ files: inout [String: [UInt8]]) -> String {
        var document = Document(files[History.path] ?? [])
        let ids = document.ids.filter { document.lines[$0].contains("id:") }
        if ids.isEmpty { return "nothing to move" }
        let line = document.lines.remove(at: choices.pick(ids))
        let path = choices.pick(History.others)
        var other = Document(files[path] ?? [])
        other.lines.append(line)
        other.sort()
        files[History.path] = document.bytes
        files[path] = other.bytes
        return "move to \(path)"
    }

    private mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        switch choices.draw(4) {
        case 0: bytes.insert(contentsOf: "no record\n".utf8, at: 0)
        case 1:
            bytes = Array(String(decoding: bytes, as: UTF8.self).replacing("\n", with: "\r\n").utf8)
        case 2: if !bytes.isEmpty { bytes.removeLast() }
        default:
            if !bytes.isEmpty { bytes[choices.draw(bytes.count)] = UInt8(1 + choices.draw(255)) }
        }
        return bytes
    }

    private mutating func change(_ document: inout Document) -> String {
        let ids = document.ids
        var weights = [20, 25, 8, 4, 4, mode.isFresh ? 0 : 1, 5]
        weights += mode.isCanonical ? [0, 0, 0] : [5, 3, 3]
        weights += [mode.removes ? 4 : 0, mode.typesWithoutID ? 8 : 0]
        let action = ids.isEmpty ? 0 : choices.weighted(weights)
        if action == 0 {
            add(to: &document, hasID: true)
            return "add"
        }
        if action == 11 {
            add(to: &document, hasID: false)
            return "type"
        }
        if action == 7 {
            document.lines.insert(
                "# \(value("comment"))", at: choices.draw(document.lines.count + 1))
            return "comment"
        }
        let place = choices.pick(ids)
        switch action {
        case 1: return edit(&document, place)
        case 2: return tag(&document, place)
        case 3: return unset(&document, place)
        case 4: document.change(place) { $0.flags.insert(RecordFields.deletion) }
        case 5: document.change(place) { $0.flags.remove(RecordFields.deletion) }
        case 6: return settle(&document, place)
        case 8: document.lines[place] = document.lines[place].replacing("  ", with: " ")
        case 9: document.lines.swapAt(place, choices.pick(ids))
        default: document.lines.remove(at: place)
        }
        return ["", "", "", "", "delete", "undelete", "", "", "blanks", "swap", "remove"][
            min(action, 10)]
    }

    private mutating func value(_ name: String) -> String {
        fresh += 1
        // Rising values would hide that a merge prefers the larger.
        let number = mode.isFresh ? (fresh * 379) % 997 : choices.draw(3)
        return "\(name)\(number)"
    }

    private mutating func amount() -> String {
        fresh += 1
        let number = mode.isFresh ? (fresh * 7919) % 100_003 : choices.draw(3)
        return decimalText(-number, decimals: 2)
    }

    private mutating func day() -> String { "2026-11-0\(1 + choices.draw(4))" }

    /// A day on which a line is put; a fresh one was never there before.
    private mutating func otherDay() -> String {
        guard mode.isFresh else { return day() }
        fresh += 1
        return CivilDate.first.adding(days: (fresh * 379) % 30_011)?.description ?? day()
    }

    private mutating func add(to document: inout Document, hasID: Bool) {
        var fields = RecordFields()
        fields.add("date", day())
        fields.add("amount", hasID ? amount() : "-3.20")
        fields.add("currency", "EUR")
        fields.add("description", hasID ? value("text") : "coffee")
        fields.facts[FactOrder.status] = "booked"
        if hasID {
            fresh += 1
            fields.ids = [ByteText("id\((fresh * 379) % 997)-\(fresh)")]
        }
        // The program puts a new line behind those of its day; a hand puts it anywhere.
        let count = document.lines.count
        let place = mode.isCanonical ? count : choices.draw(count + 1)
        document.insert(fields, at: place, mode.isCanonical)
    }

    private mutating func edit(_ document: inout Document, _ place: Int) -> String {
        let name: ByteText = choices.pick(
            ["category", "note", "description", "amount", mode.movesDays ? "date" : "x-own"])
        let text =
            switch name {
            case "amount": amount()
            case "date": otherDay()
            default: value(name == "category" ? "c/" : name.string)
            }
        document.change(place) { fields in
            fields.decisions[name] = nil
            fields.add(name, text)
        }
        if mode.isCanonical, name == "date" { document.moveToEnd(place) }
        return "\(name.string) = \(text)"
    }

    private mutating func tag(_ document: inout Document, _ place: Int) -> String {
        // A tag that comes back is no fresh value.
        let tag = ByteText(mode.isFresh ? value("tag") : choices.pick(["a", "b", "c"]))
        let removes = mode.isFresh && choices.draw(2) == 1
        document.change(place) { fields in
            let known = (fields.sets["#"] ?? []).sorted()
            if removes, let first = known.first {
                fields.sets["#"]?.remove(first)
            } else if known.contains(tag) {
                fields.sets["#"]?.remove(tag)
            } else {
                fields.sets["#", default: []].insert(tag)
            }
        }
        return "#\(tag.string)"
    }

    private mutating func unset(_ document: inout Document, _ place: Int) -> String {
        let name: ByteText = choices.pick(["category", "note"])
        document.change(place) { $0.decisions[name] = nil }
        return "no \(name.string)"
    }

    /// Settles what is open in a line, by new values.
    private mutating func settle(_ document: inout Document, _ place: Int) -> String {
        let hasDate = document.open(place).contains("date")
        for name in document.open(place) {
            let text =
                name == "amount"
                ? amount()
                : name == "date" ? otherDay() : value(name == "category" ? "c/" : name.string)
            document.change(place) { fields in
                fields.decisions[name] = nil
                fields.add(name, text)
            }
        }
        document.change(place) { $0.flags.remove(RecordFields.removal) }
        if mode.isCanonical, hasDate { document.moveToEnd(place) }
        return "settle"
    }

    // MARK: Merging

    /// The commit that merges two, as git makes it; one that contains the other is itself.
    mutating func merged(_ left: Int, _ right: Int) -> Int {
        let (one, other) = (ancestors(left), ancestors(right))
        if one.contains(right) { return left }
        if other.contains(left) { return right }
        let files = merged(base(left, right), commits[left].files, commits[right].files)
        commits.append(
            Commit(parents: [left, right], files: files, what: "merge \(left) \(right)"))
        return commits.count - 1
    }

    func merged(
        _ base: [String: [UInt8]], _ left: [String: [UInt8]], _ right: [String: [UInt8]]
    ) -> [String: [UInt8]] {
        left.reduce(into: [:]) { files, file in
            files[file.key] = merge(
                file.key, base[file.key] ?? [], file.value, right[file.key] ?? [])
        }
    }

    /// Each replica merges every other one.
    mutating func mergeAll() {
        for replica in heads.indices {
            for other in heads.indices where other != replica {
                heads[replica] = merged(heads[replica], heads[other])
            }
        }
    }

    func ancestors(_ commit: Int) -> Set<Int> {
        var found: Set<Int> = [commit]
        var waiting = [commit]
        while let next = waiting.popLast() {
            for parent in commits[next].parents where found.insert(parent).inserted {
                waiting.append(parent)
            }
        }
        return found
    }

    /// The base of two commits: their best common ancestor, or several of them merged.
    private mutating func base(_ left: Int, _ right: Int) -> [String: [UInt8]] {
        let common = ancestors(left).intersection(ancestors(right))
        let best = common.filter { one in
            !common.contains { $0 != one && ancestors($0).contains(one) }
        }.sorted()
        guard var virtual = best.first else { return [:] }
        let count = commits.count
        for other in best.dropFirst() { virtual = merged(virtual, other) }
        let files = commits[virtual].files
        commits.removeSubrange(count...)
        return files
    }

    var script: String {
        commits.enumerated().map { index, commit in
            let files = commit.files.sorted { $0.key < $1.key }.map { path, bytes in
                "== \(path)\n" + String(decoding: bytes, as: UTF8.self).replacing("  ", with: "")
            }
            return "\(index) <- \(commit.parents) \(commit.what)\n" + files.joined()
        }.joined(separator: "\n")
    }
}
