import CommandGrammar

/// A program of realistic size and shape, not the product's own table.
enum Sample {
    static let ledger = Flag(
        "ledger", short: "C", takes: .directory, selectsLedger: true, help: "Use the ledger in DIR")
    static let workspace = Flag(
        "workspace", short: "w", takes: .text, as: "NAME", selectsLedger: true,
        help: "Use the ledger that the workspace NAME stands for")
    static let today = Flag("today", takes: .date, help: "Take DATE for today")
    static let format = Flag(
        "output-format", short: "O", takes: .choice(["text", "csv", "tsv", "json", "html"]),
        as: "FORMAT", help: "Write the answer as FORMAT")
    static let output = Flag(
        "output-file", short: "o", takes: .file, help: "Write to FILE, in the format of its name")
    static let dryRun = Flag("dry-run", short: "n", help: "Show what would change, write nothing")
    static let quiet = Flag("quiet", short: "q", help: "Say nothing but the answer")
    static let color = Flag(
        "color", takes: .choice(["auto", "always", "never"]), help: "Colour the answer")
    static let trace = Flag("trace", isHidden: true, help: "Print each step")

    static let begin = Flag(
        "begin", short: "b", takes: .date, help: "Leave out what is before DATE")
    static let period = Flag("period", short: "p", takes: .period, help: "Only what is in PERIOD")
    static let weekly = Flag("weekly", short: "W", help: "One column a week")
    static let monthly = Flag("monthly", short: "M", help: "One column a month")
    static let depth = Flag("depth", takes: .count, help: "Fold names below depth N")
    static let sort = Flag(
        "sort", takes: .suggestions(["date", "amount"]), as: "FIELD", help: "Sort by FIELD")
    static let queryOptions = FlagGroup(
        "Query options", [begin, period, weekly, monthly, depth, sort])
    static let query = Positional(
        "QUERY", .query, .many, help: "Terms that select lines, such as `acct:main` or `amt:>50`")

    static let tree = Flag("tree", short: "t", help: "Show names as a tree")
    static let by = Flag(
        "by", takes: .suggestions(["account", "category", "tag"]), help: "One row for each NAME")
    static let balance = CommandSpec(
        "balance", aliases: ["bal"], summary: "Show the balance of accounts or categories",
        discussion: [
            "Without a query every account is shown. `--by category` shows what came in and went "
                + "out instead; it's a flow, not a stock.",
            "A \"total\" counts each line once.",
        ],
        positionals: [query], flags: [tree, by], groups: [queryOptions],
        examples: [
            Example("bankbook balance -M --by category", "What each month's categories add up to"),
            Example("bankbook bal 'acct:main' -O json | jq .total", "One account for a script"),
        ],
        exitStatuses: [Term("1", "The ledger has errors")])
    static let register = CommandSpec(
        "register", aliases: ["reg"], summary: "List lines with a running total",
        positionals: [query], groups: [queryOptions])

    static let title = Flag("title", takes: .text, help: "The name that people read")
    static let closed = Flag("closed", help: "Closed accounts as well")
    static let kind = Positional(
        "KIND", .choice(["current", "savings", "card"]), .optional, help: "What it is")
    static let name = Positional("NAME", .text, help: "The new account's name")
    static let account = Positional("ACCOUNT", .account, help: "The account")
    static let changes = Positional("CHANGE", .text, .oneOrMore, help: "Such as `kind=card`")
    static let accountsAdd = CommandSpec(
        "add", aliases: ["new"], summary: "Add an account", positionals: [name, kind],
        flags: [title],
        examples: [Example("bankbook accounts add savings savings", "A savings account")])
    static let accounts = CommandSpec(
        "accounts", summary: "List accounts", positionals: [query], flags: [closed],
        subcommands: [
            accountsAdd,
            CommandSpec("show", summary: "Show one account", positionals: [account]),
            CommandSpec("set", summary: "Change an account", positionals: [account, changes]),
        ])

    static let files = Positional("FILE", .file, .oneOrMore, help: "Statements of any format")
    static let intoAccount = Flag("account", takes: .account, help: "The account they belong to")
    static let drop = Flag(
        "drop", takes: .text, as: "COLUMN", isRepeatable: true, help: "Leave out a column")
    static let importing = CommandSpec(
        "import", summary: "Take in bank statements", positionals: [files],
        flags: [intoAccount, drop],
        exitStatuses: [Term("4", "A row has two readings; nothing was written")])
    static let git = CommandSpec(
        "git", summary: "Share the ledger by git",
        subcommands: [
            CommandSpec("setup", summary: "Prepare the folder for git"),
            CommandSpec("sync", summary: "Pull, merge and push"),
        ], needsSubcommand: true)
    static let move = CommandSpec(
        "move", summary: "Move files to a folder",
        positionals: [
            Positional("FILE", .file, .oneOrMore, help: "What to move"),
            Positional("DIR", .directory, help: "Where to"),
        ])
    static let status = CommandSpec("status", summary: "Tell what needs attention")
    static let undo = CommandSpec(
        "undo", summary: "Take back an operation",
        positionals: [
            Positional("OPERATION", .operation, .optional, help: "Instead of the last one")
        ])
    static let completions = CommandSpec(
        "completions", summary: "Print the completion script of a shell",
        positionals: [
            Positional("SHELL", .choice(["bash", "zsh", "fish"]), help: "The shell")
        ])

    static let groups = [
        CommandGroup("Start", [status, .help]),
        CommandGroup("Files", [undo, move]),
        CommandGroup("Enter", [importing]),
        CommandGroup("Look", [balance, register, accounts]),
        CommandGroup("Share", [git, completions, .complete]),
    ]

    static let table = CommandTable(
        program: "bankbook", version: "1.0",
        summary: "Keep bank accounts in a folder of text files",
        description: ["The folder belongs to you: 'cat' reads it, any editor changes it."],
        globalFlags: [ledger, workspace, today, format, output, dryRun, quiet, color, trace],
        groups: groups,
        examples: [Example("bankbook balance", "What every account holds")],
        exitStatuses: [Term("0", "Done"), Term("2", "The command line was not understood")],
        environment: [Term("BANKBOOK_LEDGER", "The ledger where `-C` is not given")],
        files: [Term("ledger.json", "Marks a folder as a ledger")])

    static func parse(_ line: String) throws(UsageError) -> Parsed {
        try table.parse(line.split(separator: " ").map(String.init))
    }

    /// The invocation of a line of words without blanks; an error for help and version.
    static func invocation(_ line: String) throws -> Invocation {
        guard case .run(let invocation) = try parse(line) else { throw NoInvocation() }
        return invocation
    }

    struct NoInvocation: Error {}
}
