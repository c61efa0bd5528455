import JSONText
import Model
import SourceText

/// A place in a JSON file: the values that stand for it, of which one may be an object (merge design 8).
struct JSONNode: Sendable, Equatable {
    /// Scalars and lists, by what makes them equal.
    private(set) var atoms: [ByteKey: JSONValue] = [:]
    /// The members of the object, if one stands here: all objects among the values are one.
    private(set) var members: [ByteText: JSONNode]?
    /// The order in which the members stand.
    private var order: [ByteText] = []
    /// The value that the file shows where several stand; a merge shows the largest, only a hand another one.
    private var typed: ByteKey?
    /// Whether one side removed the object while the other changed it.
    private var isRemoved = false

    /// The order of members is no part of what is said.
    static func == (left: JSONNode, right: JSONNode) -> Bool {
        left.atoms.keys == right.atoms.keys && left.members == right.members
            && left.isRemoved == right.isRemoved
    }

    private init() {}

    init(_ value: JSONValue) {
        guard case .object(let list) = value else {
            atoms[JSONNode.key(value)] = value
            return
        }
        var members: [ByteText: JSONNode] = [:]
        for member in list where !member.key.hasPrefix("?") {
            let name = ByteText(member.key)
            // Of a name that stands twice the last value counts, at the first place.
            if members.updateValue(JSONNode(member.value), forKey: name) == nil {
                order.append(name)
            }
        }
        for member in list where member.key.hasPrefix("?") {
            if member.key == "?deleted" {
                isRemoved = member.value == .bool(true)
                continue
            }
            let name = ByteText(String(member.key.dropFirst()))
            if members[name] == nil { order.append(name) }
            let shown = members[name]?.atoms.keys.first
            for loser in member.value.elements ?? [member.value] {
                let known = members[name] ?? JSONNode()
                members[name] = JSONNode.merged(JSONNode(), known, JSONNode(loser))
            }
            members[name]?.typed = shown
        }
        self.members = members
    }

    /// What makes two values equal: numbers by their value, objects by their members.
    private static func key(_ value: JSONValue) -> ByteKey {
        ByteKey(JSONWriter.compact(plain(value)))
    }

    private static func plain(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let text): .number(ValueOrder.key("amount", ByteText(text)).string)
        case .array(let list): .array(list.map(plain))
        case .object(let members):
            .object(
                members.map { JSONMember($0.key, plain($0.value)) }
                    .sorted { byBytes($0.key, $1.key) })
        default: value
        }
    }

    // MARK: Merging

    private static let empty = JSONNode()

    /// - Parameter name: the member's name, which says whether a list is a set.
    static func merged(
        _ base: JSONNode, _ left: JSONNode, _ right: JSONNode, name: String = ""
    ) -> JSONNode {
        if left == right { return spelled(base, left, right) }
        if right == base { return left }
        if left == base { return right }
        var result = JSONNode()
        if let set = setOfTexts(base, left, right, name) {
            result.atoms = set.atoms
            return result
        }
        result.atoms = mergedAtoms(base, left, right)
        result.isRemoved = element(base.isRemoved, left.isRemoved, right.isRemoved)
        if left.members != nil || right.members != nil {
            let isThere = element(base.members != nil, left.members != nil, right.members != nil)
            if isThere || result.atoms.isEmpty {
                result.mergeMembers(base, left, right)
            } else {
                // One side put something else in its place; what the other changed in it stays.
                let only = left.members == nil ? right : left
                if only.members != base.members {
                    result.members = only.members
                    result.order = only.order
                    result.isRemoved = true
                }
            }
        }
        return result
    }

    /// Of two ways to write the same, the one that is new; of two new ones the larger.
    private static func spelled(_ base: JSONNode, _ left: JSONNode, _ right: JSONNode) -> JSONNode {
        let texts = [base, left, right].map { JSONWriter.compact($0.value) }
        if texts[1] == texts[2] || texts[2] == texts[0] { return left }
        if texts[1] == texts[0] { return right }
        return texts[1].lexicographicallyPrecedes(texts[2]) ? right : left
    }

    private static func mergedAtoms(
        _ base: JSONNode, _ left: JSONNode, _ right: JSONNode
    ) -> [ByteKey: JSONValue] {
        let sides = (Set(left.atoms.keys), Set(right.atoms.keys))
        var keys = elements(Set(base.atoms.keys), sides.0, sides.1)
        if keys.isEmpty, left.members == nil, right.members == nil { keys = sides.0.union(sides.1) }
        var atoms: [ByteKey: JSONValue] = [:]
        for key in keys {
            // Of two ways to write a number the larger stays.
            let values = [left.atoms[key], right.atoms[key]].compactMap { $0 }
            atoms[key] = values.max {
                JSONWriter.compact($0).lexicographicallyPrecedes(JSONWriter.compact($1))
            }
        }
        return atoms
    }

    private mutating func mergeMembers(_ base: JSONNode, _ left: JSONNode, _ right: JSONNode) {
        var merged: [ByteText: JSONNode] = [:]
        let names = Set((left.members ?? [:]).keys).union((right.members ?? [:]).keys)
        for name in names {
            merged[name] = JSONNode.member(
                base.members?[name], left.members?[name], right.members?[name], name.string)
        }
        members = merged
        let orders = [base, left, right].map { $0.order.filter { merged[$0] != nil } }
        order = RecordOrder.merged(orders[0], orders[1], orders[2])
    }

    /// A member of which each version may have none.
    private static func member(
        _ base: JSONNode?, _ left: JSONNode?, _ right: JSONNode?, _ name: String
    ) -> JSONNode? {
        switch (left, right) {
        case (let left?, let right?): return merged(base ?? empty, left, right, name: name)
        case (nil, nil): return nil
        case (let only?, nil), (nil, let only?):
            guard let base else { return only }
            if base == only { return nil }
            var kept = only
            if kept.members != nil { kept.isRemoved = true }
            return kept
        }
    }

    /// Lists of texts that are sets, by the names of their members.
    private static let sets: Set<String> = ["keywords", "ibans", "was", "roles", "currencies"]

    /// The merged set where all versions are one list of texts; its members stand as in the base, then by their bytes.
    private static func setOfTexts(
        _ base: JSONNode, _ left: JSONNode, _ right: JSONNode, _ name: String
    ) -> JSONNode? {
        guard sets.contains(name), let one = left.texts, let other = right.texts else { return nil }
        let old = base.texts ?? []
        let kept = elements(Set(old), Set(one), Set(other))
        let texts = old.filter(kept.contains) + kept.subtracting(old).sorted()
        return JSONNode(.array(texts.map { .string($0.string) }))
    }

    private var texts: [ByteText]? {
        guard members == nil, atoms.count == 1, let list = atoms.values.first?.elements else {
            return nil
        }
        let texts = list.compactMap { $0.text.map { ByteText($0) } }
        return texts.count == list.count ? texts : nil
    }

    // MARK: Writing

    /// The value that is shown, and the others in the order of their bytes.
    private var values: (shown: JSONValue, others: [JSONValue]) {
        let sorted = atoms.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
            .map(\.value)
        if let typed, let shown = atoms[typed] {
            let rest = atoms.filter { $0.key != typed }.sorted {
                $0.key.bytes.lexicographicallyPrecedes($1.key.bytes)
            }
            return (shown, rest.map(\.value) + (members == nil ? [] : [object]))
        }
        if members != nil { return (object, sorted) }
        return (sorted.last ?? .null, sorted.dropLast())
    }

    /// The object with what could not be settled beside each member.
    private var object: JSONValue {
        var list: [JSONMember] = []
        if isRemoved { list.append(JSONMember("?deleted", .bool(true))) }
        for name in order {
            guard let node = members?[name] else { continue }
            let (shown, others) = node.values
            list.append(JSONMember(name.string, shown))
            if !others.isEmpty { list.append(JSONMember("?" + name.string, .array(others))) }
        }
        return .object(list)
    }

    var value: JSONValue { values.shown }

    /// The members of which several values stand, by their paths.
    func conflicts(_ path: String) -> [MergeConflict] {
        var found: [MergeConflict] = []
        func text(_ value: JSONValue) -> String { String(readable: JSONWriter.compact(value)) }
        if isRemoved {
            found.append(
                MergeConflict(record: path, field: "deleted", shown: "kept", others: ["removed"]))
        }
        for name in order {
            guard let node = members?[name] else { continue }
            let (shown, others) = node.values
            if !others.isEmpty {
                found.append(
                    MergeConflict(
                        record: path, field: name.string, shown: text(shown),
                        others: others.map(text)))
            }
            found += node.conflicts("\(path)/\(name.string)")
        }
        return found
    }

    /// Leaves one value where several stand.
    mutating func settle(_ path: String, choose: (MergeConflict) -> String?) {
        for conflict in conflicts(path) where conflict.record == path && conflict.field != "deleted"
        {
            if let value = choose(conflict) { members?[ByteText(conflict.field)]?.keep(value) }
        }
        for name in order {
            let place = "\(path)/\(name.string)"
            if members?[name]?.isRemoved ?? false {
                let conflict = MergeConflict(
                    record: place, field: "deleted", shown: "kept", others: ["removed"])
                switch choose(conflict) {
                case nil: break
                case "removed":
                    members?[name] = nil
                    order.removeAll { $0 == name }
                default: members?[name]?.isRemoved = false
                }
            }
            members?[name]?.settle(place, choose: choose)
        }
    }

    /// Keeps the value that is written so, of several.
    private mutating func keep(_ text: String) {
        func isIt(_ value: JSONValue) -> Bool {
            String(readable: JSONWriter.compact(value)) == text
        }
        if members != nil, isIt(object) {
            atoms = [:]
            return
        }
        let kept = atoms.filter { isIt($0.value) }
        if kept.isEmpty { return }
        atoms = kept
        members = nil
        order = []
    }
}
