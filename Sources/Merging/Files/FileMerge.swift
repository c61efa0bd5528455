import SourceText

/// Merges a file of a ledger by what its path says that it is.
package enum FileMerge {
    /// What a file holds, as a merge takes it apart.
    package enum Kind: Sendable, Equatable {
        case records(RecordKind)
        case json
        case evidence
        case log
    }

    /// The kind of a file by its path inside the ledger; `nil` for one that the program does not know, which is left to a
    /// merge of plain text.
    package static func kind(of path: String) -> Kind? {
        let parts = path.split(separator: "/").map(String.init)
        guard let name = parts.last else { return nil }
        if name.hasSuffix(".jsonl") {
            return parts.contains("evidence") ? .evidence : .log
        }
        if name.hasSuffix(".json") { return .json }
        guard name.hasSuffix(".txt") else { return nil }
        // The ledger may lie below the top of the repository.
        if parts.count >= 3, parts[parts.count - 3] == "transactions" {
            return .records(.transactions(account: parts[parts.count - 2]))
        }
        if name == "categories.txt" || parts.dropLast().last == "taxonomies" {
            return .records(.categories)
        }
        switch parts.dropLast().last {
        case "budgets": return .records(.budgets)
        case "plans": return .records(.plans)
        case "prices": return .records(.prices)
        default: return name == "rules.txt" ? .records(.rules) : nil
        }
    }

    /// The merged file; `nil` where a version has bytes that no such file holds: then plain text is all that can be merged.
    package static func merge(
        base: [UInt8], left: [UInt8], right: [UInt8], _ kind: Kind
    ) -> MergeResult? {
        if let whole = MergeResult.ofOneSide(base: base, left: left, right: right) { return whole }
        if [base, left, right].contains(where: { $0.contains(0) }) { return nil }
        return switch kind {
        case .records(let kind): TextMerge.merge(base: base, left: left, right: right, kind)
        case .json: JSONMerge.merge(base: base, left: left, right: right)
        case .evidence, .log:
            LineSetMerge.merge(
                base: base, left: left, right: right, isEvidence: kind == .evidence)
        }
    }
}

extension FileMerge {
    /// What becomes of a file when an older change of it is taken back: the change goes, and where a later one stands in
    /// its place that one stays.
    ///
    /// - Parameters:
    ///   - after: what the change left.
    ///   - now: what the file holds.
    ///   - before: what the change found.
    package static func takingBack(
        after: [UInt8], now: [UInt8], before: [UInt8], _ kind: Kind
    ) -> [UInt8]? {
        guard let merged = merge(base: after, left: now, right: before, kind) else { return nil }
        let current = CurrentValues(now, kind)
        return OpenConflicts.settled(merged.bytes, kind) { place in
            current.value(place.conflict).flatMap { value in
                ([place.conflict.shown] + place.conflict.others).contains(value) ? value : nil
            }
        }
    }
}
