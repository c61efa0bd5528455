/// What a value on the command line stands for: its placeholder, how shells complete it, and the
/// little that can be checked without reading a ledger.
///
/// `count` and `choice` are checked by the parser; what a date, a period, an amount or a query
/// means is the caller's to say.
package enum ValueKind: Sendable, Hashable {
    case account, category, contact, tag, currency, connection, operation, workspace
    case query, date, period, amount, text
    /// A whole number that is not negative.
    case count
    case file, directory
    /// One of these words and no other.
    case choice([String])
    /// Any word; these are offered by completion.
    case suggestions([String])
    /// A command of the program itself, as `help` takes one.
    case command

    /// The word that stands for a value where the description gives none, such as `ACCOUNT`.
    var placeholder: String {
        switch self {
        case .account: "ACCOUNT"
        case .category: "CATEGORY"
        case .contact: "CONTACT"
        case .tag: "TAG"
        case .currency: "CURRENCY"
        case .connection: "CONNECTION"
        case .operation: "OPERATION"
        case .workspace: "WORKSPACE"
        case .query: "QUERY"
        case .date: "DATE"
        case .period: "PERIOD"
        case .amount: "AMOUNT"
        case .text: "TEXT"
        case .count: "N"
        case .file: "FILE"
        case .directory: "DIR"
        case .choice(let words): words.joined(separator: "|")
        case .suggestions: "NAME"
        case .command: "COMMAND"
        }
    }

    /// How a shell finds candidates for a value of this kind.
    var source: CandidateSource {
        switch self {
        case .account: .program("account")
        case .category: .program("category")
        case .contact: .program("contact")
        case .tag: .program("tag")
        case .currency: .program("currency")
        case .connection: .program("connection")
        case .operation: .program("operation")
        case .workspace: .program("workspace")
        case .query: .program("query")
        case .period: .program("period")
        case .date, .amount, .text, .count: .nothing
        case .file: .files
        case .directory: .directories
        case .choice(let words), .suggestions(let words): .words(words)
        case .command: .commands
        }
    }

    /// The words that the hidden command `complete` takes as its first argument.
    package static let completedByProgram = [
        "account", "category", "contact", "tag", "currency", "connection", "operation", "query",
        "period", "workspace",
    ]
}

/// Where a shell gets its candidates from.
enum CandidateSource: Sendable, Hashable {
    case nothing
    case files
    case directories
    case words([String])
    /// The names of the program's commands.
    case commands
    /// The program itself, asked by `complete KIND -- PREFIX`.
    case program(String)
}
