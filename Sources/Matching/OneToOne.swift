/// The cheapest one-to-one choice among possible pairs.
package enum OneToOne {
    /// A possible partner of a row, with what the pair costs.
    package struct Pair: Sendable {
        package let column: Int
        package let cost: Int

        /// - Parameter cost: not negative.
        package init(column: Int, cost: Int) {
            self.column = column
            self.cost = cost
        }
    }

    /// The column of each row; `nil` for a row that has none.
    ///
    /// - Parameter unmatched: the price of a row without a column; of equal choices the one with a column wins.
    package static func choose(_ pairs: [[Pair]], columns: Int, unmatched: Int) -> [Int?] {
        Assignment(
            pairs.map { $0.map { Assignment.Edge(column: $0.column, cost: $0.cost) } },
            columns: columns, unmatched: unmatched
        ).columnOf
    }
}
