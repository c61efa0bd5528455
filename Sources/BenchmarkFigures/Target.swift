/// What the design asks of one figure.
package struct Target {
    private enum Direction { case atMost, atLeast }

    private let direction: Direction
    package let must: Double
    package let aim: Double
    /// What stands after the number, such as ` × floor`.
    package let unit: String

    package static func atMost(_ must: Double, _ aim: Double, _ unit: String) -> Target {
        Target(direction: .atMost, must: must, aim: aim, unit: unit)
    }

    package static func atLeast(_ must: Double, _ aim: Double, _ unit: String) -> Target {
        Target(direction: .atLeast, must: must, aim: aim, unit: unit)
    }

    /// `aim`, `must` or `**no**`: the stricter bound that holds.
    package func verdict(_ figure: Double) -> String {
        func holds(_ bound: Double) -> Bool {
            direction == .atMost ? figure <= bound : figure >= bound
        }
        if holds(aim) && holds(must) { return "aim" }
        return holds(must) ? "must" : "**no**"
    }

    /// A bound with its direction and unit.
    package func text(_ bound: Double) -> String {
        (direction == .atMost ? "≤ " : "≥ ") + Figure.short(bound) + unit
    }
}
