import Analysis
import CommandGrammar
import Model
import Platform
import Queries
import Reading
import SourceText

/// `complete`: the hidden command by which shells ask for candidates.
struct CompleteCommand: Command {
    static let spec = CommandSpec.complete

    private let kind: String
    private let prefix: String

    init(_ invocation: Invocation) throws(UsageError) {
        kind = invocation.value(of: CommandSpec.completeKind) ?? ""
        prefix = invocation.value(of: CommandSpec.completePrefix) ?? ""
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger: Ledger
        do throws(CommandFailure) { ledger = try session.ledger() } catch { return .done }
        let candidates = CompletionCandidates(ledger).candidates(kind, prefix)
        let text = candidates.map { $0 + "\n" }.joined()
        try session.deliver(Array(text.utf8))
        return .done
    }
}

/// The names of a ledger that complete a word.
struct CompletionCandidates {
    private let ledger: Ledger

    init(_ ledger: Ledger) { self.ledger = ledger }

    /// Candidates that begin with `prefix`; empty for a kind that is not known.
    func candidates(_ kind: String, _ prefix: String) -> [String] {
        let all: [String] =
            switch kind {
            case "account": ledger.accounts.map { "\($0.name)\t\($0.title)" }
            case "category": ledger.categories.categories.map(\.path)
            case "currency": ledger.heldCurrencies.map(\.description)
            case "contact": names("contacts", ".json")
            case "connection": names("connections", ".json")
            case "period":
                ["today", "yesterday", "this month", "last month", "this year", "last year"]
            case "query": queryCandidates(prefix)
            default: []
            }
        return all.filter { $0.hasPrefix(prefix) }
    }

    private func queryCandidates(_ prefix: String) -> [String] {
        let negation = prefix.hasPrefix("not:") ? "not:" : ""
        let rest = prefix.dropFirst(negation.count)
        guard let colon = rest.firstIndex(of: ":") else {
            return (QueryParser.keys + ledger.taxonomyNames.sorted(by: byBytes)).map {
                "\(negation)\($0):"
            } + (negation.isEmpty ? ["not:"] : [])
        }
        let key = String(rest[..<colon])
        let values: [String] =
            switch key {
            case "acct": ledger.accounts.map(\.name)
            case "cat": ledger.categories.categories.map(\.path) + ["none"]
            case "cur": ledger.heldCurrencies.map(\.description)
            case "kind": AccountKind.allCases.map(\.rawValue)
            case "status": Status.allCases.filter { $0 != .assertion }.map(\.name)
            case "is": Trait.allCases.map(\.rawValue)
            case "contact": names("contacts", ".json")
            default: ledger.taxonomies[key]?.categories.map(\.path) ?? []
            }
        return values.map { "\(negation)\(key):\($0)" }
    }

    private func names(_ folder: String, _ ending: String) -> [String] {
        do throws(SystemFailure) {
            return try listFolder(ledger.root + "/" + folder).filter { $0.name.hasSuffix(ending) }
                .map { String($0.name.dropLast(ending.count)) }
        } catch {
            return []
        }
    }
}
