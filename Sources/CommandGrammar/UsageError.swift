/// A command line that cannot be understood, in words for the person who typed it.
package struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Problem: Sendable, Hashable {
        case missingCommand
        case unknownCommand(String)
        case unknownSubcommand(String)
        case missingSubcommand([String])
        /// `word` is the whole bundle where the option is one letter of it.
        case unknownOption(String, in: String)
        case optionBeforeCommand(String)
        case foreignOption(String)
        case missingValue(String, placeholder: String)
        case optionAsValue(String, next: String)
        case valueNotTaken(String, value: String)
        case notACount(String, value: String)
        case notAChoice(String, value: String, choices: [String])
        case missingArgument(String)
        case unexpectedArgument(String, isFirst: Bool)
        case refusedValue(String, value: String, remedy: String)
        case other(String)
    }

    package let problem: Problem
    /// The command as far as it was understood; empty for the program itself.
    package let path: [String]
    /// The word that may have been meant.
    package let suggestion: String?
    private let program: String

    init(_ problem: Problem, program: String, path: [String], suggestion: String? = nil) {
        self.problem = problem
        self.program = program
        self.path = path
        self.suggestion = suggestion
    }

    /// The message with its suggestion, without a full stop.
    package var description: String {
        suggestion.map { "\(message); did you mean '\($0)'?" } ?? message
    }

    /// Where to read on: `try 'bankbook balance --help'`.
    package var hint: String { "try '\(commandLine) --help'" }

    private var commandLine: String { ([program] + path).joined(separator: " ") }

    private var message: String {
        switch problem {
        case .missingCommand: "no command is given"
        case .unknownCommand(let word): "no command is called '\(word)'"
        case .unknownSubcommand(let word): "'\(commandLine)' has no command '\(word)'"
        case .missingSubcommand(let names):
            "'\(commandLine)' needs one of its commands: \(listed(names, before: "or"))"
        case .unknownOption(let option, let word):
            "'\(commandLine)' has no option '\(option)'" + (option == word ? "" : " (in '\(word)')")
        case .optionBeforeCommand(let option):
            "'\(option)' is an option of a command: write it after the command's name"
        case .foreignOption(let option): "'\(commandLine)' has no option '\(option)'"
        case .missingValue(let option, let placeholder):
            "'\(option)' needs a value: '\(option) \(placeholder)'"
        case .optionAsValue(let option, let next):
            "'\(option)' needs a value, but '\(next)' follows; "
                + "a value that begins with two dashes is written '\(option)=\(next)'"
        case .valueNotTaken(let option, let value):
            "'\(option)' takes no value, but '\(value)' is given"
        case .notACount(let name, let value):
            "'\(name)' needs a whole number such as 12, not '\(value)'"
        case .notAChoice(let name, let value, let choices):
            "'\(name)' is \(listed(choices, before: "or")), not '\(value)'"
        case .missingArgument(let name): "'\(commandLine)' needs \(name)"
        case .unexpectedArgument(let word, let isFirst):
            isFirst
                ? "'\(commandLine)' takes no arguments, but '\(word)' is given"
                : "'\(word)' is one argument too many for '\(commandLine)'"
        case .refusedValue(let name, let value, let remedy):
            "'\(name)' cannot be '\(value)': \(remedy)"
        case .other(let message): message
        }
    }
}
