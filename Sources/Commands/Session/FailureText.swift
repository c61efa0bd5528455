import CommandGrammar
import SourceText

/// Words failures for people, and as findings for programs.
enum FailureText {
    static func text(_ failure: CommandFailure, colours: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        switch failure {
        case .usage(let error):
            bytes += "bankbook: \(error.description)\n\(error.hint)\n".utf8
        case .findings(let findings):
            for finding in findings.sorted(by: Diagnostic.inReadingOrder) {
                DiagnosticText.append(finding, colours: colours, to: &bytes)
            }
            let errors = findings.count { $0.severity == .error }
            bytes +=
                "bankbook: \(counted(errors, "error")) in the ledger; no answer is given\n"
                .utf8
        case .failed(let message, let remedy), .question(let message, let remedy),
            .bank(_, let message, let remedy):
            bytes += "bankbook: \(message)\n".utf8
            if !remedy.isEmpty { bytes += "\(remedy)\n".utf8 }
        }
        return bytes
    }

    static func findings(_ failure: CommandFailure) -> [Diagnostic] {
        switch failure {
        case .usage(let error):
            [one("usage", error.description, error.hint)]
        case .findings(let findings): findings.sorted(by: Diagnostic.inReadingOrder)
        case .failed(let message, let remedy): [one("failure", message, remedy)]
        case .question(let message, let remedy): [one("question", message, remedy)]
        case .bank(_, let message, let remedy): [one("bank", message, remedy)]
        }
    }

    private static func one(_ code: String, _ message: String, _ remedy: String) -> Diagnostic {
        Diagnostic(code, .error, at: Location(file: ""), message, remedy: remedy)
    }
}
