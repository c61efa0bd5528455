package import Model

/// What is asked of a forecast.
package struct ForecastRequest: Sendable {
    /// The day up to which lines are known; the first day of the forecast.
    package var today: CivilDate
    /// The last day.
    package var last: CivilDate
    /// The scenario, and those that it builds upon: their plans count too.
    package var scenarios: [String]
    /// The accounts that are shown; all where it is `nil`.
    package var accounts: Set<String>?
    /// How many paths the bands are made of; 0 for none, where only what is expected is wanted.
    package var paths: Int
    package var seed: UInt64
    /// What does not count.
    package var without: Set<ForecastPart.Source>

    package static let usualPaths = 1_000

    package init(
        today: CivilDate, last: CivilDate, scenarios: [String] = [],
        accounts: Set<String>? = nil, paths: Int = ForecastRequest.usualPaths, seed: UInt64 = 1,
        without: Set<ForecastPart.Source> = []
    ) {
        self.today = today
        self.last = last
        self.scenarios = scenarios
        self.accounts = accounts
        self.paths = paths
        self.seed = seed
        self.without = without
    }
}
