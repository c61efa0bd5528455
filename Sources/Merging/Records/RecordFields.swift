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
    /// Which value of a decision a line shows where several stand. It is no part of what the record says: a merge shows the
    /// largest, and only a hand another one.
    var typed: [ByteText: ByteText] = [:]

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
        if left.isPatch || right.isPatch { return mergedPatches(base, left, right) }
        return mergedFields(base, left, right)
    }

    /// The fields of two versions, each by itself.
    static func mergedFields(
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
}
