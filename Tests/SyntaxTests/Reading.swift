import Model
import Reading
import Syntax
import TestSupport
import Testing

/// Reads lines of an account that holds EUR, beside `savings`, `cash` and `mortgage`.
struct LineReader {
    private let reader: TransactionReader

    init(_ more: String = "", ledger: String = "") throws {
        let folder = try ScratchLedger(
            [
                "accounts/main.json": ScratchLedger.accountFile(more),
                "ledger.json": ScratchLedger.ledgerFile(ledger),
            ], accounts: ["savings", "cash", "mortgage"])
        let loaded = try folder.load()
        let account = try #require(loaded.account("main"))
        reader = TransactionReader(
            context: loaded.context(of: account), accounts: loaded.accountNames)
    }

    /// The transaction of a line.
    func read(_ text: String) throws(SyntaxProblem) -> Transaction {
        let line = Array(text.utf8)
        if case .malformed(let problem) = LineKind(line) { throw problem }
        return try reader.transaction(line, file: "main/2026.txt", number: 1)
    }

    /// Why the line is refused, or `nil`.
    func problem(_ text: String) -> SyntaxProblem? {
        do throws(SyntaxProblem) {
            _ = try read(text)
            return nil
        } catch {
            return error
        }
    }

    /// `code` and column of the problem, or the empty text.
    func refusal(_ text: String) -> String {
        problem(text).map { "\($0.code) \($0.range.lowerBound + 1)" } ?? ""
    }
}

/// The canonical line of a typed one.
func canonical(_ text: String, decimals: Int = 2, taxonomies: Set<String> = ["project"]) throws
    -> String
{
    let record = try TransactionRecord.parse(Array(text.utf8))
    let code = record.amount.currency ?? .eur
    let content = CanonicalForm.Content(
        date: record.date, status: record.status,
        units: try record.amount.units(decimals: decimals, of: code), decimals: decimals,
        currency: code, parts: record.category.parts, description: record.description,
        attributes: record.attributes.attributes)
    return String(
        decoding: CanonicalForm.line(content, taxonomies: taxonomies), as: UTF8.self)
}
