/// What one event has against being another, in points; the figures are those of the design of merges
/// (12.3), tuned on quirks of banks that were collected from other tools.
package enum MatchCost {
    /// From here on a row is an event of its own.
    package static let unmatched = 70
    /// A choice that costs less than this more is as good.
    package static let margin = 10
    /// The most days between two sayings of one event.
    package static let window: Int32 = 10
    static let perDay = 5
    static let perDayEarlier = 8
    /// For texts that have nothing in common.
    static let text = 40
    static let changedAmount = 25
    /// For an amount that a hold tells nothing about.
    static let released = 40
    /// The most by which a tip or a rate changes an amount, and the days within which that comes.
    static let changePercent: UInt128 = 35
    static let changeWindow: Int32 = 7
    /// The most that a bank holds only to see that a card is good, in minor units.
    static let cardCheck: UInt128 = 100
    static let redated = 25
    static let pendingOfAnother = 10
    /// What two sayings of one source must have in common at least.
    static let likeText = 600
    static let sameText = 800
    /// The most days by which two sources date one event apart.
    package static let sourcesApart: Int32 = 4
    /// So many events that are surely one, and all of one day, show that two sources date alike.
    package static let datedAlike = 10
}
