/// What became of a command.
package enum Outcome {
    case measured(Timing)
    /// The program has no such command yet.
    case notYet
    case failed(String)

    package var timing: Timing? {
        if case .measured(let timing) = self { timing } else { nil }
    }
}
