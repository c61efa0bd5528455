package import Platform
import SourceText

/// The git repository that a ledger lies in, asked through the `git` of this machine.
///
/// Nothing of git is read or written but by its own program, in the forms that it keeps stable for scripts.
package struct GitRepository: Sendable {
    /// Runs `git` with words, an input and more variables; `nil` where there is none.
    package typealias Tool =
        @Sendable (_ words: [String], _ input: [UInt8], _ extra: [String]) -> ChildProcess.Result?

    /// The top folder of the work tree, absolute.
    package let top: String
    /// Where the ledger lies in it: empty at the top, else with a slash at its end.
    package let prefix: String
    private let root: String
    private var extra: [String]
    private let tool: Tool

    /// The repository that `root` lies in; `nil` where there is none, or no git.
    ///
    /// - Parameters:
    ///   - root: the ledger's folder, absolute.
    ///   - extra: variables for git besides the usual ones, as `GIT_INDEX_FILE=…` in a hook.
    package init?(root: String, extra: [String] = [], _ tool: @escaping Tool) {
        self.root = root
        self.extra = extra + ["LC_ALL=C", "GIT_OPTIONAL_LOCKS=0"]
        self.tool = tool
        let words = ["git", "-C", root, "rev-parse", "--show-toplevel", "--show-prefix"]
        guard let result = tool(words, [], self.extra), result.status == 0 else { return nil }
        let lines = String(readable: result.output).split(
            separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2 else { return nil }
        top = String(lines[0])
        prefix = String(lines[1])
    }

    /// The same with more variables for git and the hooks that it runs.
    package func adding(_ variables: [String]) -> GitRepository {
        var other = self
        other.extra = variables + extra
        return other
    }

    /// Runs git in the ledger's folder.
    ///
    /// - Throws: what git said, where it ended otherwise than with one of `statuses`.
    @discardableResult
    package func run(
        _ words: [String], _ input: [UInt8] = [], statuses: Set<Int32> = [0]
    ) throws(GitFailure) -> ChildProcess.Result {
        guard let result = tool(["git", "-C", root] + words, input, extra) else {
            throw GitFailure(command: words, message: "git cannot be started")
        }
        guard let status = result.status, statuses.contains(status) else {
            // Some of what it has to say comes on its standard output.
            let text = result.errors.isEmpty ? result.output : result.errors
            let said = String(readable: text[text.trimmedRange])
            throw GitFailure(
                command: words, message: said.isEmpty ? "git ended without a word" : said)
        }
        return result
    }

    /// The first line of what git answers, without its end; `nil` where git fails.
    package func line(_ words: String...) -> String? {
        do throws(GitFailure) {
            let output = try run(words).output
            return String(readable: output.prefix { $0 != Ascii.lineFeed })
        } catch {
            return nil
        }
    }

    /// What git answers, cut at its zero bytes.
    package func words(_ words: [String]) throws(GitFailure) -> [String] {
        try run(words).output.split(separator: 0).map { String(readable: $0) }
    }
}

/// What git could not do.
package struct GitFailure: Error, Sendable, Equatable {
    package let command: [String]
    /// What it said, often several lines.
    package let message: String

    package init(command: [String], message: String) {
        self.command = command
        self.message = message
    }

    /// The first line of what it said that says more than that there is something to say.
    package var summary: String {
        let lines = message.split(separator: "\n").map(String.init)
        if let lock = lines.first(where: { $0.contains(".lock': File exists") }) {
            return "\(lock) If no other git is at work, delete that file."
        }
        let remote = lines.filter { $0.hasPrefix("remote: ") || $0.contains("[remote rejected]") }
        if !remote.isEmpty { return remote.joined(separator: "; ") }
        return lines.first { $0.hasPrefix("fatal: ") || $0.hasPrefix("error: ") }
            ?? lines.first ?? ""
    }
}
