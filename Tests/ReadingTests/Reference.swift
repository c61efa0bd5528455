import Model
import Platform
import Reading
import SourceText
import Syntax
import TestSupport
import Testing

/// The line as the careful parser reads it; `nil` where it holds no transaction.
func carefully(_ line: [UInt8], _ reader: TransactionReader) -> Transaction? {
    guard LineKind(line) == .record else { return nil }
    do throws(SyntaxProblem) {
        return try reader.transaction(line, file: "f", number: 1)
    } catch {
        return nil
    }
}

/// What a scan says of one line, with nothing that depends on numbering.
struct RowFacts: Equatable, Sendable {
    var day: Int32
    var status: Status
    var amount: Int64
    var currency: CurrencyIndex
    var parts: [Part]
    var traits: [Bool]
    var description: [UInt8]
    var line: [UInt8]

    init(_ transaction: Transaction, _ line: [UInt8], _ context: AccountContext) {
        let attributes = transaction.attributes
        let hasID = attributes["id"] != nil
        func has(_ key: String) -> Bool { attributes.list.contains { $0.key == key } }
        let fields = Fields(line)
        day = transaction.date.day
        status = transaction.status
        amount = transaction.amount
        currency = context.allowed(transaction.currency)?.index ?? .max
        parts = transaction.parts
        traits = [
            transaction.isIgnored, attributes.list.count > (hasID ? 1 : 0),
            line[fields[3]].contains(Ascii.backslash), hasID, has("pair"), has("balance"),
            has("aka"), has("contact"),
            attributes.list.contains { $0.key?.hasPrefix("?") ?? false },
        ]
        description = Array(line[fields[3]])
        self.line = line
    }

    init(_ row: Row, _ parts: [RowPart], _ text: ByteView, _ targets: [Target]) {
        day = row.day
        status = row.status
        amount = row.amount
        currency = row.currency
        if row.partCount == 1 {
            self.parts = [Part(targets[Int(row.target)], row.amount)]
        } else {
            let range = Int(row.firstPart)..<Int(row.firstPart) + Int(row.partCount)
            self.parts = parts[range].map { Part(targets[Int($0.target)], $0.amount) }
        }
        let kinds: [RowTraits] = [
            .ignored, .attributed, .escaped, .identified, .paired, .stated, .aliased, .contacted,
            .conflicted,
        ]
        traits = kinds.map { row.traits.has($0) }
        let bytes = text.bytes(Int(row.descriptionStart)..<Int(row.descriptionEnd))
        description = Array(bytes[bytes.trimmedRange])
        line = text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
    }
}

/// Keeps every row that a scan hands out.
struct RowKeeper: RowConsumer {
    private var file = ""
    private(set) var rows: [(file: String, number: Int, facts: RowFacts)] = []

    mutating func begin(_ file: TransactionFile) { self.file = file.path }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for row in batch.rows {
            let facts = RowFacts(row, batch.parts, text, targets.targets)
            rows.append((file, Int(row.lineNumber), facts))
        }
    }
}

/// The account of random lines: EUR, and USD and JPY besides.
func randomContext() throws -> AccountContext {
    let held = ",\n  \"currencies\": [\"EUR\", \"USD\", \"JPY\"]"
    let folder = try ScratchLedger(["accounts/main.json": ScratchLedger.accountFile(held)])
    let ledger = try folder.load()
    return ledger.context(of: try #require(ledger.account("main")))
}
