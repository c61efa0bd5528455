import Model
import SourceText
import Syntax

/// Lines that one side removed while the other changed them, and what becomes of them beside the line that was moved.
extension RecordFields {
    /// Two records of one thing that know nothing of each other. A line that one side had removed says what it
    /// changed beside it, and is laid over the other (merge design 10, R4).
    static func joined(_ one: RecordFields, _ other: RecordFields) -> RecordFields {
        if one.isPatch != other.isPatch {
            return one.isPatch ? other.patched(by: one) : one.patched(by: other)
        }
        return merged(RecordFields(), one, other)
    }

    /// Whether it is what one side changed in a line that the other removed; also where a hand took the flag of that away,
    /// but not what the fields had been.
    var isPatch: Bool { sets.keys.contains { $0.string.hasPrefix("-") } }

    /// The same with what a patch changed. What it says of fields that it did not change is old.
    private func patched(by patch: RecordFields) -> RecordFields {
        var result = self
        result.typed = [:]
        for (key, old) in patch.sets where key.string.hasPrefix("-") {
            let name = ByteText(String(key.string.dropFirst()))
            let known = old.subtracting([""])
            if name == RecordFields.oldTags {
                let tags = elements(known, sets["#"] ?? [], patch.sets["#"] ?? [])
                result.sets["#"] = tags.isEmpty ? nil : tags
            } else if patch.decisions[name] == nil, let fact = patch.facts[name] {
                result.facts[name] = single(known.max(), facts[name], fact) {
                    FactOrder.larger(name, $0, $1)
                }
            } else if RecordFields.isSet(name, self, patch) {
                let members = elements(known, sets[name] ?? [], patch.sets[name] ?? [])
                result.sets[name] = members.isEmpty ? nil : members
            } else {
                var base = ValueSet()
                for value in known { base.insert(ValueOrder.key(name, value), text: value) }
                result.decisions[name] = ValueSet.merged(
                    base, decisions[name] ?? ValueSet(), patch.decisions[name] ?? ValueSet())
                let machines = (machines[name] ?? []).union(patch.machines[name] ?? [])
                let kept = machines.intersection(result.decisions[name]?.keys ?? [])
                result.machines[name] = kept.isEmpty ? nil : kept
            }
        }
        if patch.flags.contains(RecordFields.deletion) {
            result.flags.insert(RecordFields.deletion)
        }
        result.ids.formUnion(patch.ids)
        if !patch.hasKeptRest { result.takeRest(of: patch) }
        return result
    }

    /// Where a patch says what the fields were that it did not change, as a check word.
    static let rest: ByteText = "-rest"

    /// Whether the fields of which a patch says nothing are those that it had when it was made: a person may have gone on
    /// with the line. A patch without the word is believed.
    private var hasKeptRest: Bool {
        guard let words = sets[RecordFields.rest] else { return true }
        return words.contains(ByteText(restWord))
    }

    /// The names of the fields of which a patch says what they were.
    private var listed: Set<ByteText> {
        Set(
            sets.keys.filter { $0.string.hasPrefix("-") }.map { key in
                let name = ByteText(String(key.string.dropFirst()))
                return name == RecordFields.oldTags ? "#" : name
            })
    }

    private func isRest(_ name: ByteText) -> Bool {
        !name.string.hasPrefix("-") && name != "auto" && !listed.contains(name)
    }

    /// The check word of all fields of which a patch says nothing.
    private var restWord: String {
        let decided = decisions.filter { isRest($0.key) && !$0.value.isEmpty }.map { name, values in
            "\(name.string)=" + values.keys.sorted().map(\.string).joined(separator: "\u{1}")
        }
        let members = sets.filter { isRest($0.key) && !$0.value.isEmpty }.map { name, members in
            "\(name.string)=" + members.sorted().map(\.string).joined(separator: "\u{1}")
        }
        let facts = facts.filter { isRest($0.key) }.map { "\($0.key.string)=\($0.value.string)" }
        return AutoCheck.word(
            for: (decided + members + facts).sorted(by: byBytes).joined(separator: "\u{2}"))
    }

    /// Takes what a patch says in the fields of which it does not say what they were: what was there before cannot be
    /// told, so every value stays.
    private mutating func takeRest(of patch: RecordFields) {
        for (name, values) in patch.decisions where patch.isRest(name) {
            decisions[name] = ValueSet.merged(ValueSet(), decisions[name] ?? ValueSet(), values)
        }
        for (name, members) in patch.sets where patch.isRest(name) {
            sets[name, default: []].formUnion(members)
        }
        for (name, fact) in patch.facts where patch.isRest(name) {
            facts[name] = FactOrder.larger(name, facts[name], fact)
        }
    }

    private static func isSet(_ name: ByteText, _ one: RecordFields, _ other: RecordFields) -> Bool
    {
        one.sets[name] != nil || other.sets[name] != nil
    }

    /// Where a patch says which tags there were: a tag's own sign is no key.
    private static let oldTags: ByteText = "tags"

    /// Merges versions of which one at least is a patch: what a patch says of fields that it did not change is old, and no
    /// change.
    static func mergedPatches(
        _ base: RecordFields, _ left: RecordFields, _ right: RecordFields
    ) -> RecordFields {
        var result = mergedFields(
            base, left.filled(base, beside: right), right.filled(base, beside: left))
        let isKept = [left, right].allSatisfy { !$0.isPatch || $0.hasKeptRest }
        if result.isPatch, isKept, result.sets[rest] != nil {
            // What a side that is no patch changed is a change of the patch as well.
            let unlisted = result
            result.noteChanges(from: base) { name in
                unlisted.isRest(name)
                    && [left, right].contains { !$0.isPatch || !$0.isRest(name) }
            }
            result.sets[rest] = [ByteText(result.restWord)]
        }
        return result
    }

    /// A patch whose unchanged fields say what the base says, or where there is none what the other side does.
    private func filled(_ base: RecordFields, beside other: RecordFields) -> RecordFields {
        guard isPatch, sets[RecordFields.rest] != nil, hasKeptRest else { return self }
        let source = base.isEmpty ? other : base
        func isOld(_ name: ByteText) -> Bool {
            isRest(name) && !(other.isPatch && other.isRest(name))
        }
        var result = self
        for name in Set(decisions.keys).union(source.decisions.keys) where isOld(name) {
            result.decisions[name] = source.decisions[name]
            result.machines[name] = source.machines[name]
        }
        for name in Set(sets.keys).union(source.sets.keys) where isOld(name) {
            result.sets[name] = source.sets[name]
        }
        for name in Set(facts.keys).union(source.facts.keys) where isOld(name) {
            result.facts[name] = source.facts[name]
        }
        return result
    }

    private var isEmpty: Bool { decisions.isEmpty && sets.isEmpty && facts.isEmpty }

    /// What stays of a record that one side removed and the other changed: the change, with what it changed beside
    /// it; `nil` where nothing was changed.
    static func kept(_ base: RecordFields, changed: RecordFields) -> RecordFields? {
        if base == changed { return nil }
        // A patch knows from which version it came; this base may be a later one, which it never saw.
        if changed.isPatch, !base.isPatch { return changed }
        let changed = changed.filled(base, beside: RecordFields())
        if base.withoutRest == changed.withoutRest { return nil }
        var result = changed
        result.typed = [:]
        // What a patch said that others removed since is in the line over which they laid it.
        result.sets = result.sets.filter { !$0.key.string.hasPrefix("-") }
        result.flags.insert(removal)
        result.noteChanges(from: base) { _ in true }
        result.sets[rest] = [ByteText(result.restWord)]
        return result
    }

    /// Notes of each field that is not as in the base what it was there.
    private mutating func noteChanges(from base: RecordFields, where isWanted: (ByteText) -> Bool) {
        let changed = self
        for name in Set(base.decisions.keys).union(changed.decisions.keys) where isWanted(name) {
            let old = base.decisions[name] ?? ValueSet()
            guard old != changed.decisions[name] ?? ValueSet() else { continue }
            let left = old.filtered { !(changed.decisions[name]?.keys.contains($0) ?? false) }
            note(name, Set(left.texts.values))
        }
        for name in Set(base.sets.keys).union(changed.sets.keys)
        where base.sets[name] != changed.sets[name] && !name.string.hasPrefix("-") && isWanted(name)
        {
            note(name == "#" ? RecordFields.oldTags : name, base.sets[name] ?? [])
        }
        for name in Set(base.facts.keys).union(changed.facts.keys)
        where changed.facts[name] != base.facts[name] && isWanted(name) {
            note(name, Set([base.facts[name]].compactMap { $0 }))
        }
    }

    private var withoutRest: RecordFields {
        var result = self
        result.sets[RecordFields.rest] = nil
        return result
    }

    /// Notes what a field had; an empty value where it had nothing.
    private mutating func note(_ name: ByteText, _ old: Set<ByteText>) {
        sets[ByteText("-" + name.string)] = old.isEmpty ? [""] : old
    }
}
