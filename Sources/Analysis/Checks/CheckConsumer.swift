import Model
import Platform
import Reading
import SourceText
import Syntax

/// Collects what the checks of a whole folder hold against each other.
struct CheckConsumer: RowConsumer {
    /// Where a line stands.
    struct Place: Sendable, Hashable {
        var file: UInt32
        var line: UInt32
    }

    struct IDEntry: Sendable {
        var identity: LineIdentity
        var place: Place
    }

    /// A line with a transfer, or one that names another side.
    struct Transfer: Sendable {
        var account: String
        var identities: [String]
        var pairs: [String]
        var accounts: [String]
        var place: Place
        var text: [UInt8]
    }

    /// A balance that a line states, or that an assertion does.
    struct Statement: Sendable {
        var account: String
        var currency: CurrencyIndex
        var day: Int32
        /// The line's own amount; 0 for an assertion.
        var amount: Int64
        var balance: Int64
        var place: Place
        var text: [UInt8]
    }

    /// The amount of a line on a day, for accounts whose days must be told apart.
    struct Movement: Sendable {
        var day: Int32
        var amount: Int64
        var isStated: Bool
    }

    struct Key: Hashable, Sendable {
        var account: String
        var currency: CurrencyIndex
    }

    private let decimals: [Int]
    private let readsAttributes: Bool
    private var account = ""
    private(set) var paths: [String] = []
    private var file: UInt32 = 0

    private(set) var ids = ChunkedList<IDEntry>()
    private(set) var transfers: [Transfer] = []
    private(set) var assertions: [Statement] = []
    private(set) var statements: [Statement] = []
    private(set) var movements: [Key: [Movement]] = [:]
    /// What makes the bank's movements of those: a line's own is taken out, and the bank's put in.
    private(set) var corrections: [Key: [Movement]] = [:]
    /// The first line of each target, and how many there are.
    private(set) var targets: [(target: Target, place: Place, count: Int, text: [UInt8])] = []
    private var targetIndex: [Int32] = []
    /// For each of `targets` the account that it is a transfer with.
    private var transferAccounts: [String?] = []
    private(set) var findings: [Diagnostic] = []
    private(set) var attributed: [(place: Place, attributes: Attributes, text: [UInt8])] = []

    /// - Parameter readsAttributes: whether there are taxonomies to be looked up.
    init(_ ledger: Ledger, readsAttributes: Bool) {
        decimals = ledger.heldCurrencies.map { ledger.decimals($0) }
        self.readsAttributes = readsAttributes
    }

    mutating func begin(_ file: TransactionFile) {
        account = file.account
        self.file = UInt32(paths.count)
        paths.append(file.path)
    }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        var key = Key(account: account, currency: 0)
        var days = movements[key] ?? []
        movements[key] = nil
        for row in batch.rows {
            let place = Place(file: file, line: row.lineNumber)
            if row.status == .assertion {
                assertions.append(statement(row, place, text, balance: row.amount, amount: 0))
                continue
            }
            noteIDs(row, place, text)
            if row.status == .booked {
                if key.currency != row.currency {
                    if !days.isEmpty { movements[key] = days }
                    key.currency = row.currency
                    days = movements[key] ?? []
                    movements[key] = nil
                }
                days.append(
                    Movement(
                        day: row.day, amount: row.amount, isStated: row.traits.has(.stated)))
            }
            noteTargets(row, place, batch, text, targets)
            if row.traits.has(.attributed) { noteAttributes(row, place, text) }
        }
        if !days.isEmpty { movements[key] = days }
    }

    private mutating func noteIDs(_ row: Row, _ place: Place, _ text: ByteView) {
        guard row.traits.has(.identified) else { return }
        if !row.traits.has(.aliased), let identity = LineIdentity.first(in: text, row) {
            ids.append(IDEntry(identity: identity, place: place))
            return
        }
        let attributes = LineText.attributes(line(row, text)).attributes
        for id in attributes.identities {
            ids.append(IDEntry(identity: LineIdentity(id.utf8), place: place))
        }
    }

    private mutating func noteTargets(
        _ row: Row, _ place: Place, _ batch: borrowing RowBatch, _ text: ByteView,
        _ table: borrowing TargetTable
    ) {
        var accounts: [String] = []
        if row.partCount == 1 {
            note(row.target, row, place, text, table, &accounts)
        } else {
            for offset in 0..<Int(row.partCount) {
                let part = batch.parts[Int(row.firstPart) + offset]
                note(part.target, row, place, text, table, &accounts)
                if part.amount == 0, offset == Int(row.partCount) - 1, row.amount != 0 {
                    findings.append(
                        finding(
                            "split.zero", row, place, text, "nothing is left for the last part",
                            remedy: "delete the part, or correct the others"))
                }
            }
        }
        guard row.status.counts, !accounts.isEmpty || row.traits.has(.paired) else { return }
        let bytes = line(row, text)
        let attributes = LineText.attributes(bytes).attributes
        transfers.append(
            Transfer(
                account: account,
                identities: attributes.identities,
                pairs: attributes.set("pair"), accounts: accounts, place: place, text: bytes))
    }

    @inline(__always)
    private mutating func note(
        _ id: TargetID, _ row: Row, _ place: Place, _ text: ByteView,
        _ table: borrowing TargetTable, _ accounts: inout [String]
    ) {
        let index = Int(id)
        if index >= targetIndex.count {
            targetIndex += repeatElement(-1, count: index + 64 - targetIndex.count)
        }
        if targetIndex[index] < 0 {
            targetIndex[index] = Int32(targets.count)
            let target = table.targets[index]
            targets.append((target, place, 0, line(row, text)))
            let account: String? = if case .transfer(let name) = target { name } else { nil }
            transferAccounts.append(account)
        }
        let known = Int(targetIndex[index])
        targets[known].count += 1
        if let account = transferAccounts[known] { accounts.append(account) }
    }

    /// The bank's day and amount, where a person's stand in the line (S17).
    private func bankFacts(_ row: Row, _ attributes: Attributes) -> (day: Int32, amount: Int64)? {
        let date = attributes["bank-date"].flatMap(CivilDate.init(iso:))
        let amount = attributes["bank-amount"].flatMap { text in
            DecimalNumber(Array(text.utf8).prefix { $0 != Ascii.space })?
                .scaled(to: decimals[Int(row.currency)])
        }
        if date == nil, amount == nil { return nil }
        return (date?.day ?? row.day, amount ?? row.amount)
    }

    private mutating func noteBankFacts(_ row: Row, _ facts: (day: Int32, amount: Int64)) {
        let key = Key(account: account, currency: row.currency)
        let isStated = row.traits.has(.stated)
        corrections[key, default: []] += [
            Movement(day: row.day, amount: -row.amount, isStated: isStated),
            Movement(day: facts.day, amount: facts.amount, isStated: isStated),
        ]
    }

    private mutating func noteAttributes(_ row: Row, _ place: Place, _ text: ByteView) {
        let isStated = row.traits.has(.stated) && row.status == .booked
        let isReferring = readsAttributes || row.traits.has(.contacted)
        let isCorrected = row.status == .booked && row.traits.has(.corrected)
        guard isStated || row.traits.has(.conflicted) || isReferring || isCorrected else { return }
        let bytes = line(row, text)
        let attributes = LineText.attributes(bytes).attributes
        let facts = isCorrected ? bankFacts(row, attributes) : nil
        if let facts { noteBankFacts(row, facts) }
        if isReferring { attributed.append((place, attributes, bytes)) }
        if row.traits.has(.conflicted) { noteConflicts(row, place, text, attributes) }
        guard isStated, let number = attributes["balance"].flatMap({ DecimalNumber($0) }) else {
            return
        }
        guard let balance = number.scaled(to: decimals[Int(row.currency)]) else {
            findings.append(
                finding(
                    "balance.decimals", row, place, text, "balance: has too many decimals",
                    remedy: "write at most \(decimals[Int(row.currency)])", severity: .error))
            return
        }
        var stated = statement(row, place, text, balance: balance, amount: row.amount)
        if let facts { (stated.day, stated.amount) = facts }
        statements.append(stated)
    }

    /// What waits for a person: a doubt of an import, and values that a merge left.
    private mutating func noteConflicts(
        _ row: Row, _ place: Place, _ text: ByteView, _ attributes: Attributes
    ) {
        if attributes.has(flag: "?same") {
            findings.append(
                finding(
                    "review.open", row, place, text,
                    "the line may be one event with another one",
                    remedy: "say whether it is: bankbook review"))
        }
        let fields = attributes.list.compactMap(\.key).filter {
            $0.hasPrefix("?") && $0 != "?same"
        }
        if !fields.isEmpty {
            findings.append(
                finding(
                    "conflict.open", row, place, text,
                    "a merge left two values for \(Set(fields.map { $0.dropFirst() }).sorted().joined(separator: ", "))",
                    remedy:
                        "keep the value you want and delete \(Set(fields).sorted().joined(separator: ", "))"
                ))
        }
    }

    private func statement(
        _ row: Row, _ place: Place, _ text: ByteView, balance: Int64, amount: Int64
    ) -> Statement {
        Statement(
            account: account, currency: row.currency, day: row.day, amount: amount,
            balance: balance, place: place, text: line(row, text))
    }

    private func line(_ row: Row, _ text: ByteView) -> [UInt8] {
        text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
    }

    private func finding(
        _ code: String, _ row: Row, _ place: Place, _ text: ByteView, _ message: String,
        remedy: String, severity: Severity = .warning
    ) -> Diagnostic {
        Diagnostic(
            code, severity, at: Location(file: paths[Int(place.file)], line: Int(place.line)),
            message, excerpt: String(readable: line(row, text)), remedy: remedy)
    }
}
