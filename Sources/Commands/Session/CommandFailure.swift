package import CommandGrammar
package import SourceText

/// Why a command gave no answer.
package enum CommandFailure: Error, Sendable {
    case usage(UsageError)
    /// Findings that keep the answer from being right (S23).
    case findings([Diagnostic])
    /// The world outside failed.
    case failed(message: String, remedy: String)
    /// A decision is needed that `--no-input` or the lack of a terminal keeps from being asked for.
    case question(message: String, remedy: String)
    /// A bank, or the way to it, failed.
    case bank(ExitStatus, message: String, remedy: String)

    package var status: ExitStatus {
        switch self {
        case .usage: .usage
        case .findings: .findings
        case .failed: .failure
        case .question: .question
        case .bank(let status, _, _): status
        }
    }
}
