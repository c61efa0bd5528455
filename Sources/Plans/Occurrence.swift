package import Model

/// One of the days on which a plan says that something comes.
package struct Occurrence: Sendable {
    package enum State: Sendable, Equatable {
        /// A line of the past is it; its place in the history.
        case fulfilled(Int)
        /// A line that is expected stands for it; its place in the history.
        case written(Int)
        /// A person does not expect it any more.
        case dropped
        /// It was due, and has not come.
        case late
        /// It is due today or later.
        case upcoming
    }

    /// The plan's line, by its place in the book.
    package let line: Int
    /// The day of the rule, by which the occurrence is known.
    package let nominal: CivilDate
    package let due: CivilDate
    package let amount: Int64
    package let state: State

    /// Whether it is still to come.
    package var isOpen: Bool { state == .late || state == .upcoming }
}
