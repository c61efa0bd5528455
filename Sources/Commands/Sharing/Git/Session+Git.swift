import Git
import Platform
import Reading

extension Session {
    /// The variables that git takes from the user's surroundings: which index a hook is about, and how servers are
    /// reached.
    private static let gitVariables = [
        "GIT_INDEX_FILE", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS",
        "SSH_ASKPASS", "SSH_AUTH_SOCK", "XDG_CONFIG_HOME", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY",
        "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM",
        "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL",
    ]

    /// The repository that the ledger lies in; `nil` where there is none.
    func repository(_ root: String) -> GitRepository? {
        var extra = Session.gitVariables.compactMap { name in
            environment.variable(name).map { value in
                // Hooks get paths as seen from the folder in which they run.
                let isRelative = name == "GIT_INDEX_FILE" && !value.hasPrefix("/")
                let here = resolvedPath(environment.workingDirectory) ?? "."
                return "\(name)=\(isRelative ? "\(here)/\(value)" : value)"
            }
        }
        if !options.asks { extra.append("GIT_TERMINAL_PROMPT=0") }
        return GitRepository(root: root, extra: extra, environment.askTool)
    }

    /// The repository, for commands that are nothing without one.
    func neededRepository(_ root: String) throws(CommandFailure) -> GitRepository {
        guard let repository = repository(root) else {
            throw .failed(
                message: "the ledger lies in no git repository",
                remedy: "make its folder one: git init")
        }
        return repository
    }

    fileprivate static func failure(_ failure: GitFailure) -> CommandFailure {
        .failed(
            message: "git \(failure.command.first ?? ""): \(failure.summary)",
            remedy: "see what it says: git \(failure.command.prefix(4).joined(separator: " "))")
    }
}

/// What git does, with its failures as those of a command.
func askingGit<Result>(
    _ body: () throws(GitFailure) -> Result
) throws(CommandFailure) -> Result {
    do throws(GitFailure) { return try body() } catch { throw Session.failure(error) }
}
