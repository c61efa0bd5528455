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

    /// The category as it is written; of a split with the amounts of all parts.
    private var categoryText: String? {
        if parts.count == 1 { return parts[0].target.text }
        let texts = parts.map { part in
            let isOpposite = part.amount != 0 && (part.amount < 0) != (amount < 0)
            let sign = isOpposite ? (part.amount < 0 ? "-" : "+") : ""
            let number = decimalText(Int128(part.amount.magnitude), decimals: decimals)
            return "\(part.target.text ?? "") \(sign)\(number)"
        }
        return texts.joined(separator: ", ")
    }
}
