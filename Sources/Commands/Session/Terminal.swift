import Platform
import SourceText

/// The person at the terminal: what is said beside the answer, and what is asked.
struct Terminal: Sendable {
    let environment: Environment

    init(_ environment: Environment) { self.environment = environment }

    func say(_ text: String) throws(CommandFailure) { try write(text + "\n") }

    /// What a person types after `prompt`, without blanks around it; `nil` at the end of the input.
    func ask(_ prompt: String) throws(CommandFailure) -> String? {
        try write(prompt)
        guard let line = try line(environment.readLine) else { return nil }
        return String(readable: line[line.trimmedRange])
    }

    /// What a person types after `prompt` unseen, byte for byte; `nil` at the end of the input.
    func askHidden(_ prompt: String) throws(CommandFailure) -> String? {
        try write(prompt)
        guard let line = try line(environment.readHiddenLine) else { return nil }
        try write("\n")
        return String(readable: line.last == 0x0D ? line.dropLast() : line[...])
    }

    private func line(
        _ read: () throws(SystemFailure) -> [UInt8]?
    ) throws(CommandFailure) -> [UInt8]? {
        do throws(SystemFailure) { return try read() } catch {
            throw .failed(message: error.description, remedy: "say it on the command line")
        }
    }

    private func write(_ text: String) throws(CommandFailure) {
        do throws(SystemFailure) { try environment.write(.error, Array(text.utf8)) } catch {
            if !error.isClosedPipe { throw .failed(message: error.description, remedy: "") }
        }
    }
}
