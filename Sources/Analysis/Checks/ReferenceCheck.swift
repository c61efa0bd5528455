import Model
import Platform
package import Reading
import SourceText

/// Contacts and nodes of taxonomies that lines name exist.
enum ReferenceCheck {
    static func findings(_ lines: CheckedLines, contacts: Set<String>) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for consumer in lines.consumers {
            for (place, attributes, text) in consumer.attributed {
                let location = { lines.location(consumer, place) }
                if let contact = attributes["contact"], !contacts.contains(contact) {
                    let near = Suggestion.nearest(to: contact, in: contacts)
                    findings.append(
                        Diagnostic(
                            "contact.unknown", .warning, at: location(),
                            "there is no contact “\(contact)”", excerpt: String(readable: text),
                            remedy: near.map { "did you mean \($0)?" }
                                ?? "make contacts/\(contact).json"))
                }
                for (name, tree) in lines.ledger.taxonomies {
                    guard let path = attributes[name], !tree.isKnown(tree.resolve(path)) else {
                        continue
                    }
                    let near = Suggestion.nearest(to: path, in: tree.categories.map(\.path))
                    findings.append(
                        Diagnostic(
                            "taxonomy.unknown", .warning, at: location(),
                            "“\(path)” is not declared in taxonomies/\(name).txt",
                            excerpt: String(readable: text),
                            remedy: near.map { "did you mean \($0)?" } ?? "declare it there"))
                }
            }
        }
        return findings
    }
}

/// The names in a folder of the ledger.
package enum FolderContents {
    /// File names with an ending, without it; empty where the folder does not exist.
    package static func names(_ ledger: Ledger, _ folder: String, ending: String) -> Set<String> {
        do throws(SystemFailure) {
            let entries = try listFolder(ledger.root + "/" + folder)
            return Set(
                entries.filter { $0.name.hasSuffix(ending) && !$0.name.hasPrefix(".") }
                    .map { String($0.name.dropLast(ending.count)) })
        } catch {
            return []
        }
    }
}
