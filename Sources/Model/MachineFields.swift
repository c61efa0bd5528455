extension Transaction {
    /// The fields that a machine has set and nobody has changed since (S18).
    package var machineFields: [String] {
        attributes.set("auto").compactMap { token in
            guard let dot = token.lastIndex(of: ".") else { return nil }
            let field = String(token[..<dot])
            let check = token[token.index(after: dot)...]
            guard let value = value(ofField: field) else { return nil }
            return AutoCheck.word(for: value) == check ? field : nil
        }
    }

    /// The canonical value of a field that a machine may set.
    package func value(ofField field: String) -> String? {
        switch field {
        case "category": categoryText
        case "description": description
        case "tags": attributes.tagsValue
        case "ignored": attributes["ignored"] ?? (isIgnored ? "true" : nil)
        default: attributes[field]
        }
    }

    /// The category of a line with one part, as it is written.
    private var categoryText: String? {
        guard parts.count == 1 else { return nil }
        switch parts[0].target {
        case .uncategorised: return nil
        case .category(let path): return path
        case .transfer(let account): return "=\(account)"
        case .ignored: return "ignored"
        }
    }
}
