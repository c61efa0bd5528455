import Model
import SourceText
import Syntax

/// Reads the lines that the fast scanner refuses, with the parser that owns every message.
struct CarefulScanner {
    enum Outcome {
        case row(Row, LineIdentity)
        /// A blank line or a comment.
        case nothing
        case finding(Diagnostic)
    }

    private let accounts: Set<String>
    private var path = ""
    private var context = AccountContext(name: "", currency: .eur, allowed: [])

    init(accounts: Set<String>) { self.accounts = accounts }

    mutating func begin(_ file: TransactionFile, _ context: AccountContext) {
        path = file.path
        self.context = context
    }

    /// Reads a line whose bytes begin at `offset` of the batch's text.
    func scan(
        _ line: [UInt8], number: Int, offset: Int, _ targets: inout TargetTable,
        _ batch: inout RowBatch
    ) -> Outcome {
        switch LineKind(line) {
        case .blank, .comment: return .nothing
        case .malformed(let problem):
            return .finding(problem.diagnostic(file: path, line: number, text: line))
        case .record: break
        }
        do throws(SyntaxProblem) {
            let record = try TransactionRecord.parse(line)
            let meaning = try Meaning(record, in: context, accounts: accounts)
            let fields = Fields(line)
            var row = Row.empty
            row.lineNumber = UInt32(number)
            row.amount = meaning.amount
            row.day = record.date.day
            row.currency = meaning.currency.index
            row.status = record.status
            row.lineStart = UInt32(offset)
            row.lineEnd = UInt32(offset + line.count)
            row.descriptionStart = UInt32(offset + fields[3].lowerBound)
            row.descriptionEnd = UInt32(offset + fields[3].upperBound)
            row.attributesStart = UInt32(offset + fields[4].lowerBound)
            let attributes = record.attributes.attributes
            row.traits = CarefulScanner.traits(attributes)
            if line[fields[3]].contains(Ascii.backslash) { row.traits.insert(.escaped) }
            if meaning.parts.count == 1 {
                row.target = targets.id(of: meaning.parts[0].target)
            } else {
                row.firstPart = UInt32(batch.parts.count)
                row.partCount = UInt16(clamping: meaning.parts.count)
                batch.parts += meaning.parts.map {
                    RowPart(target: targets.id(of: $0.target), amount: $0.amount)
                }
            }
            return .row(row, attributes["id"].map { LineIdentity($0.utf8) } ?? LineIdentity())
        } catch {
            return .finding(error.diagnostic(file: path, line: number, text: line))
        }
    }

    private static func traits(_ attributes: Attributes) -> RowTraits {
        var traits = RowTraits()
        let hasID = attributes["id"] != nil
        if hasID { traits.insert(.identified) }
        if attributes.list.count > (hasID ? 1 : 0) { traits.insert(.attributed) }
        if attributes.isIgnored { traits.insert(.ignored) }
        for attribute in attributes.list {
            switch attribute.key {
            case "pair": traits.insert(.paired)
            case "balance": traits.insert(.stated)
            case "aka": traits.insert(.aliased)
            case "contact": traits.insert(.contacted)
            case "bank-date", "bank-amount": traits.insert(.corrected)
            case let key? where key.hasPrefix("?"): traits.insert(.conflicted)
            default: break
            }
        }
        return traits
    }

    /// The finding for an id that stands on another line of the same day.
    func duplicate(_ line: [UInt8], _ number: Int, _ otherNumber: Int) -> Diagnostic {
        DuplicateID.finding(
            line, at: Location(file: path, line: number),
            other: Location(file: path, line: otherNumber))
    }
}
