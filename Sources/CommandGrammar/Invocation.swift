/// A command line that was understood: which command, and every word in its place.
///
/// Counts and choices are checked already. Options are asked for by the same `Flag` value that the
/// command's description lists; options of the whole program as well, wherever they stood.
package struct Invocation: Sendable {
    package let program: String
    /// The command's own names, aliases resolved: `["accounts", "add"]`.
    package let path: [String]
    private let given: [GivenFlag]
    private let arguments: [(name: String, words: [String])]

    init(
        program: String, path: [String], given: [GivenFlag],
        arguments: [(name: String, words: [String])]
    ) {
        self.program = program
        self.path = path
        self.given = given
        self.arguments = arguments
    }

    package func isSet(_ flag: Flag) -> Bool {
        given.contains { $0.name == flag.name }
    }

    /// The last value given, `nil` where the option was not given.
    package func value(of flag: Flag) -> String? {
        given.last { $0.name == flag.name }?.value
    }

    /// All values in the order of the command line.
    package func values(of flag: Flag) -> [String] {
        given.compactMap { $0.name == flag.name ? $0.value : nil }
    }

    /// The value of an option of kind `count`.
    package func count(of flag: Flag) -> Int? {
        value(of: flag).flatMap { Int($0) }
    }

    /// The value of an option of kind `choice` as the case whose raw value was written.
    package func choice<Choice: RawRepresentable<String>>(of flag: Flag) -> Choice? {
        value(of: flag).flatMap { Choice(rawValue: $0) }
    }

    /// Which of some flags that replace one another was given last, as of `-D -W -M -Q -Y`.
    package func last(of flags: [Flag]) -> Flag? {
        for entry in given.reversed() {
            if let flag = flags.first(where: { $0.name == entry.name }) { return flag }
        }
        return nil
    }

    /// The words of an argument; empty where none was given.
    package func values(of positional: Positional) -> [String] {
        arguments.first { $0.name == positional.name }?.words ?? []
    }

    /// The first word of an argument; never `nil` where the argument is required.
    package func value(of positional: Positional) -> String? {
        values(of: positional).first
    }

    /// The error for a value that only the command itself can judge.
    ///
    ///     throw invocation.refusal(of: "tomorow", for: begin, "write a date such as 2026-03-01")
    ///
    /// - Parameter remedy: what would make it right, as a clause without a full stop.
    package func refusal(of value: String, for flag: Flag, _ remedy: String) -> UsageError {
        failure(.refusedValue(flag.longLabel, value: value, remedy: remedy))
    }

    package func refusal(of value: String, for positional: Positional, _ remedy: String)
        -> UsageError
    {
        failure(.refusedValue(positional.name, value: value, remedy: remedy))
    }

    /// The error for what no single value is to blame for, such as two options that exclude each
    /// other; `message` is a clause without a full stop.
    package func refusal(_ message: String) -> UsageError {
        failure(.other(message))
    }

    private func failure(_ problem: UsageError.Problem) -> UsageError {
        UsageError(problem, program: program, path: path)
    }
}

/// One option as it stood on the command line.
struct GivenFlag: Sendable {
    let name: String
    let value: String?
    let isGlobal: Bool
}

/// What a command line asks for.
package enum Parsed: Sendable {
    case run(Invocation)
    /// The help page of a command, of the program where the path is empty.
    case help([String])
    case version
}
