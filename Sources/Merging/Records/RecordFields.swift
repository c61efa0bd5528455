/// What one record says, as a product of independent fields (merge design 4).
struct RecordFields: Sendable, Equatable {
    /// What a person decides: fields and attributes by their names.
    var decisions: [ByteText: ValueSet] = [:]
    /// Which values of decisions a machine set.
    var machines: [ByteText: Set<ByteText>] = [:]
    /// Fields that are sets: tags under `#`, keywords, other ids; what a removed line had under `-field`.
    var sets: [ByteText: Set<ByteText>] = [:]
    /// What a bank says, by name; the greater of two counts.
    var facts: [ByteText: ByteText] = [:]
    /// `x` for a deletion, `?deleted`, `?same`.
    var flags: Set<ByteText> = []
    /// Every id of the record.
    var ids: Set<ByteText> = []

    static func == (left: RecordFields, right: RecordFields) -> Bool {
        left.decisions.filter { !$0.value.isEmpty } == right.decisions.filter { !$0.value.isEmpty }
            && left.machines.filter { !$0.value.isEmpty }
                == right.machines.filter { !$0.value.isEmpty }
            && left.sets.filter { !$0.value.isEmpty } == right.sets.filter { !$0.value.isEmpty }
            && left.facts == right.facts && left.flags == right.flags && left.ids == right.ids
    }

    /// The flag of a line that a person deleted by command.
    static let deletion: ByteText = "x"
    /// The flag of a line that one side removed by hand while the other changed it.
    static let removal: ByteText = "?deleted"

    // MARK: Merging

    /// The record that follows from two versions of one.
    static func merged(
        _ base: RecordFields, _ left: RecordFields, _ right: RecordFields
    ) -> RecordFields {
        var result = RecordFields()
        for name in Set(left.decisions.keys).union(right.decisions.keys) {
            result.take(name, base, left, right)
        }
        for name in Set(left.sets.keys).union(right.sets.keys) {
            let members = elements(
                base.sets[name] ?? [], left.sets[name] ?? [], right.sets[name] ?? [])
            if !members.isEmpty { result.sets[name] = members }
        }
        for name in Set(left.facts.keys).union(right.facts.keys) {
            result.facts[name] = single(base.facts[name], left.facts[name], right.facts[name]) {
                FactOrder.larger(name, $0, $1)
            }
        }
        result.flags = elements(base.flags, left.flags, right.flags)
        result.ids = left.ids.union(right.ids)
        return result
    }

    /// Merges one decision: a person's value goes before a machine's, and of two machines' the larger is kept, for the
    /// next run of the rules to settle.
    private mutating func take(
        _ name: ByteText, _ base: RecordFields, _ left: RecordFields, _ right: RecordFields
    ) {
        let (own, other) = (left.decisions[name] ?? ValueSet(), right.decisions[name] ?? ValueSet())
        var values = ValueSet.merged(base.decisions[name] ?? ValueSet(), own, other)
        func isMachines(_ key: ByteText) -> Bool {
            let sides = [(own, left), (other, right)].filter { $0.0.keys.contains(key) }
            return sides.allSatisfy { $0.1.machines[name]?.contains(key) ?? false }
        }
        let persons = values.filtered { !isMachines($0) }
        if !persons.isEmpty {
            values = persons
        } else if values.keys.count > 1 {
            let shown = ValueOrder.largest(name, values)
            values = values.filtered { $0 == shown }
        }
        if values.isEmpty { return }
        decisions[name] = values
        let kept = values.keys.filter(isMachines)
        if !kept.isEmpty { machines[name] = kept }
    }

    /// Two records of one thing that know nothing of each other. A line that one side had removed says what it
    /// changed beside it, and is laid over the other (merge design 10, R4).
    static func joined(_ one: RecordFields, _ other: RecordFields) -> RecordFields {
        if one.isPatch != other.isPatch {
            return one.isPatch ? other.patched(by: one) : one.patched(by: other)
        }
        return merged(RecordFields(), one, other)
    }

    /// Whether it is what one side changed in a line that the other removed.
    var isPatch: Bool {
        flags.contains(RecordFields.removal) && sets.keys.contains { $0.string.hasPrefix("-") }
    }

    /// The same with what a patch changed. What it says of fields that it did not change is old.
    private func patched(by patch: RecordFields) -> RecordFields {
        var result = self
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
        return result
    }

    private static func isSet(_ name: ByteText, _ one: RecordFields, _ other: RecordFields) -> Bool
    {
        one.sets[name] != nil || other.sets[name] != nil
    }

    /// Where a patch says which tags there were: a tag's own sign is no key.
    private static let oldTags: ByteText = "tags"

    /// What stays of a record that one side removed and the other changed: the change, with what it changed beside
    /// it; `nil` where nothing was changed.
    static func kept(_ base: RecordFields, changed: RecordFields) -> RecordFields? {
        if base == changed { return nil }
        var result = changed
        result.flags.insert(removal)
        for name in Set(base.decisions.keys).union(changed.decisions.keys) {
            let old = base.decisions[name] ?? ValueSet()
            guard old != changed.decisions[name] ?? ValueSet() else { continue }
            let left = old.filtered { !(changed.decisions[name]?.keys.contains($0) ?? false) }
            result.note("-" + name.string, Set(left.texts.values))
        }
        for name in Set(base.sets.keys).union(changed.sets.keys)
        where base.sets[name] != changed.sets[name] && !name.string.hasPrefix("-") {
            let shown = name == "#" ? oldTags : name
            result.note("-" + shown.string, base.sets[name] ?? [])
        }
        for name in Set(base.facts.keys).union(changed.facts.keys)
        where changed.facts[name] != base.facts[name] {
            result.note("-" + name.string, Set([base.facts[name]].compactMap { $0 }))
        }
        return result
    }

    /// Notes what a field had; an empty value where it had nothing.
    private mutating func note(_ key: String, _ old: Set<ByteText>) {
        sets[ByteText(key), default: []].formUnion(old.isEmpty ? [""] : old)
    }
}
