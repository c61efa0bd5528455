import CommandGrammar
import Model
import Queries
import Reading

/// `complete`: the hidden command by which shells ask for candidates.
struct CompleteCommand: Command {
    static let spec = CommandSpec.complete

    private let kind: String
    private let prefix: String
    private let hasNotes: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        kind = invocation.value(of: CommandSpec.completeKind) ?? ""
        prefix = invocation.value(of: CommandSpec.completePrefix) ?? ""
        hasNotes = !invocation.isSet(CommandSpec.completeNames)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        if kind == "workspace" {
            let workspaces: Workspaces
            do throws(CommandFailure) { workspaces = try Workspaces(session.environment) } catch {
                return .done
            }
            return try deliver(workspaces.names.filter { $0.hasPrefix(prefix) }, session)
        }
        let root: String
        do throws(CommandFailure) { root = try session.root() } catch { return .done }
        let candidates = CompletionCandidates(LedgerOutline(root), hasNotes: hasNotes)
            .candidates(kind, prefix)
        return try deliver(candidates, session)
    }

    private func deliver(
        _ candidates: [String], _ session: Session
    ) throws(CommandFailure) -> ExitStatus {
        let text = candidates.map { $0 + "\n" }.joined()
        try session.deliver(Array(text.utf8))
        return .done
    }
}

/// The names of a ledger that complete a word.
struct CompletionCandidates {
    private let outline: LedgerOutline
    private let hasNotes: Bool

    /// - Parameter hasNotes: whether an explanation follows a name, behind a tab.
    init(_ outline: LedgerOutline, hasNotes: Bool) {
        self.outline = outline
        self.hasNotes = hasNotes
    }

    /// Candidates that begin with `prefix`; empty for a kind that is not known.
    func candidates(_ kind: String, _ prefix: String) -> [String] {
        let all: [String] =
            switch kind {
            case "account": accounts(prefix)
            case "category": outline.categories
            case "currency": outline.currencies
            case "contact": outline.objects("contacts")
            case "connection": outline.objects("connections")
            case "period":
                ["today", "yesterday", "this month", "last month", "this year", "last year"]
            case "query": queryCandidates(prefix)
            default: []
            }
        return all.filter { $0.hasPrefix(prefix) }
    }

    /// The accounts' names with what people call them; only those files are opened.
    private func accounts(_ prefix: String) -> [String] {
        let names = outline.objects("accounts").filter { $0.hasPrefix(prefix) }
        return hasNotes ? names.map { "\($0)\t\(outline.accountTitle($0) ?? $0)" } : names
    }

    private func queryCandidates(_ prefix: String) -> [String] {
        let negation = prefix.hasPrefix("not:") ? "not:" : ""
        let rest = prefix.dropFirst(negation.count)
        guard let colon = rest.firstIndex(of: ":") else {
            return (QueryParser.keys + outline.taxonomies).map {
                "\(negation)\($0):"
            } + (negation.isEmpty ? ["not:"] : [])
        }
        let key = String(rest[..<colon])
        let values: [String] =
            switch key {
            case "acct": outline.objects("accounts")
            case "cat": outline.categories + ["none"]
            case "cur": outline.currencies
            case "kind": AccountKind.allCases.map(\.rawValue)
            case "status": Status.allCases.filter { $0 != .assertion }.map(\.name)
            case "is": Trait.allCases.map(\.rawValue)
            case "contact": outline.objects("contacts")
            default: outline.paths(ofTaxonomy: key)
            }
        return values.map { "\(negation)\(key):\($0)" }
    }
}
