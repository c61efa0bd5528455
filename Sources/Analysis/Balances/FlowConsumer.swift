import Model
import Platform
import Queries
import Reading
import Syntax

/// Adds up what flowed, by group, interval and currency.
struct FlowConsumer: RowConsumer {
    /// Sums, with which of them have parts, so that a sum of zero is told from nothing.
    private struct Cells: Sendable {
        private var sums: [Int128] = []
        private var isUsed: [Bool] = []

        @inline(__always)
        mutating func add(_ amount: Int64, at index: Int) {
            sums[index] += Int128(amount)
            isUsed[index] = true
        }

        /// Memory that is not used costs nothing; growing by copies does.
        mutating func reserve(_ count: Int) {
            sums.reserveCapacity(count)
            isUsed.reserveCapacity(count)
        }

        mutating func append(_ count: Int) {
            sums += repeatElement(0, count: count)
            isUsed += repeatElement(false, count: count)
        }

        mutating func append(_ other: Cells, _ range: Range<Int>) {
            sums += other.sums[range]
            isUsed += other.isUsed[range]
        }

        /// The sums from `base` on by currency.
        func totals(from base: Int, _ currencies: [CurrencyCode]) -> Totals {
            var totals = Totals()
            for (offset, code) in currencies.enumerated() where isUsed[base + offset] {
                totals.add(sums[base + offset], code)
            }
            return totals
        }
    }

    private var filter: RowFilter
    private let grouping: Grouping
    private let interval: Interval?
    private let calendar: LedgerCalendar
    private let currencyCount: Int
    private let includesIgnored: Bool
    private let includesTransfers: Bool
    private let categories: CategoryTree
    private let taxonomy: CategoryTree
    private let currentAccountNames: [String: String]

    /// The cells, by interval × group × currency; `groupCapacity` groups an interval.
    private var cells = Cells()
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
    private(set) var keys: [GroupKey] = []
    private var groupByKey: [GroupKey: Int32] = [:]
    private var accountGroup: Int32 = 0
    private var currencyGroups: [Int32] = []
    /// By interval × currency, each line once; only where a line stands in several groups.
    private var lineTotals = Cells()
    private let countsLines: Bool
    private let hasInterval: Bool
    private let isByCategory: Bool

    init(
        _ selection: Selection, _ ledger: Ledger, by grouping: Grouping, interval: Interval?,
        calendar: LedgerCalendar
    ) {
        filter = RowFilter(selection, ledger)
        self.grouping = grouping
        self.interval = interval
        self.calendar = calendar
        currencyCount = ledger.heldCurrencies.count
        includesIgnored = selection.includesIgnored || !grouping.leavesOut
        includesTransfers = selection.includesTransfers || !grouping.leavesOut
        categories = ledger.categories
        taxonomy = ledger.tree(of: grouping)
        currentAccountNames = ledger.currentAccountNames
        // Room for every declared name, for transfers, and for what belongs nowhere.
        groupCapacity = max(32, taxonomy.categories.count + ledger.accounts.count + 4)
        countsLines = grouping == .tag
        hasInterval = interval != nil
        isByCategory = grouping == .category
        if interval == nil {
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
            if row.partCount == 1 {
                add(row.amount, row.target, row, slot, text, targets)
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
        let index = Int(target)
        if index >= groupByTarget.count {
            groupByTarget += repeatElement(-2, count: index + 64 - groupByTarget.count)
        }
        if groupByTarget[index] == -2 {
            groupByTarget[index] = groupOfTarget(targets.targets[index])
        }
        let byTarget = groupByTarget[index]
        if byTarget == -1 { return }
        let currency = Int(row.currency)
        if isByCategory {
            add(amount, group: byTarget, currency, slot)
            return
        }
        if countsLines {
            lineTotals.add(amount, at: slot * currencyCount + currency)
        }
        switch grouping {
        case .category: break
        case .account: add(amount, group: accountGroup, currency, slot)
        case .currency: add(amount, group: currencyGroups[currency], currency, slot)
        case .contact, .tag, .taxonomy:
            for key in attributeKeys(row, text) { add(amount, group: group(key), currency, slot) }
        }
    }

    @inline(__always)
    private mutating func add(_ amount: Int64, group: Int32, _ currency: Int, _ slot: Int) {
        cells.add(amount, at: (slot &* groupCapacity &+ Int(group)) &* currencyCount &+ currency)
    }

    /// The group of a target, or -1 where it is left out of the report.
    private mutating func groupOfTarget(_ target: Target) -> Int32 {
        switch target {
        case .uncategorised: return group(.none)
        case .ignored: return includesIgnored ? group(.ignored) : -1
        case .transfer(let account):
            let current = currentAccountNames[account] ?? account
            return includesTransfers ? group(.transfer(current)) : -1
        case .category(let path):
            let current = categories.resolve(path)
            if categories.kind(of: current) == .transfer, !includesTransfers { return -1 }
            return group(.named(current))
        }
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
        var wider = Cells()
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
        let start = interval?.start(of: CivilDate(day: day), calendar: calendar).day ?? 0
        var slot = starts.lastIndex(of: start)
        if slot == nil {
            slot = starts.count
            addSlot(start)
        }
        knownSlots[place] = (day, Int32(slot ?? 0))
        return slot ?? 0
    }

    private func attributeKeys(_ row: Row, _ text: ByteView) -> [GroupKey] {
        guard row.traits.has(.attributed) else { return [.none] }
        let line = text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
        let attributes = LineText.attributes(line).attributes
        switch grouping {
        case .tag:
            let tags = attributes.tags
            return tags.isEmpty ? [.none] : tags.map { .named($0) }
        case .contact: return [attributes["contact"].map { .named($0) } ?? .none]
        case .taxonomy(let name):
            return [attributes[name].map { .named(taxonomy.resolve($0)) } ?? .none]
        case .account, .category, .currency: return []
        }
    }

    // What was added up

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
}
