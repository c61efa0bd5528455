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
    var replicas = 3
    /// Below how many lines a history begins.
    var lines = 4
}

/// Replicas of one file that are edited and merged at random, as git does it.
struct History {
    struct Commit {
        var parents: [Int]
        var bytes: [UInt8]
        var what: String
    }

    static let kind = RecordKind.transactions(account: "main")

    private(set) var commits: [Commit] = []
    private(set) var heads: [Int] = []
    let mode: HistoryMode
    private var fresh = 0
    private var choices: Choices
    let merge: (_ base: [UInt8], _ left: [UInt8], _ right: [UInt8]) -> [UInt8]

    init(
        _ choices: Choices, _ mode: HistoryMode,
        merge: @escaping (_ base: [UInt8], _ left: [UInt8], _ right: [UInt8]) -> [UInt8] =
            History.real
    ) {
        self.choices = choices
        self.mode = mode
        self.merge = merge
        var start = Document()
        for _ in 0..<self.choices.draw(mode.lines) { add(to: &start, hasID: true) }
        commits = [Commit(parents: [], bytes: start.bytes, what: "start")]
        heads = Array(repeating: 0, count: 2 + self.choices.draw(mode.replicas - 1))
        let steps = self.choices.draw(24)
        for _ in 0..<steps { step() }
    }

    static func real(_ base: [UInt8], _ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        TextMerge.merge(base: base, left: left, right: right, kind).bytes
    }

    var used: [UInt64] { choices.used }

    // MARK: Steps

    private mutating func step() {
        let replica = choices.draw(heads.count)
        if choices.draw(4) == 3 {
            let other = choices.draw(heads.count)
            if other != replica { heads[replica] = merged(heads[replica], heads[other]) }
            return
        }
        var document = Document(commits[heads[replica]].bytes)
        let what = change(&document)
        commits.append(
            Commit(parents: [heads[replica]], bytes: document.bytes, what: "\(replica): \(what)"))
        heads[replica] = commits.count - 1
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
        let base = base(left, right)
        let bytes = merge(base, commits[left].bytes, commits[right].bytes)
        commits.append(
            Commit(parents: [left, right], bytes: bytes, what: "merge \(left) \(right)"))
        return commits.count - 1
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
    private mutating func base(_ left: Int, _ right: Int) -> [UInt8] {
        let common = ancestors(left).intersection(ancestors(right))
        let best = common.filter { one in
            !common.contains { $0 != one && ancestors($0).contains(one) }
        }.sorted()
        guard var virtual = best.first else { return [] }
        let count = commits.count
        for other in best.dropFirst() { virtual = merged(virtual, other) }
        let bytes = commits[virtual].bytes
        commits.removeSubrange(count...)
        return bytes
    }

    var script: String {
        commits.enumerated().map { index, commit in
            "\(index) <- \(commit.parents) \(commit.what)\n"
                + String(decoding: commit.bytes, as: UTF8.self).replacing("  ", with: "")
        }.joined(separator: "\n")
    }
}
