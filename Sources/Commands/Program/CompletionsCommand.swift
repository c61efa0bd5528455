import CommandGrammar

/// `completions`: the script that completes this program's words in a shell.
struct CompletionsCommand: Command {
    static let shell = Positional(
        "SHELL", .choice(Shell.allCases.map(\.rawValue)), help: "The shell: bash, zsh or fish")

    static let spec = CommandSpec(
        "completions", summary: "Print the completion script of a shell",
        discussion: [
            "bash: add `source <(bankbook completions bash)` to ~/.bashrc. zsh: write the script to "
                + "a file `_bankbook` in a folder of `fpath`. fish: write it to "
                + "~/.config/fish/completions/bankbook.fish."
        ],
        positionals: [shell],
        examples: [Example("bankbook completions fish", "Print the script for fish")])

    private let shell: Shell

    init(_ invocation: Invocation) throws(UsageError) {
        let word = invocation.value(of: CompletionsCommand.shell) ?? ""
        guard let shell = Shell(rawValue: word) else {
            throw invocation.refusal(
                of: word, for: CompletionsCommand.shell, "write bash, zsh or fish")
        }
        self.shell = shell
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let script = CompletionScript(for: CommandList.table).text(for: shell)
        try session.deliver(Array(script.utf8))
        return .done
    }
}
