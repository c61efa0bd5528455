import Model
import Platform
import Queries
import Reading
import SourceText
import Syntax

/// Decides for each row of a scan whether a query selects it.
///
/// The conditions that columns and description answer are tested on the row; only where they leave
/// it open is the line parsed and the query asked of the transaction, which is the definition of the
/// answer.
struct RowFilter: Sendable {
    /// What of a row is selected.
    enum Answer {
        case nothing
        case line
        /// The parts of a split, by position.
        case parts([Bool])
    }

    private let query: Query
    private let facts: QueryFacts
    private let dateChoice: DateChoice
    private let period: Period
    private let statuses: UInt8
    private let firstDay: Int32
    private let endDay: Int32
    private var tests: [RowTest] = []
    /// Whether the tests on rows are the whole query.
    private var isComplete = true
    private let hasCategoryTerms: Bool
    /// Whether the line's own date alone tells its day.
    let isOwnDate: Bool
    /// Whether status and day alone decide.
    private(set) var isTrivial = false
    /// By the accounts' ranks.
    private let readers: [TransactionReader]
    private var reader: TransactionReader?
    private var file = ""

    init(_ selection: Selection, _ ledger: Ledger) {
        query = selection.query
        facts = ledger.facts(dateChoice: selection.dateChoice)
        dateChoice = selection.dateChoice
        period = selection.period
        statuses = (selection.statuses ?? query.statuses).reduce(0) { $0 | $1.bit }
        isOwnDate = dateChoice == .own
        firstDay = isOwnDate ? period.begin?.day ?? .min : .min
        endDay = isOwnDate ? period.end?.day ?? .max : .max
        hasCategoryTerms = query.terms.contains { if case .category = $0 { true } else { false } }
        let names = ledger.accountNames
        readers = ledger.accounts.map {
            TransactionReader(context: ledger.context(of: $0), accounts: names)
        }
        compile(ledger)
        isTrivial = isComplete && tests.isEmpty && isOwnDate
    }

    /// Whether status and day of the row are among those asked for.
    @inline(__always)
    func admits(_ row: Row) -> Bool {
        statuses & row.status.bit != 0 && row.day >= firstDay && row.day < endDay
    }

    /// A text that the description of every selected row holds unless it is escaped: consumers may
    /// look for it first, before they ask `select`.
    var descriptionSearch: TextSearch? { tests.compactMap(\.descriptionSearch).first }

    mutating func begin(_ file: TransactionFile) {
        self.file = file.path
        reader = readers[file.accountRank]
        for index in tests.indices { tests[index].begin(file.account, facts) }
    }

    private mutating func compile(_ ledger: Ledger) {
        guard case .all(let conditions) = query else {
            isComplete = false
            return
        }
        for condition in conditions {
            if let test = RowTest(condition, facts, ledger.heldCurrencies, dateChoice) {
                tests.append(test)
            } else {
                isComplete = false
            }
        }
        tests.sort { $0.cost < $1.cost }
    }

    /// What of the row is selected. Parts are told apart only where `perPart` asks for it.
    @inline(__always)
    mutating func select(
        _ row: Row, _ batch: borrowing RowBatch, _ text: ByteView,
        _ targets: borrowing TargetTable, perPart: Bool
    ) -> Answer {
        guard admits(row) else { return .nothing }
        if isTrivial { return .line }
        var isOpen = !isComplete || !isOwnDate && row.traits.has(.attributed)
        for index in tests.indices {
            switch tests[index].test(row, batch, text, targets) {
            case .no: return .nothing
            case .yes: continue
            case .open: isOpen = true
            }
        }
        let isSplit = perPart && hasCategoryTerms && row.partCount > 1
        if !isOpen && !isSplit {
            return isOwnDate || isInPeriod(row.day) ? .line : .nothing
        }
        return selectByParsing(row, text, isSplit: isSplit)
    }

    private func isInPeriod(_ day: Int32) -> Bool { period.contains(CivilDate(day: day)) }

    private func selectByParsing(_ row: Row, _ text: ByteView, isSplit: Bool) -> Answer {
        guard let transaction = transaction(row, text),
            period.contains(dateChoice.date(of: transaction))
        else { return .nothing }
        if isSplit {
            let parts = transaction.parts.map { query.matches(transaction, part: $0, facts) }
            return parts.contains(true) ? .parts(parts) : .nothing
        }
        return query.matches(transaction, facts) ? .line : .nothing
    }

    /// The row's line as a transaction.
    func transaction(_ row: Row, _ text: ByteView) -> Transaction? {
        let line = text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
        do throws(SyntaxProblem) {
            return try reader?.transaction(line, file: file, number: Int(row.lineNumber))
        } catch {
            return nil
        }
    }

    /// The day by which the row is grouped.
    func day(of row: Row, _ text: ByteView) -> Int32 {
        if isOwnDate || !row.traits.has(.attributed) { return row.day }
        return transaction(row, text).map { dateChoice.date(of: $0).day } ?? row.day
    }
}
