import Model
import SourceText
package import Syntax

extension TransactionLine {
    /// Sets a field as a machine does: with an `auto` token, by which it is known as long as nobody changes
    /// the value (S18). An empty value takes the field away.
    ///
    /// - Parameter field: `category`, `description`, `tags` (names parted by blanks), `ignored`, or an
    ///   attribute.
    /// - Throws: why the value cannot stand in a line.
    package mutating func decide(_ field: String, _ value: String) throws(SyntaxProblem) {
        var canonical = value
        switch field {
        case "category":
            let bytes = Array(value.utf8)
            record.category = try CategoryField.parse(bytes, bytes.trimmedRange)
            try revalidate()
            // The account takes no part in what a category says.
            canonical = transaction(in: "").value(ofField: field) ?? ""
        case "description": record.description = value
        case "tags":
            for tag in attributes.tags { attributes.remove(tag: tag) }
            for name in value.split(separator: " ").map(String.init) {
                attributes.insert(tag: name)
            }
            canonical = attributes.tagsValue ?? ""
        case "ignored":
            attributes.list.removeAll { $0.key == field }
            if value == "true" {
                attributes.list.append(.flag(field))
            } else if !value.isEmpty {
                attributes[field] = value
            }
        default: attributes[field] = value.isEmpty ? nil : value
        }
        let others = attributes.set("auto").filter { !$0.hasPrefix(field + ".") }
        let token = canonical.isEmpty ? [] : ["\(field).\(AutoCheck.word(for: canonical))"]
        attributes.replaceSet("auto", with: others + token)
    }
}
