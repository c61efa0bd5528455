/// The terms of a query by what they mean together: alternatives of one key, and terms that must all hold.
package struct QueryTerms: Sendable {
    private var alternatives: [String: Set<String>] = [:]
    private var others: Set<String> = []

    init(_ terms: [(isNegated: Bool, key: String, text: String)]) {
        for term in terms {
            if term.isNegated || term.key.isEmpty || term.key == "expr" {
                others.insert(term.text)
            } else {
                alternatives[term.key, default: []].insert(term.text)
            }
        }
    }

    /// Whether each line that fulfils these terms fulfils the others too, as far as equal words tell it:
    /// where it is true, it is so; where it is false, it may be so for other reasons.
    package func implies(_ wider: QueryTerms) -> Bool {
        wider.others.isSubset(of: others)
            && wider.alternatives.allSatisfy { key, choices in
                alternatives[key]?.isSubset(of: choices) ?? false
            }
    }
}

extension QueryParser {
    /// The terms of a query as they are typed; whether they can be read is not asked.
    package func terms(text: String) -> QueryTerms {
        QueryTerms(
            QueryWords.split(text).map { word in
                let (isNegated, key, _) = split(word)
                return (isNegated, key, word)
            })
    }
}
