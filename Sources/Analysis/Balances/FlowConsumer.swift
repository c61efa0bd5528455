import Model
import Platform
import Queries
import Reading
import SourceText
import Syntax

/// Adds up what flowed, by group, interval and currency.
struct FlowConsumer: RowConsumer {
    private var filter: RowFilter
    private let grouping: Grouping
    private let daySlots: DaySlots
    private let currencyCount: Int
    private let includesIgnored: Bool
    private let includesTransfers: Bool
    private let categories: CategoryTree
    private let taxonomy: CategoryTree
    private let currentAccountNames: [String: String]

    /// The cells, by interval × group × currency; `groupCapacity` groups an interval.
    private var cells: FlowCells
    private var groupCapacity: Int
    /// The first day of each interval, in the order met.
    private var starts: [Int32] = []
    /// The intervals of days met before, each at its day's place modulo the size.
    private var knownSlots: [(day: Int32, slot: Int32)] = []
    private static let knownSlotCount = 4_096
    /// Ten years of months.
    private static let usualSlotCount = 120
    /// The group of each target, or -1 where the target is left out; -2 where it is not known yet.
    private var groupByTarget: [Int32] = []
    /// The same for parts above zero, where groups are split by sign.
    private var incomeByTarget: [Int32] = []
    private let splitsBySign: Bool
    /// The group of a word by its bytes: descriptions.
    private var textGroups = TextGroups()
    /// The group of the day met last, where days are groups.
    private var groupByDay: [Int32: Int32] = [:]
    /// Finds the name of a taxonomy's attribute before a line's attributes are read.
    private let attributeSearch: TextSearch?
    private let links: LedgerLinks
    /// Whether lines with links are left out.
    private let hasLinks: Bool
    private let kindByAccount: [String: AccountKind]
    private(set) var keys: [GroupKey] = []
    private var groupByKey: [GroupKey: Int32] = [:]
    private var accountGroup: Int32 = 0
    private var currencyGroups: [Int32] = []
    /// The groups of what came in and went out; -1 before the first.
    private var inGroup: Int32 = -1
    private var outGroup: Int32 = -1
    private let source: GroupSource
    /// By interval × currency, each line once; only where a line stands in several groups.
    private var lineTotals: FlowCells
    private let countsLines: Bool
    private let hasInterval: Bool
    private let isByCategory: Bool
    /// Whether a line stands in its groups as a whole.
    private let isByLine: Bool

    init(_ question: FlowQuestion, _ ledger: Ledger) {
        let (selection, grouping) = (question.selection, question.grouping)
        filter = RowFilter(selection, ledger)
        self.grouping = grouping
        daySlots = DaySlots(question.columns)
        cells = FlowCells(keepsAmounts: question.keepsAmounts)
        splitsBySign = question.splitsBySign
        links = question.links
        attributeSearch = grouping.attributeName.flatMap { TextSearch(name: $0 + ":") }
        kindByAccount = Dictionary(
            ledger.accounts.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first })
        currencyCount = ledger.heldCurrencies.count
        includesIgnored = selection.includesIgnored || !grouping.leavesOut
        includesTransfers = selection.includesTransfers || !grouping.leavesOut
        hasLinks = !question.links.isEmpty && !includesTransfers
        categories = ledger.categories
        taxonomy = ledger.tree(of: grouping)
        currentAccountNames = ledger.currentAccountNames
        // Room for every declared name, for transfers, and for what belongs nowhere.
        groupCapacity = max(32, taxonomy.categories.count + ledger.accounts.count + 4)
        countsLines = grouping == .tag
        lineTotals = FlowCells(keepsAmounts: question.keepsAmounts)
        if case .whole = question.columns { hasInterval = false } else { hasInterval = true }
        isByCategory = grouping == .category
        isByLine = grouping != .category && grouping != .direction
        source = GroupSource(grouping)
        if !hasInterval {
            addSlot(0)
        } else {
            knownSlots = Array(repeating: (-1, 0), count: FlowConsumer.knownSlotCount)
            cells.reserve(FlowConsumer.usualSlotCount * groupCapacity * currencyCount)
        }
        if grouping == .currency {
            currencyGroups = ledger.heldCurrencies.map { _ in 0 }
            for (index, code) in ledger.heldCurrencies.enumerated() {
                currencyGroups[index] = group(.named(code.description))
            }
        }
    }

    mutating func begin(_ file: TransactionFile) {
        filter.begin(file)
        if grouping == .account { accountGroup = group(.named(file.account)) }
        if grouping == .kind {
            accountGroup = group(.named(kindByAccount[file.account]?.rawValue ?? ""))
        }
    }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        // Most lines have the day of the line before.
        var knownDay: Int32 = -1
        var knownSlot = 0
        for row in batch.rows where filter.admits(row) {
            var selected: [Bool]?
            if !filter.isTrivial {
                switch filter.select(row, batch, text, targets, perPart: true) {
                case .nothing: continue
                case .line: break
                case .parts(let parts): selected = parts
                }
            }
            if row.traits.has(.ignored), !includesIgnored { continue }
            if hasInterval, row.day != knownDay || !filter.isOwnDate {
                knownDay = row.day
                knownSlot = slot(of: filter.day(of: row, text))
            }
            let slot = knownSlot
            if slot < 0 { continue }
            if hasLinks, row.traits.has(LedgerLinks.traits), isInternal(row, text) { continue }
            if row.partCount == 1 {
                add(row.amount, row.target, row, slot, text, targets)
                continue
            }
            if isByLine {
                addLine(row, batch, selected, slot, text, targets)
                continue
            }
            for offset in 0..<Int(row.partCount) {
                if let selected, !selected[offset] { continue }
                let part = batch.parts[Int(row.firstPart) + offset]
                add(part.amount, part.target, row, slot, text, targets)
            }
        }
    }

    @inline(__always)
    private mutating func add(
        _ amount: Int64, _ target: TargetID, _ row: Row, _ slot: Int, _ text: ByteView,
        _ targets: borrowing TargetTable
    ) {
        var byTarget = group(of: target, targets)
        if byTarget == -1 { return }
        if splitsBySign, amount > 0 { byTarget = incomeByTarget[Int(target)] }
        if isByCategory {
            add(amount, group: byTarget, Int(row.currency), slot)
            return
        }
        addToGroups(amount, row, slot, text)
    }

    /// The group of a target; -1 where it is left out of the report.
    @inline(__always)
    private mutating func group(of target: TargetID, _ targets: borrowing TargetTable) -> Int32 {
        let index = Int(target)
        if index >= groupByTarget.count {
            let missing = index + 64 - groupByTarget.count
            groupByTarget += repeatElement(-2, count: missing)
            if splitsBySign { incomeByTarget += repeatElement(-2, count: missing) }
        }
        if groupByTarget[index] == -2 {
            learnTarget(index, targets.targets[index])
        }
        return groupByTarget[index]
    }

    /// Adds the parts of a split that count as one amount: what groups lines belongs to the whole line (S14).
    private mutating func addLine(
        _ row: Row, _ batch: borrowing RowBatch, _ selected: [Bool]?, _ slot: Int,
        _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        var sum: Int64 = 0
        var hasPart = false
        for offset in 0..<Int(row.partCount) {
            if let selected, !selected[offset] { continue }
            let part = batch.parts[Int(row.firstPart) + offset]
            if group(of: part.target, targets) == -1 { continue }
            let (next, isOverflow) = sum.addingReportingOverflow(part.amount)
            // Too much for one number: it is added as two.
            if isOverflow { addToGroups(sum, row, slot, text) }
            sum = isOverflow ? part.amount : next
            hasPart = true
        }
        if hasPart { addToGroups(sum, row, slot, text) }
    }

    @inline(__always)
    private mutating func addToGroups(
        _ amount: Int64, _ row: Row, _ slot: Int, _ text: ByteView
    ) {
        let currency = Int(row.currency)
        if countsLines {
            lineTotals.add(amount, at: slot * currencyCount + currency)
        }
        switch source {
        case .file: add(amount, group: accountGroup, currency, slot)
        case .currency: add(amount, group: currencyGroups[currency], currency, slot)
        case .sign: add(amount, group: signGroup(isIn: amount > 0), currency, slot)
        case .description: add(amount, group: counterparty(row, text), currency, slot)
        case .day: add(amount, group: dayGroup(filter.day(of: row, text)), currency, slot)
        case .attributes:
            for key in attributeKeys(row, text) { add(amount, group: group(key), currency, slot) }
        }
    }

    @inline(__always)
    private mutating func add(_ amount: Int64, group: Int32, _ currency: Int, _ slot: Int) {
        cells.add(amount, at: (slot &* groupCapacity &+ Int(group)) &* currencyCount &+ currency)
    }

    /// Learns the groups of a target; -1 where it is left out of the report.
    private mutating func learnTarget(_ index: Int, _ target: Target) {
        guard let key = key(of: target) else {
            groupByTarget[index] = -1
            return
        }
        let isSplit = splitsBySign && key.hasNoKind(categories)
        groupByTarget[index] = group(isSplit ? .signed(key, isIncome: false) : key)
        if splitsBySign {
            incomeByTarget[index] = group(isSplit ? .signed(key, isIncome: true) : key)
        }
    }

    private func key(of target: Target) -> GroupKey? {
        switch target {
        case .uncategorised: return GroupKey.none
        case .ignored: return includesIgnored ? .ignored : nil
        case .transfer(let account):
            return includesTransfers ? .transfer(currentAccountNames[account] ?? account) : nil
        case .category(let path):
            let current = categories.resolve(path)
            if categories.kind(of: current) == .transfer, !includesTransfers { return nil }
            return .named(current)
        }
    }

    /// Whether the line's other side is in a ledger that is looked at together with this one.
    private func isInternal(_ row: Row, _ text: ByteView) -> Bool {
        let line = text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
        return links.hold(LineText.attributes(line).attributes)
    }

    @inline(__always)
    private mutating func signGroup(isIn: Bool) -> Int32 {
        if isIn {
            if inGroup < 0 { inGroup = group(.named("in")) }
            return inGroup
        }
        if outGroup < 0 { outGroup = group(.named("out")) }
        return outGroup
    }

    private mutating func group(_ key: GroupKey) -> Int32 {
        if let group = groupByKey[key] { return group }
        let group = Int32(keys.count)
        keys.append(key)
        groupByKey[key] = group
        if keys.count > groupCapacity { widen() }
        return group
    }

    /// Doubles the room for groups.
    private mutating func widen() {
        let old = groupCapacity * currencyCount
        var wider = FlowCells(keepsAmounts: cells.keepsAmounts)
        for slot in starts.indices {
            wider.append(cells, slot * old..<(slot + 1) * old)
            wider.append(old)
        }
        cells = wider
        groupCapacity *= 2
    }

    private mutating func addSlot(_ start: Int32) {
        starts.append(start)
        cells.append(groupCapacity * currencyCount)
        if countsLines { lineTotals.append(currencyCount) }
    }

    private mutating func slot(of day: Int32) -> Int {
        let place = Int(day) & (FlowConsumer.knownSlotCount - 1)
        if knownSlots[place].day == day { return Int(knownSlots[place].slot) }
        guard let start = daySlots.start(of: day) else {
            knownSlots[place] = (day, -1)
            return -1
        }
        var slot = starts.lastIndex(of: start)
        if slot == nil {
            slot = starts.count
            addSlot(start)
        }
        knownSlots[place] = (day, Int32(slot ?? 0))
        return slot ?? 0
    }

    private func attributeKeys(_ row: Row, _ text: ByteView) -> [GroupKey] {
        guard row.traits.has(.attributed), mayHaveKey(row, text) else { return [.none] }
        let line = text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
        let attributes = LineText.attributes(line).attributes
        switch grouping {
        case .tag:
            let tags = attributes.tags
            return tags.isEmpty ? [.none] : tags.map { .named($0) }
        case .contact: return [attributes["contact"].map { .named($0) } ?? .none]
        case .taxonomy(let name):
            return [attributes[name].map { .named(taxonomy.resolve($0)) } ?? .none]
        default: return []
        }
    }

    /// Whether the attribute that names the group may stand in the line: bytes are looked at before words are read.
    private func mayHaveKey(_ row: Row, _ text: ByteView) -> Bool {
        if grouping == .contact { return row.traits.has(.contacted) }
        if grouping == .tag {
            for index in Int(row.attributesStart)..<Int(row.lineEnd) where text[index] == Ascii.hash
            {
                return true
            }
            return false
        }
        return attributeSearch?.find(in: text, Int(row.attributesStart), Int(row.lineEnd)) ?? true
    }

    /// The contact of a line, else its description.
    private mutating func counterparty(_ row: Row, _ text: ByteView) -> Int32 {
        if row.traits.has(.contacted) {
            let line = text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
            if let contact = LineText.attributes(line).attributes["contact"] {
                return group(.named(contact))
            }
        }
        if row.traits.has(.escaped) {
            let text = filter.transaction(row, text)?.description ?? ""
            return group(text.isEmpty ? .none : .named(text))
        }
        let start = Int(row.descriptionStart)
        var end = Int(row.descriptionEnd)
        while end > start, text[end &- 1].isBlank { end &-= 1 }
        if end <= start { return group(.none) }
        if let known = textGroups.group(text, start, end) { return known }
        let found = group(.named(String(readable: text.bytes(start..<end))))
        textGroups.insert(found, text, start, end)
        return found
    }

    /// The group of a day where parts of the calendar are groups.
    private mutating func dayGroup(_ day: Int32) -> Int32 {
        if let group = groupByDay[day] { return group }
        let date = CivilDate(day: day)
        let text = date.description
        let name: String
        switch grouping {
        case .year: name = String(text.prefix(4))
        case .quarter: name = "\(text.prefix(4))Q\((date.month + 2) / 3)"
        case .weekday: name = Grouping.weekdays[date.weekday - 1]
        default: name = String(text.prefix(7))
        }
        let found = group(.named(name))
        groupByDay[day] = found
        return found
    }

    // What was added up

    var isByAccount: Bool { grouping == .account }

    /// The first day of each interval with lines (day 0 without an interval), in the order met.
    var intervals: [Int32] { starts }

    /// The sum of a group in an interval, by their places in `keys` and `intervals`.
    func sum(group: Int, interval: Int, _ currencies: [CurrencyCode]) -> Totals {
        cells.totals(from: (interval * groupCapacity + group) * currencyCount, currencies)
    }

    /// The sum of an interval where lines were counted apart, because one may stand in several
    /// groups; else `nil`.
    func lineSum(interval: Int, _ currencies: [CurrencyCode]) -> Totals? {
        countsLines ? lineTotals.totals(from: interval * currencyCount, currencies) : nil
    }

    /// The numbers of parts of a group in an interval.
    func counts(group: Int, interval: Int, _ currencies: [CurrencyCode]) -> Totals {
        cells.counts(from: (interval * groupCapacity + group) * currencyCount, currencies)
    }

    /// The amounts of a group in an interval, where they are kept.
    func amounts(
        group: Int, interval: Int, _ currencies: [CurrencyCode]
    ) -> [CurrencyCode: [Int64]] {
        cells.amounts(from: (interval * groupCapacity + group) * currencyCount, currencies)
    }

    /// The numbers of parts of an interval where lines were counted apart.
    func lineCounts(interval: Int, _ currencies: [CurrencyCode]) -> Totals? {
        countsLines ? lineTotals.counts(from: interval * currencyCount, currencies) : nil
    }

    /// The amounts of an interval where lines were counted apart.
    func lineAmounts(interval: Int, _ currencies: [CurrencyCode]) -> [CurrencyCode: [Int64]]? {
        countsLines ? lineTotals.amounts(from: interval * currencyCount, currencies) : nil
    }
}

/// What of a line tells its group, told apart without looking at a taxonomy's name.
private enum GroupSource: Sendable {
    case file, currency, sign, description, day, attributes

    init(_ grouping: Grouping) {
        switch grouping {
        case .account, .kind: self = .file
        case .currency: self = .currency
        case .direction: self = .sign
        case .counterparty: self = .description
        case .month, .quarter, .year, .weekday: self = .day
        // Categories are the line's targets, and are not asked for here.
        case .contact, .tag, .taxonomy, .category: self = .attributes
        }
    }
}
