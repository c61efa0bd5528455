package import Model

/// A row of a bank whose event no line has yet.
package final class MatchRow: Sendable {
    package let date: CivilDate
    /// Minor units.
    package let amount: Int64
    package let currency: CurrencyCode
    package let isPending: Bool
    package let text: String
    /// The id of its record.
    package let id: String

    package init(
        date: CivilDate, amount: Int64, currency: CurrencyCode, isPending: Bool, text: String,
        id: String
    ) {
        self.date = date
        self.amount = amount
        self.currency = currency
        self.isPending = isPending
        self.text = text
        self.id = id
    }

    /// Whether it hardly matters which of the rows a line gets: only their days can differ.
    func looksLike(_ other: MatchRow) -> Bool {
        amount == other.amount && isPending == other.isPending && text == other.text
    }
}

/// A line that may be a row's event.
package final class MatchLine: Sendable {
    /// Who said it before.
    package enum Origin: Sendable, Hashable {
        /// A person; no bank has said anything yet.
        case typed
        /// The source of the rows.
        case sameSource
        case otherSource
    }

    /// Where the line's day lies in the days that the rows tell of.
    package enum Place: Sendable {
        case inside
        /// So few days from the first or the last of them that a source which dates it otherwise may have it
        /// outside.
        case near
        /// On the first or the last of them, of which the rows may tell only a part.
        case edge
        case outside
    }

    /// The days that the line and its bank records say; not empty.
    package let dates: [CivilDate]
    package let amount: Int64
    package let currency: CurrencyCode
    /// Pending, expected or dropped: the bank may still say another day and amount.
    package let isOpen: Bool
    package let origin: Origin
    package let place: Place
    /// Whether a bank told of it later than the rows do, so that a pending row may be its past.
    package let isLater: Bool
    /// What the line and its records say; not empty.
    package let texts: [String]
    /// Ids of records that it is not, as a person decided.
    package let distinct: Set<String>
    /// What the line says besides its day: of two lines that share it, it hardly matters which one gets a row.
    package let face: String?
    package let id: String

    package init(
        dates: [CivilDate], amount: Int64, currency: CurrencyCode, isOpen: Bool, origin: Origin,
        place: Place, isLater: Bool, texts: [String], distinct: Set<String>, face: String?,
        id: String
    ) {
        self.dates = dates
        self.amount = amount
        self.currency = currency
        self.isOpen = isOpen
        self.origin = origin
        self.place = place
        self.isLater = isLater
        self.texts = texts
        self.distinct = distinct
        self.face = face
        self.id = id
    }

    func looksLike(_ other: MatchLine) -> Bool { face != nil && face == other.face }
}

/// What is known of all rows of a batch together.
package struct MatchBatch: Sendable {
    /// Whether the source told one of its earlier rows again under its old id, so that a new id is a new
    /// event.
    package var hasStableIDs: Bool
    /// Whether it gave all its earlier rows new ids.
    package var reissuesIDs: Bool
    /// Whether a pending row that is missing has vanished.
    package var isComplete: Bool
    package var dating: Dating

    /// How its days go with those of other sources, as far as rows and lines that surely are one event show.
    package enum Dating: Sendable {
        case unknown, alike, apart
    }

    package init(
        hasStableIDs: Bool, reissuesIDs: Bool, isComplete: Bool, dating: Dating = .unknown
    ) {
        self.hasStableIDs = hasStableIDs
        self.reissuesIDs = reissuesIDs
        self.isComplete = isComplete
        self.dating = dating
    }
}
