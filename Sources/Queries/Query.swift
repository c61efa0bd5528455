package import Model

/// Why a text is no query.
package struct QueryProblem: Error, Sendable, Equatable {
    /// The term as typed.
    package var term: String
    package var message: String
    package var remedy: String

    package init(_ term: String, _ message: String, remedy: String) {
        self.term = term
        self.message = message
        self.remedy = remedy
    }
}

/// What `is:` asks.
package enum Trait: String, Sendable, CaseIterable {
    case `in`, out, split, transfer, ignored, edited, conflict, auto, invoiced, attached, pending
    case expected, deleted, uncategorised
}

/// One condition.
package enum Term: Sendable {
    case account(NamePattern)
    case kind(NamePattern)
    /// The path and what lies below it; `nil` for `cat:none`.
    case category(String?)
    case taxonomy(String, path: String?)
    /// A word in description, note or contact.
    case word(TextPattern)
    case description(TextPattern)
    /// `nil` for `note:none`.
    case note(TextPattern?)
    case contact(NamePattern?)
    case tag(NamePattern?)
    case amount(AmountCondition)
    case date(Period)
    case status(NamePattern)
    case currency(NamePattern)
    case id(NamePattern)
    case file(TextPattern)
    case attribute(key: String, value: NamePattern?)
    case trait(Trait)
}

/// Conditions joined by and, or and not.
package indirect enum Query: Sendable {
    case term(Term)
    case not(Query)
    case all([Query])
    case any([Query])

    /// The query that every line fulfils.
    package static let everything = Query.all([])

    package var isEverything: Bool { if case .all(let list) = self { list.isEmpty } else { false } }

    /// Every term, wherever it stands.
    package var terms: [Term] {
        switch self {
        case .term(let term): [term]
        case .not(let query): query.terms
        case .all(let list), .any(let list): list.flatMap(\.terms)
        }
    }

    /// The statuses among which the query chooses: booked and pending, and those that a `status:` or
    /// `is:` term names (S4).
    package var statuses: Set<Status> {
        var statuses: Set<Status> = [.booked, .pending]
        for term in terms {
            switch term {
            case .status(let pattern):
                statuses.formUnion(
                    Status.allCases.filter { $0 != .assertion && pattern.matches($0.name) })
            case .trait(.expected): statuses.insert(.expected)
            case .trait(.deleted): statuses.insert(.deleted)
            default: break
            }
        }
        return statuses
    }

    /// The days outside which no line fulfils the query, as far as its `date:` terms tell.
    package var period: Period {
        guard case .all(let list) = self else { return .always }
        var result = Period.always
        for query in list {
            if case .term(.date(let period)) = query { result = result.intersection(period) }
        }
        return result
    }
}
