package import CommandGrammar

/// Every command of the program. A command is here when it works.
package enum CommandList {
    static func command(at path: [String]) -> (any Command.Type)? {
        let name = path.joined(separator: " ")
        return all.first { entry in entry.path == name }?.type
    }

    private static let all: [(path: String, type: any Command.Type)] = [
        ("balance", BalanceCommand.self),
        ("report", ReportCommand.self),
        ("report save", ReportSaveCommand.self),
        ("dashboard", DashboardCommand.self),
        ("budget", BudgetCommand.self),
        ("budget move", BudgetMoveCommand.self),
        ("forecast", ForecastCommand.self),
        ("plans", PlansCommand.self),
        ("plans drop", PlanDropCommand.self),
        ("recurring", RecurringCommand.self),
        ("prices", PricesCommand.self),
        ("prices fetch", PricesFetchCommand.self),
        ("list", ListCommand.self),
        ("register", RegisterCommand.self),
        ("areg", AccountRegisterCommand.self),
        ("accounts", AccountsCommand.self),
        ("accounts add", AccountAddCommand.self),
        ("accounts show", AccountShowCommand.self),
        ("accounts set", AccountSetCommand.self),
        ("categories", CategoriesCommand.self),
        ("stats", StatsCommand.self),
        ("why", WhyCommand.self),
        ("check", CheckCommand.self),
        ("init", InitCommand.self),
        ("status", StatusCommand.self),
        ("doctor", DoctorCommand.self),
        ("fmt", FmtCommand.self),
        ("undo", UndoCommand.self),
        ("import", ImportCommand.self),
        ("inbox", InboxCommand.self),
        ("derive", DeriveCommand.self),
        ("log", LogCommand.self),
        ("add", AddCommand.self),
        ("set", SetCommand.self),
        ("delete", DeleteCommand.self),
        ("rules", RulesCommand.self),
        ("rules test", RulesTestCommand.self),
        ("rules run", RulesRunCommand.self),
        ("review", ReviewCommand.self),
        ("verify", VerifyCommand.self),
        ("transfers", TransfersCommand.self),
        ("transfers pair", TransfersPairCommand.self),
        ("transfers part", TransfersPartCommand.self),
        ("connect", ConnectCommand.self),
        ("connections", ConnectionsCommand.self),
        ("explain", ExplainCommand.self),
        ("sync", SyncCommand.self),
        ("reconnect", ReconnectCommand.self),
        ("disconnect", DisconnectCommand.self),
        ("schedule", ScheduleCommand.self),
        ("connector", ConnectorCommand.self),
        ("connector test", ConnectorTestCommand.self),
        ("git", GitCommand.self),
        ("git setup", GitSetupCommand.self),
        ("git sync", GitSyncCommand.self),
        ("git hook", GitHookCommand.self),
        ("merge", MergeCommand.self),
        ("export", ExportCommand.self),
        ("workspaces", WorkspacesCommand.self),
        ("workspaces add", WorkspaceAddCommand.self),
        ("workspaces remove", WorkspaceRemoveCommand.self),
        ("diff", DiffCommand.self),
        ("repair", RepairCommand.self),
        ("conflicts", ConflictsCommand.self),
        ("schema", SchemaCommand.self),
        ("completions", CompletionsCommand.self),
        ("complete", CompleteCommand.self),
    ]

    /// The description of the whole program.
    package static let table = CommandTable(
        program: "bankbook", version: Program.version,
        summary: "A ledger for bank accounts in a folder of plain text",
        description: [
            "Keeps the accounts of a person or a small company in one folder of text and JSON files: "
                + "edited by hand, kept in git, and asked with this program."
        ],
        globalFlags: GlobalOptions.all,
        groups: [
            CommandGroup(
                "Look",
                [
                    AccountsCommand.spec, BalanceCommand.spec, ReportCommand.spec,
                    BudgetCommand.spec, ForecastCommand.spec, PlansCommand.spec,
                    RecurringCommand.spec,
                    DashboardCommand.spec,
                    ListCommand.spec,
                    RegisterCommand.spec,
                    AccountRegisterCommand.spec, CategoriesCommand.spec, PricesCommand.spec,
                    StatsCommand.spec,
                    VerifyCommand.spec, WhyCommand.spec,
                ]),
            CommandGroup("Start", [InitCommand.spec, StatusCommand.spec, DoctorCommand.spec]),
            CommandGroup(
                "Enter",
                [
                    ImportCommand.spec, InboxCommand.spec, ReviewCommand.spec, AddCommand.spec,
                    SetCommand.spec,
                    DeleteCommand.spec, RulesCommand.spec, TransfersCommand.spec,
                ]),
            CommandGroup(
                "Files",
                [
                    CheckCommand.spec, FmtCommand.spec, DeriveCommand.spec, UndoCommand.spec,
                    LogCommand.spec,
                ]),
            CommandGroup(
                "Banks",
                [
                    ConnectCommand.spec, ConnectionsCommand.spec, ExplainCommand.spec,
                    SyncCommand.spec, ReconnectCommand.spec, DisconnectCommand.spec,
                    ScheduleCommand.spec, ConnectorCommand.spec,
                ]),
            CommandGroup(
                "Share",
                [
                    GitCommand.spec, RepairCommand.spec, ConflictsCommand.spec, DiffCommand.spec,
                    MergeCommand.spec, ExportCommand.spec, WorkspacesCommand.spec,
                ]),
            CommandGroup(
                "Program",
                [SchemaCommand.spec, CompletionsCommand.spec, .help, CompleteCommand.spec]),
        ],
        examples: [],
        exitStatuses: [
            Term("0", "Done; also where nothing was found or there was nothing to do"),
            Term("1", "Findings: something is wrong with the data, or what was asked about is so"),
            Term("2", "The command line cannot be understood"),
            Term("3", "The world outside failed: disk, lock, another program"),
            Term("4", "An answer is needed; nothing was written"),
        ] + BankStatuses.terms,
        environment: [
            Term("BANKBOOK_LEDGER", "The ledger's folder, where -C does not name one"),
            Term("BANKBOOK_TODAY", "The day to take for today, where --today does not name one"),
            Term("BANKBOOK_THREADS", "How many threads may read at once"),
            Term("NO_COLOR", "No colours, whatever its value"),
            Term("PAGER", "The program that shows long answers page by page"),
        ],
        files: [Term("ledger.json", "Marks a folder as a ledger")])
}
